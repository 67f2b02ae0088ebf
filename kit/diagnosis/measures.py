"""Rules for metrics: does the number mean what its name says?"""

from dataclasses import dataclass

from kit.diagnosis.arrays import Values
from kit.diagnosis.book import mistake
from kit.diagnosis.facts import (
    ACCURACIES,
    DISTANCE,
    SPARSE,
    YES_OR_NO,
    Head,
    LossFacts,
)
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import count, number, short

# Metrics that count decisions "more than 0.5" and so need a label for each output.
COUNTING = (
    "precision",
    "recall",
    "true_positives",
    "true_negatives",
    "false_positives",
    "false_negatives",
    "auc",
    "precision_at_recall",
    "recall_at_precision",
    "sensitivity_at_specificity",
    "specificity_at_sensitivity",
    "f1_score",
    "fbeta_score",
)


@dataclass(frozen=True)
class MetricFacts:
    """One metric as it was chosen.

    Args:
        name: Its full name, such as `"binary_accuracy"`; `"accuracy"` is the word.
        typed: What the user wrote, for messages.
        equality: Whether it is the class `Accuracy`, which asks for equal numbers.
    """

    name: str
    typed: str = ""
    equality: bool = False

    @property
    def word(self) -> str:
        """The metric as messages call it."""
        return f'"{self.typed or self.name}"'


_LINEAR_1 = Head("dense_1", 1, "linear", (None, 1))
_SOFTMAX_10 = Head("dense_1", 10, "softmax", (None, 10), choices=10)
_SIGMOID_3 = Head("dense_1", 3, "sigmoid", (None, 3))
_MSE = LossFacts("mean_squared_error", typed="mse")
_CLASSES = LossFacts("sparse_categorical_crossentropy")
_ACCURACY = MetricFacts("accuracy")


@mistake(
    "accuracy-of-regression", "compile", head=_LINEAR_1, loss=_MSE, metric=_ACCURACY
)
def accuracy_of_regression(
    head: Head, loss: LossFacts, metric: MetricFacts, labels: Values | None = None
) -> Finding | None:
    """Accuracy is asked of a model that predicts amounts.

    Symptom: The loss falls, but the accuracy stays at 0, or at some number that never
        changes.

    Cause: Accuracy counts answers that are exactly right. A predicted price of 19.98
        is not the true 20.00, so it counts as wrong, however close it is.

    Picture:
        true price   20.00   35.50    8.00
        predicted    19.98   35.61    8.02      accuracy 0, mean error 0.05

    Exercise: What would `mae` tell you of the three predictions above?
    """
    is_regression = loss.name in DISTANCE and head.activation == "linear"
    if not is_regression or metric.name not in (*ACCURACIES, "binary_accuracy"):
        return None
    if labels is None and head.width != 1:
        return None
    if labels is not None and (labels.whole or labels.sums_to_one):
        return None
    what = f'{metric.word} counts exact answers, but "{loss.typed or loss.name}" is '
    what += "about distances."
    expected = "A distance never reaches exactly 0, so hardly any answer counts."
    if labels is not None:
        low, high = number(labels.low), number(labels.high)
        what = f"{metric.word} of targets from {low} to {high} says nothing."
        expected = "It counts exact answers, and an amount is never met exactly."
    return Finding(
        what,
        expected,
        "Measure the mean distance instead:",
        level="note" if labels is None else "warning",
        line='metrics=["mae"]',
        change={"set": ("metrics", ["mae"])},
    )


@mistake(
    "equality-as-accuracy",
    "compile",
    head=_SOFTMAX_10,
    metric=MetricFacts("accuracy", "Accuracy()", equality=True),
)
def equality_as_accuracy(head: Head, metric: MetricFacts) -> Finding | None:
    """The class Accuracy compares probabilities with labels for being equal.

    Symptom: The accuracy is 0 or nearly 0 while the loss falls as it should.

    Cause: The word "accuracy" chooses the right formula for your labels. The class
        `Accuracy` does not choose: it asks whether the numbers are equal, and the
        probability 0.98 is not equal to the label 1.

    Picture:
        metrics=["accuracy"]     argmax([0.01, 0.98, 0.01]) == 1    right
        metrics=[Accuracy()]     [0.01, 0.98, 0.01] == 1            wrong, wrong, wrong

    Exercise: For which outputs would `Accuracy()` be the right metric?
    """
    if not metric.equality or head.activation is None:
        return None
    return Finding(
        f"{metric.typed} asks whether outputs equal the labels, and they never do.",
        f'"{short(head.layer)}" gives numbers such as 0.98 for the label 1.',
        'The word "accuracy" chooses the right formula:',
        level="warning",
        line='metrics=["accuracy"]',
        change={"set": ("metrics", ["accuracy"])},
    )


