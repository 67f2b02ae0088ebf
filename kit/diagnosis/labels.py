"""Rules for labels of classes: do they fit the last layer and the loss?

They look at the labels, so they speak when fit or evaluate starts. Of all mistakes
these are the most frequent, and other libraries answer most of them with silence.
"""

from typing import Any

import numpy as np

from kit.diagnosis.arrays import Values, look_at_labels
from kit.diagnosis.book import mistake
from kit.diagnosis.facts import BINARY, ONE_HOT, SPARSE, YES_OR_NO, Head, LossFacts
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import count, library, listing, number, numpy, short

_SOFTMAX_10 = Head("dense_1", 10, "softmax", (None, 10), choices=10)
_SIGMOID_1 = Head("dense_1", 1, "sigmoid", (None, 1))
_DIGITS = look_at_labels(np.array([5, 0, 4, 1, 9, 2]))
_ROWS = look_at_labels(np.eye(10, dtype="float32"))
_SPARSE = LossFacts("sparse_categorical_crossentropy")
_ONE_HOT = LossFacts("categorical_crossentropy")
_BINARY = LossFacts("binary_crossentropy")


def _is_choice(head, labels):
    """One choice per sample among the outputs of one row."""
    is_row = head.shape is None or len(head.shape) == 2
    return is_row and head.width is not None and head.width > 1


@mistake("integer-labels", "start", head=_SOFTMAX_10, loss=_ONE_HOT, labels=_DIGITS)
def integer_labels(head: Head, loss: LossFacts, labels: Values) -> Finding | None:
    """Labels are whole numbers, but the loss wants one-hot rows.

    Symptom: Other libraries complain about two shapes, (32,) and (32, 10).

    Cause: There are two ways to write a label: as the number of its class, or as a row
        with a 1 in its place. Each has a loss of its own, and the names are alike.

    Picture:
        y = [2, 0]                       sparse_categorical_crossentropy
        y = [[0, 0, 1], [1, 0, 0]]       categorical_crossentropy

    Exercise: How much memory do 60,000 labels of 10 classes need in either form?
    """
    both = (*ONE_HOT, *BINARY)
    if loss.name not in both or not _is_choice(head, labels) or not labels.is_flat:
        return None
    if not labels.whole or labels.low < 0:
        return None
    name, low, high = labels.name, number(labels.low), number(labels.high)
    sparse = "sparse_categorical_crossentropy"
    return Finding(
        f"{name} holds numbers {low} to {high}; the loss wants one-hot rows.",
        f"{loss.word} compares rows of {head.width} numbers; {name} has shape "
        f"{labels.shape}.",
        f"Make rows of the labels, {name} = {library()}.utils.to_categorical({name}, "
        f"{head.width}), or change the loss:",
        line=f'loss="{sparse}"',
        change={"set": ("loss", sparse)},
    )


@mistake("one-hot-labels", "start", head=_SOFTMAX_10, loss=_SPARSE, labels=_ROWS)
def one_hot_labels(head: Head, loss: LossFacts, labels: Values) -> Finding | None:
    """Labels are one-hot rows, but the loss wants whole numbers.

    Symptom: Other libraries complain about two shapes that are the same, (32, 10) and
        (32, 10).

    Cause: "sparse" means that a label is the number of its class. A row of ten numbers
        looks to this loss like ten labels for one sample.

    Picture:
        y = [[0, 0, 1], [1, 0, 0]]       categorical_crossentropy
        y = [2, 0]                       sparse_categorical_crossentropy

    Exercise: Turn one-hot rows back into class numbers with one call of NumPy.
    """
    wrong = loss.name in SPARSE and _is_choice(head, labels)
    if not wrong or len(labels.shape) != 2 or labels.shape[1] < 2:
        return None
    rows = "one-hot rows" if labels.one_hot else "rows"
    name, dense = labels.name, "categorical_crossentropy"
    return Finding(
        f"{name} holds {rows} of {labels.shape[1]}; the loss wants whole numbers.",
        f"{loss.word} takes one class number per sample; {name} has shape "
        f"{labels.shape}.",
        f"Make numbers of the labels, {name} = {name}.argmax(axis=-1), or change the "
        "loss:",
        line=f'loss="{dense}"',
        change={"set": ("loss", dense)},
    )


