"""Rules for the last layer and the loss: do they speak of the same thing?

They need no data, so they speak at compile.
"""

from kit.diagnosis.book import mistake
from kit.diagnosis.facts import (
    BINARY,
    ONE_HOT,
    POSITIVE,
    PROBABILITIES,
    SPARSE,
    YES_OR_NO,
    Head,
    LossFacts,
)
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import short

_LINEAR_10 = Head("dense_1", 10, "linear", (None, 10), choices=10)
_SOFTMAX_10 = Head("dense_1", 10, "softmax", (None, 10), choices=10)
_SOFTMAX_1 = Head("dense_1", 1, "softmax", (None, 1), choices=1)
_LINEAR_1 = Head("dense_1", 1, "linear", (None, 1), choices=1)
_SIGMOID_10 = Head("dense_1", 10, "sigmoid", (None, 10), choices=10)
_CLASSES = LossFacts("sparse_categorical_crossentropy")


@mistake(
    "softmax-and-logits",
    "compile",
    head=_SOFTMAX_10,
    loss=LossFacts("sparse_categorical_crossentropy", from_logits=True),
)
def softmax_and_logits(head: Head, loss: LossFacts) -> Finding | None:
    """The softmax is applied twice.

    Symptom: The model learns, but slowly, and its loss stays high: with 10 classes it
        never falls below 1.46, though the accuracy may be good.

    Cause: `from_logits=True` tells the loss that the outputs are any numbers, so it
        takes them through a softmax itself. The last layer has done that already. Of
        probabilities between 0 and 1, a second softmax makes nearly equal ones.

    Picture:
        last layer     softmax              in the loss: softmax again
        [9, 2, 1]  ->  [0.998, 0.001, 0]  ->  [0.58, 0.21, 0.21]

    Exercise: Compute the softmax of [1, 0, 0, 0, 0, 0, 0, 0, 0, 0] by hand. Which loss
        is the smallest that this model can reach?
    """
    if not loss.from_logits or head.activation not in PROBABILITIES + YES_OR_NO:
        return None
    return Finding(
        f'"{short(head.layer)}" ends with {head.activation}, and so does the loss.',
        "from_logits=True lets the loss apply it a second time, so that all outputs "
        "become nearly equal and the model learns slowly.",
        "Leave from_logits out:",
        level="warning",
        line=f'loss="{loss.name}"',
        change={"set": ("loss", loss.name)},
    )


@mistake("no-probabilities", "compile", head=_LINEAR_10, loss=_CLASSES)
def no_probabilities(head: Head, loss: LossFacts) -> Finding | None:
    """The loss expects probabilities, but the last layer gives any numbers.

    Symptom: The loss is large and jumps, or stays where it is; the accuracy hardly
        gets better than guessing.

    Cause: A crossentropy takes the logarithm of a probability. A last layer without
        softmax or sigmoid gives numbers below 0 and above 1, which are cut off before
        the logarithm, and where they are cut off nothing is learned.

    Picture:
        outputs        as a probability     logarithm
        [ 9, -2, 1] -> [1.0, 0.0, ...]   -> [0, -16, ...]    no slope to walk down

    Exercise: Train the model once with softmax, and once with `from_logits=True` in
        the loss and no softmax. Compare the losses: why are they the same?
    """
    fine = PROBABILITIES + YES_OR_NO + POSITIVE
    if not loss.wants_probabilities or head.activation in (None, *fine):
        return None
    if head.width == 1 and loss.name not in BINARY:
        return None  # one_output_for_classes says more
    wanted = "sigmoid" if loss.name in BINARY else "softmax"
    change = {"layer": head.layer, "set": ("activation", wanted)}
    line = f'activation="{wanted}"  # in "{head.layer}"'
    if not head.takes_activation:
        change = {"insert": "Activation", "config": {"activation": wanted}, "at": -1}
        line = f'Activation("{wanted}")  # as the last layer'
    return Finding(
        f'The loss wants probabilities, but "{short(head.layer, 20)}" gives '
        f"{_numbers_of(head.activation)}.",
        f"{loss.word} takes logarithms of numbers between 0 and 1.",
        f"End the model with {wanted}, or set from_logits=True in the loss:",
        level="warning",
        line=line,
        change=change,
    )


def _numbers_of(activation):
    words = {"linear": "any number", "relu": "numbers above 1", "tanh": "negative ones"}
    return words.get(activation, f"what {activation} gives")