@mistake(
    "binary-accuracy-of-classes",
    "compile",
    head=_SOFTMAX_10,
    metric=MetricFacts("binary_accuracy"),
)
def binary_accuracy_of_classes(head: Head, metric: MetricFacts) -> Finding | None:
    """Binary accuracy is asked of a choice among several classes.

    Symptom: The accuracy is about 0.9 before the model has learned anything.

    Cause: Binary accuracy judges each of ten outputs by itself. A model that always
        says "no" is right nine times out of ten.

    Picture:
        label       0 0 1 0 0 0 0 0 0 0
        always no   0 0 0 0 0 0 0 0 0 0      9 of 10 are equal: 0.9

    Exercise: How high is the binary accuracy of "always no" with 100 classes?
    """
    is_choice = head.activation == "softmax" and (head.choices or 0) > 2
    if metric.name != "binary_accuracy" or not is_choice:
        return None
    share = 1 - 1 / head.choices
    return Finding(
        f"{metric.word} is {number(share)} for a model that has learned nothing.",
        f"It judges each of the {head.choices} outputs by itself, and all but one "
        "should be 0.",
        'The word "accuracy" asks for the most probable class:',
        level="warning",
        line='metrics=["accuracy"]',
        change={"set": ("metrics", ["accuracy"])},
    )


@mistake(
    "counts-of-many-classes",
    "compile",
    head=_SOFTMAX_10,
    loss=_CLASSES,
    metric=MetricFacts("precision", "Precision()"),
)
def counts_of_many_classes(
    head: Head, loss: LossFacts, metric: MetricFacts
) -> Finding | None:
    """Precision, recall or AUC get class numbers instead of one-hot rows.

    Symptom: An error about shapes such as (32,) and (32, 10), deep in the metric.

    Cause: These metrics count decisions: was this output above 0.5, and should it have
        been? So they need one label, 0 or 1, for each output.

    Picture:
        label 2 as a number     2
        label 2 as one-hot row  [0, 0, 1, 0]      one answer for each of four outputs

    Exercise: Compute the precision of class 3 by hand from ten predictions.
    """
    many = head.width is not None and head.width > 1
    if metric.name not in COUNTING or loss.name not in SPARSE or not many:
        return None
    return Finding(
        f"{metric.word} needs labels as one-hot rows, not as class numbers.",
        f"It judges each of the {head.width} outputs; {loss.word} means that the "
        "labels are whole numbers.",
        f"Turn the labels into rows, y = to_categorical(y, {head.width}), with "
        'loss="categorical_crossentropy"; or measure:',
        line='metrics=["accuracy"]',
        change={"set": ("metrics", ["accuracy"])},
    )


@mistake(
    "accuracy-of-many-labels",
    "start",
    head=_SIGMOID_3,
    metric=_ACCURACY,
    labels=Values("y", (3, 3), "int64", high=1.0, whole=True),
)
def accuracy_of_many_labels(
    head: Head, metric: MetricFacts, labels: Values
) -> Finding | None:
    """Accuracy looks at one answer where several are right.

    Symptom: The accuracy jumps about or is far lower than the model deserves.

    Cause: With rows as labels, "accuracy" compares the largest output with the largest
        label. A sample with three right labels has no single largest one.

    Picture:
        label      [1, 1, 0]       largest: the first
        predicted  [0.8, 0.9, 0.1] largest: the second      counted as wrong

    Exercise: Compute the binary accuracy of the row above.
    """
    is_rows = labels.low == 0 and labels.high == 1 and labels.whole
    if metric.name not in ACCURACIES or head.activation not in YES_OR_NO:
        return None
    if (head.width or 1) < 2 or not is_rows or labels.sums_to_one:
        return None
    return Finding(
        f"{metric.word} looks at the largest output only, but rows have several 1s.",
        f"Each of the {head.width} outputs answers a question of its own.",
        "Count all answers:",
        level="warning",
        line='metrics=["binary_accuracy"]',
        change={"set": ("metrics", ["binary_accuracy"])},
    )