@mistake(
    "label-out-of-range",
    "start",
    head=_SOFTMAX_10,
    loss=_SPARSE,
    labels=look_at_labels(np.array([3, 1, 10, 2])),
)
def label_out_of_range(
    head: Head, loss: LossFacts, labels: Values, weighted: bool = False
) -> Finding | None:
    """A label names a class for which there is no output.

    Symptom: Elsewhere none at all: such samples silently teach nothing, or the loss
        becomes NaN.

    Cause: Ten outputs are for the classes 0 to 9. A label 10 or -1 points beside them.
        Often the labels count from 1, or the last layer has too few units.

    Picture:
        outputs   0  1  2  3  4  5  6  7  8  9
        label 10                                 ^ nothing there

    Exercise: A file numbers the months 1 to 12. Give two ways to train on it.
    """
    if loss.name not in SPARSE or head.width is None or head.width < 2:
        return None
    low, high, width, name = labels.low, labels.high, head.width, labels.name
    ignored = loss.ignore_class
    too_low = low < 0 and low != ignored
    too_high = high >= width and high != ignored
    if not (too_low or too_high) or not labels.whole:
        return None
    value, row = (low, labels.low_at) if too_low else (high, labels.high_at)
    known = f"The classes of {count(width, 'output')} are 0 to {width - 1}"
    what = f"{name}[{row}] is {number(value)}, but the model has outputs for 0 to "
    what += f"{width - 1}."
    if high == width and low >= 1:
        return Finding(
            what,
            f"{known}; these labels count from {number(low)} to {number(high)}.",
            "Let them count from 0:",
            level="warning" if weighted else "error",
            line=f"{name} = {name} - 1",
            change={"before": "fit"},
        )
    if too_low:
        fix, line = (
            "Look for marks of missing labels, and leave those rows out:",
            (f"keep = ({name} >= 0).ravel(); x, {name} = x[keep], {name}[keep]"),
        )
        change: dict[str, Any] = {"before": "fit"}
    else:
        units = int(high) + 1
        fix, line = (
            "Give the last layer a unit for each class:",
            (f'units={units}  # in "{head.layer}"'),
        )
        change = {"layer": head.layer, "set": ("units", units)}
    level = "warning" if weighted else "error"
    return Finding(what, f"{known}.", fix, level=level, line=line, change=change)


@mistake(
    "labels-between-classes",
    "start",
    head=_SOFTMAX_10,
    loss=_SPARSE,
    labels=look_at_labels(np.array([0.5, 3.0, 7.25])),
)
def labels_between_classes(
    head: Head, loss: LossFacts, labels: Values
) -> Finding | None:
    """Labels are fractions, but the loss wants the numbers of classes.

    Symptom: Elsewhere none: 7.25 is quietly taken for class 7.

    Cause: The labels were scaled together with the inputs, or they are amounts, and
        then a loss of distance is right.

    Picture:
        classes   0   1   2          sparse_categorical_crossentropy
        amounts   0.5   7.25         mse

    Exercise: You divide a whole table by 255. What happens to its last column, the
        labels?
    """
    if loss.name not in SPARSE or labels.whole or not labels.is_flat:
        return None
    if labels.bad_at is not None:
        return None
    low, high = number(labels.low), number(labels.high)
    return Finding(
        f"{labels.name} holds fractions from {low} to {high}, not class numbers.",
        f"{loss.word} wants whole numbers from 0 to {(head.width or 2) - 1}.",
        "Undo the scaling of the labels; for amounts use one linear unit and:",
        line='loss="mse"',
        change={"set": ("loss", "mse")},
    )


@mistake("labels-are-text", "start", name="y", texts=["cat", "dog", "cat"])
def labels_are_text(name: str, texts: Any) -> Finding | None:
    """Labels are words.

    Symptom: An error about a number format.

    Cause: A network computes with numbers. Each word needs a number of its own, and a
        list that leads back from the number to the word.

    Picture:
        ["cat", "dog", "cat"]   ->   classes ["cat", "dog"],  y [0, 1, 0]

    Exercise: After `predict`, how do you get from probabilities back to a word?
    """
    words = sorted({str(text) for text in np.asarray(texts).ravel()[:1000]})
    seen = listing([repr(short(word, 12)) for word in words], most=3)
    line = f"classes, {name} = {numpy()}.unique({name}, return_inverse=True)"
    return Finding(
        f"{name} holds text, not numbers: {seen}.",
        f"Expected an array of numbers, here one of {count(len(words), 'class')} per "
        "sample.",
        "Number the words; classes[number] leads back:",
        line=line,
        change={"before": "fit"},
    )