@mistake(
    "softmax-of-one",
    "compile",
    head=_SOFTMAX_1,
    loss=LossFacts("binary_crossentropy"),
)
def softmax_of_one(head: Head, loss: LossFacts) -> Finding | None:
    """A softmax over a single number is always 1.

    Symptom: Every prediction is 1.0, the loss never changes, and the accuracy is the
        share of class 1.

    Cause: A softmax divides each number by the sum of all. One number divided by
        itself is 1, whatever the weights are, so there is nothing to learn.

    Picture:
        softmax([3.2])  = [1.0]        sigmoid(3.2)  = 0.96
        softmax([-7.0]) = [1.0]        sigmoid(-7.0) = 0.001

    Exercise: Which two networks answer a yes-or-no question: one unit with sigmoid,
        two units with softmax, or one unit with softmax?
    """
    if head.activation != "softmax" or head.choices != 1:
        return None
    return Finding(
        f'"{short(head.layer)}" has 1 unit with softmax, which is always 1.0.',
        "Softmax shares 1 among the units; a single unit gets all of it, so the model "
        "cannot learn.",
        "Use sigmoid for one unit, or one unit for each class:",
        line=f'activation="sigmoid"  # in "{head.layer}"',
        change={"layer": head.layer, "set": ("activation", "sigmoid")},
    )


@mistake("one-output-for-classes", "compile", head=_LINEAR_1, loss=_CLASSES)
def one_output_for_classes(head: Head, loss: LossFacts) -> Finding | None:
    """A loss for several classes meets a single output.

    Symptom: The loss is 0 from the beginning, or labels seem to be out of range.

    Cause: Categorical losses compare one output for each class. With one output there
        is one class, and the answer is always that.

    Picture:
        10 classes   Dense(10, softmax)   sparse_categorical_crossentropy
        yes or no    Dense(1, sigmoid)    binary_crossentropy

    Exercise: Write the last layer and the loss for three kinds of flowers.
    """
    is_known = head.activation not in (None, "softmax")
    if head.width != 1 or not is_known or loss.name not in SPARSE + ONE_HOT[:2]:
        return None
    return Finding(
        f'The loss needs an output for each class; "{short(head.layer, 20)}" has 1.',
        f"To {loss.word}, one output is one class, whose probability is always 1.",
        "For yes or no use binary_crossentropy; for k classes Dense(k, softmax):",
        line='loss="binary_crossentropy"  # and activation="sigmoid"',
        change={"set": ("loss", "binary_crossentropy")},
    )


@mistake(
    "softmax-with-binary-loss",
    "compile",
    head=_SOFTMAX_10,
    loss=LossFacts("binary_crossentropy"),
)
def softmax_with_binary_loss(head: Head, loss: LossFacts) -> Finding | None:
    """A yes-or-no loss judges the outputs of a softmax.

    Symptom: The loss looks small from the beginning, and training is slower than it
        could be.

    Cause: Binary crossentropy asks ten separate yes-or-no questions and averages them.
        With one right class of ten, nine answers are an easy "no". A softmax makes one
        choice of ten, and categorical crossentropy judges exactly that.

    Picture:
        one choice of ten    softmax  +  categorical_crossentropy
        ten yes-or-nos       sigmoid  +  binary_crossentropy

    Exercise: A photo can show a dog and a cat at once. Which of the two pairs fits?
    """
    if loss.name not in BINARY or loss.from_logits or head.activation != "softmax":
        return None
    if head.choices is None or head.choices <= 2:  # of two, both losses are equal
        return None
    return Finding(
        f"{loss.word} asks {head.choices} separate questions, softmax makes one "
        "choice.",
        "Nine easy answers of ten make the loss look small, and it teaches little.",
        "Use categorical_crossentropy for one-hot rows, or the sparse one for whole "
        "numbers:",
        level="warning",
        line='loss="categorical_crossentropy"',
        change={"set": ("loss", "categorical_crossentropy")},
    )


@mistake("sigmoid-for-classes", "compile", head=_SIGMOID_10, loss=_CLASSES)
def sigmoid_for_classes(head: Head, loss: LossFacts) -> Finding | None:
    """Classes that exclude each other are asked for one by one.

    Symptom: The model learns, but its outputs do not add up to 1.

    Cause: Sigmoid judges each class by itself. The loss divides the outputs by their
        sum, so training works, but `predict` returns them undivided.

    Picture:
        sigmoid  [0.9, 0.8, 0.1]     sum 1.8
        softmax  [0.5, 0.4, 0.1]     sum 1

    Exercise: Print `model.predict(x[:1]).sum()` with sigmoid and with softmax.
    """
    is_choice = loss.name in SPARSE + ONE_HOT[:2] and not loss.from_logits
    if not is_choice or head.activation not in YES_OR_NO or (head.width or 1) < 2:
        return None
    return Finding(
        f'"{short(head.layer)}" ends with sigmoid, so its outputs do not sum to 1.',
        f"{loss.word} is about classes of which exactly one is right.",
        "Softmax gives probabilities of such classes:",
        level="note",
        line=f'activation="softmax"  # in "{head.layer}"',
        change={"layer": head.layer, "set": ("activation", "softmax")},
    )


HEAD_RULES = (
    softmax_of_one,
    softmax_and_logits,
    no_probabilities,
    one_output_for_classes,
    softmax_with_binary_loss,
    sigmoid_for_classes,
)