@mistake(
    "metric-for-other-labels",
    "start",
    head=_SOFTMAX_10,
    metric=MetricFacts("sparse_categorical_accuracy"),
    labels=Values("y", (100, 10), "float32", high=1.0, one_hot=True, sums_to_one=True),
)
def metric_for_other_labels(
    head: Head, metric: MetricFacts, labels: Values
) -> Finding | None:
    """The metric expects the other form of labels.

    Symptom: An error about shapes, or an accuracy that has nothing to do with the loss.

    Cause: "sparse" metrics take class numbers, "categorical" ones take one-hot rows.

    Picture:
        sparse_categorical_accuracy    y = [2, 0]
        categorical_accuracy           y = [[0, 0, 1], [1, 0, 0]]
        accuracy                       either: it looks at the labels

    Exercise: Which of the three names do you never have to change?
    """
    wide = (head.width or 1) > 1
    wrong = wide and (
        (metric.name == "sparse_categorical_accuracy" and labels.one_hot)
        or (metric.name == "categorical_accuracy" and labels.is_flat)
    )
    if not wrong or (head.shape and len(head.shape) != 2):
        return None
    form = "one-hot rows" if labels.one_hot else "whole numbers"
    return Finding(
        f"{metric.word} does not fit labels that are {form}.",
        f"y has shape {labels.shape}; this metric expects the other form.",
        'The word "accuracy" fits both:',
        level="warning",
        line='metrics=["accuracy"]',
        change={"set": ("metrics", ["accuracy"])},
    )


@mistake(
    "broadcast-to-all-pairs",
    "start",
    name="my_loss",
    labels=(100,),
    outputs=(100, 1),
    repaired=False,
)
def broadcast_to_all_pairs(
    name: str, labels: tuple, outputs: tuple, repaired: bool
) -> Finding | None:
    """A function of yours compares every label with every prediction.

    Symptom: The loss falls to some number and stays there; the model predicts the mean
        of all labels.

    Cause: Labels of shape (n,) and predictions of shape (n, 1) are not aligned: the
        difference is a table of n times n numbers, because NumPy and JAX stretch both.

    Picture:
        y_true (3,)      [a b c]
        y_pred (3, 1)    [p]        a-p  b-p  c-p
                         [q]   ->   a-q  b-q  c-q     nine differences, not three
                         [r]        a-r  b-r  c-r

    Exercise: Print `(np.zeros(3) - np.zeros((3, 1))).shape`.
    """
    pairs = f"{labels[0]} labels with {outputs[0]} predictions"
    if repaired:
        return Finding(
            f'"{short(name)}" got y as {(*labels, 1)}, the shape of the predictions.',
            f"With {labels} it would compare {pairs}, all with all, as it does in "
            "Keras and PyTorch.",
            "Give y a last axis, and it works everywhere:",
            level="note",
            line="y = y[:, None]",
            change={"before": "fit"},
        )
    return Finding(
        f'"{short(name)}" compares {pairs}, all with all.',
        f"Labels {labels} and predictions {outputs} are stretched to a table "
        f"{(labels[0], outputs[0])}.",
        "Give the labels the shape of the predictions:",
        level="warning",
        line="y = y[:, None]",
        change={"before": "fit"},
    )


@mistake("always-one-class", "end", accuracy=0.9, shares=[0.9, 0.1], name="accuracy")
def always_one_class(accuracy: float, shares: list[float], name: str) -> Finding | None:
    """The accuracy is what a model reaches that always gives the same answer.

    Symptom: A good accuracy from the first epoch on, that does not get better.

    Cause: If 90 of 100 samples belong to one class, "always that class" is right 90
        times. The model may have learned nothing else.

    Picture:
        class 0  ############################################  90 %
        class 1  #####                                         10 %

    Exercise: Draw the confusion matrix of a model that always says 0.
    """
    most = max(shares)
    if len(shares) < 2 or most < 0.6 or abs(accuracy - most) > 0.002:
        return None
    kind = shares.index(most)
    return Finding(
        f"{name} {number(round(accuracy, 3))} is the share of class {kind}: always "
        f"{kind}?",
        f"{count(len(shares), 'class')}, and {most:.0%} of the samples are of class "
        f"{kind}.",
        "Look at the confusion matrix, and let rare classes count more:",
        level="note",
        line=f"class_weight={_weights(shares)}",
        change={"call": "fit", "set": ("class_weight", _weights(shares))},
    )


def _weights(shares):
    return {
        i: round(1 / (len(shares) * share), 2)
        for i, share in enumerate(shares[:10])
        if share
    }