@mistake(
    "many-classes-for-one-unit",
    "start",
    head=_SIGMOID_1,
    loss=_BINARY,
    labels=_DIGITS,
)
def many_classes_for_one_unit(
    head: Head, loss: LossFacts, labels: Values
) -> Finding | None:
    """Targets of a yes-or-no loss lie outside of 0 and 1.

    Symptom: The loss falls below zero and goes on falling; the model says 1 to all.

    Cause: Binary crossentropy expects 0 for no and 1 for yes, or a share in between.
        Classes 0 to 9 need ten outputs; labels -1 and 1 need another loss or a shift;
        pixels from 0 to 255 must be divided by 255.

    Picture:
        loss = -y log(p) - (1 - y) log(1 - p)
        y = 1:  -log(p)             y = 7:  -7 log(p) + 6 log(1 - p)  falls for ever

    Exercise: For y = 7, which p makes the loss smallest?
    """
    if loss.name not in BINARY or (labels.low >= 0 and labels.high <= 1):
        return None
    low, high, name = number(labels.low), number(labels.high), labels.name
    what = f"{name} goes from {low} to {high}, but a yes-or-no loss wants 0 to 1."
    expected = f"{loss.word} takes 0 for no and 1 for yes."
    if labels.low == -1 and labels.high == 1:
        run = f"{name} = ({name} + 1) / 2"
        return Finding(
            what,
            expected,
            "Turn -1 and 1 into 0 and 1:",
            line=run,
            change={"before": "fit"},
        )
    if labels.whole and labels.is_flat and labels.low >= 0 and labels.high < 1000:
        return _needs_more_units(what, head, labels)
    scale = number(labels.high)
    run = f"{name} = {name} / {scale}"
    return Finding(
        what,
        expected,
        "Scale the targets:",
        line=run,
        change={"before": "fit"},
    )


def _needs_more_units(what, head, labels):
    units = max(int(labels.high) + 1, head.width or 1)
    sparse = "sparse_categorical_crossentropy"
    return Finding(
        what,
        "It asks one question per output, with 0 for no and 1 for yes; these are "
        f"{units} classes.",
        "One unit for each class, softmax, and the loss for class numbers:",
        line=f'Dense({units}, activation="softmax")\nloss="{sparse}"',
        change={
            "layer": head.layer,
            "set": ("units", units),
            "also": [
                {"layer": head.layer, "set": ("activation", "softmax")},
                {"set": ("loss", sparse)},
            ],
        },
    )


@mistake(
    "one-hot-of-other-width",
    "start",
    head=_SOFTMAX_10,
    loss=_ONE_HOT,
    labels=look_at_labels(np.eye(11)[[1, 2, 10]]),
)
def one_hot_of_other_width(
    head: Head, loss: LossFacts, labels: Values
) -> Finding | None:
    """One-hot rows have more or fewer places than the model has outputs.

    Symptom: An error about two shapes, (32, 11) and (32, 10).

    Cause: `to_categorical` makes as many places as the largest label plus one. Labels
        that count from 1 give one place too many, and it is always 0.

    Picture:
        labels 1..3   ->   0 1 0 0      four places for three classes
                           0 0 1 0
                           0 0 0 1

    Exercise: Which argument of `to_categorical` fixes the width, and which subtraction
        fixes the cause?
    """
    both = (*ONE_HOT, *BINARY)
    if loss.name not in both or not _is_choice(head, labels) or len(labels.shape) != 2:
        return None
    places = labels.shape[1]
    if places in (1, head.width):
        return None
    name = labels.name
    return Finding(
        f"{name} has rows of {places} places, but the model has {head.width} outputs.",
        f"Each output needs its place in the rows of {name}, shape {labels.shape}.",
        f"Make both {places}; if the classes count from 1, subtract 1 before "
        "to_categorical:",
        line=f'units={places}  # in "{head.layer}"',
        change={"layer": head.layer, "set": ("units", places)},
    )


@mistake(
    "only-one-class",
    "start",
    head=_SIGMOID_1,
    loss=_BINARY,
    labels=look_at_labels(np.zeros(100, int)),
)
def only_one_class(head: Head, loss: LossFacts, labels: Values) -> Finding | None:
    """All labels are the same.

    Symptom: The accuracy is 1.0 after one epoch, and the model is useless.

    Cause: The data was cut where all samples are of one class, or the labels were
        computed by a condition that never holds.

    Picture:
        y = [0, 0, 0, 0, 0, 0]      "always 0" is always right

    Exercise: Which line of your program could print the number of samples per class?
    """
    classes = loss.name in SPARSE + ONE_HOT + BINARY or head.activation in YES_OR_NO
    if not classes or labels.rows < 10 or labels.low != labels.high:
        return None
    if not labels.is_flat:
        return None
    return Finding(
        f"All {labels.rows:,} labels in {labels.name} are {number(labels.low)}.",
        "With a single class there is nothing to tell apart.",
        "Look at how the labels were made:",
        level="warning",
        line=f"print({numpy()}.unique({labels.name}, return_counts=True))",
    )


LABEL_RULES = (
    integer_labels,
    one_hot_labels,
    label_out_of_range,
    labels_between_classes,
    many_classes_for_one_unit,
    one_hot_of_other_width,
    only_one_class,
)
