"""Rules for targets and outputs: shapes that differ, ranges out of reach, NaN."""

import math
from dataclasses import replace

from kit.diagnosis.arrays import Values
from kit.diagnosis.book import mistake
from kit.diagnosis.facts import (
    BINARY,
    DISTANCE,
    ONE_HOT,
    RANGES,
    SPARSE,
    Head,
    LossFacts,
)
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import count, number, numpy, short

_MSE = LossFacts("mean_squared_error", typed="mse")
_SIGMOID_1 = Head("dense_1", 1, "sigmoid", (None, 1))
_PRICES = Values("y", (100,), "float32", low=5.0, high=50.0, low_at=7, high_at=3)


@mistake("targets-out-of-reach", "start", head=_SIGMOID_1, loss=_MSE, labels=_PRICES)
def targets_out_of_reach(head: Head, loss: LossFacts, labels: Values) -> Finding | None:
    """The targets lie where the last layer can never get.

    Symptom: The loss falls to some number and stays there; all predictions are 1.

    Cause: An activation limits what a layer can say: sigmoid to 0..1, tanh to -1..1,
        relu to 0 and above. Targets beyond that are never met.

    Picture:
        targets      5 ......................... 50
        sigmoid  0-1

    Exercise: Which activation should the last layer have that predicts a temperature?
    """
    ends = RANGES.get(head.activation or "")
    if ends is None or loss.name not in DISTANCE:
        return None
    low, high = ends
    slack = 0.1 * (labels.high - labels.low) if labels.high > labels.low else 0.0
    if labels.low >= low - slack and labels.high <= max(high + slack, high * 1.05):
        return None
    reach = "0 and above" if head.activation == "relu" else f"{number(low)} to 1"
    name = labels.name
    is_pixels = labels.low >= 0 and 100 < labels.high <= 255 and not labels.is_flat
    line = f'activation=None  # in "{head.layer}"'
    change = {"layer": head.layer, "set": ("activation", None)}
    if is_pixels:
        line = f"{name} = {name} / 255"
        change = {"before": "fit"}
    return Finding(
        f"{name} goes from {number(labels.low)} to {number(labels.high)}, but "
        f"{head.activation} gives {reach}.",
        f'"{short(head.layer)}" can never reach {name}[{_beyond(labels, low)}].',
        "Bring the targets to that range:"
        if is_pixels
        else "A last layer for amounts has no activation:",
        level="warning",
        line=line,
        change=change,
    )


def _beyond(labels, low):
    return labels.low_at if labels.low < low else labels.high_at


@mistake(
    "missing-flatten",
    "start",
    head=Head("dense_1", 10, "softmax", (None, 28, 10), choices=10),
    labels=Values("y", (60000,), "int64", high=9.0, whole=True),
    recurrent=None,
)
def missing_flatten(
    head: Head, labels: Values, recurrent: str | None
) -> Finding | None:
    """The model gives a table for each sample, and there is one label for it.

    Symptom: An error about shapes such as (32,) and (32, 28, 10).

    Cause: Dense works on the last axis only and keeps all others. An image of 28 rows
        that goes through Dense(10) gives ten numbers for each of its rows. In the same
        way a recurrent layer with `return_sequences=True` answers at every step.

    Picture:
        (28, 28) --Dense(10)--> (28, 10)              28 answers
        (28, 28) --Flatten--> (784,) --Dense(10)--> (10,)   one answer

    Exercise: What does `model.summary()` show behind each layer of both lines?
    """
    shape = head.shape
    if shape is None or len(shape) < 3 or not labels.is_flat:
        return None
    if len(labels.shape) == 2 and len(shape) == 3 and shape[1] == 1:
        return None
    fix, line = "Put Flatten before the Dense layers:", "Flatten()"
    change = {"insert": "Flatten", "config": {}, "before_first": "Dense"}
    if recurrent is not None:
        fix = "Let the last recurrent layer answer once:"
        line = f'return_sequences=False  # in "{recurrent}"'
        change = {"layer": recurrent, "set": ("return_sequences", False)}
    return Finding(
        f"The model gives {shape[1:]} for one sample, but {labels.name} has one label.",
        f'"{short(head.layer)}" ends with shape {shape}; {labels.name} has shape '
        f"{labels.shape}.",
        fix,
        line=line,
        change=change,
    )


@mistake(
    "targets-of-other-shape",
    "start",
    head=Head("dense_1", 1, "linear", (None, 1)),
    loss=_MSE,
    labels=Values("y", (100, 3), "float32"),
)
def targets_of_other_shape(
    head: Head, loss: LossFacts, labels: Values
) -> Finding | None:
    """Each sample has more targets than the model has outputs, or fewer.

    Symptom: Elsewhere often none: a single output is compared with all three targets,
        and learns their mean.

    Cause: Shapes of size 1 are stretched to fit, so (n, 3) minus (n, 1) is computed
        without a word.

    Picture:
        targets  [a b c]
        output   [p]        ->   a-p  b-p  c-p

    Exercise: What does one output learn from the targets 1, 2 and 6?
    """
    if head.shape is None or loss.name not in DISTANCE:
        return None
    outputs, targets = head.shape[1:], labels.per_sample
    if not _may_compare(outputs) or _same(outputs, targets):
        return None
    has = count(outputs[-1] or 1, "output") if len(outputs) == 1 else str(outputs)
    wants = "one number" if targets in ((), (1,)) else f"shape {targets}"
    name = labels.name
    finding = Finding(
        f"The model gives {has} for a sample, but {name} has {wants} for it.",
        f"{loss.word} compares number with number; {name} has shape {labels.shape}.",
        "Let the last layer have as many units as there are targets:",
    )
    units = targets[-1] if targets else 1
    if len(outputs) == 1 and math.prod(targets) == outputs[0] and len(targets) > 1:
        line = f"{name} = {name}.reshape(len({name}), -1)"
        fix = "The number of values is right; make one row of each target:"
        change = {"before": "fit"}
        return replace(finding, fix=fix, line=line, change=change)
    if len(outputs) != 1 or len(targets) > 1:
        fix = "Let the last layers end in the shape of the targets:"
        return replace(finding, fix=fix, line=f"Reshape({targets})")
    if head.activation == "softmax" and labels.is_flat and labels.whole:
        return replace(
            finding,
            fix="Softmax gives a probability for each class; its loss is:",
            line='loss="sparse_categorical_crossentropy"',
            change={"set": ("loss", "sparse_categorical_crossentropy")},
        )
    return Finding(
        finding.what,
        finding.expected,
        finding.fix,
        line=f'units={units}  # in "{head.layer}"',
        change={"layer": head.layer, "set": ("units", units)},
    )


@mistake(
    "one-hot-twice",
    "start",
    head=Head("dense_1", 10, "softmax", (None, 10), choices=10),
    loss=LossFacts("categorical_crossentropy"),
    labels=Values("y", (100, 10, 10), "float32", high=1.0),
)
def one_hot_twice(head: Head, loss: LossFacts, labels: Values) -> Finding | None:
    """Labels were made one-hot two times.

    Symptom: An error about an axis too many.

    Cause: `to_categorical` makes a row of each number. Called once more, as happens
        when a cell of a notebook runs twice, it makes a table of each row.

    Picture:
        (100,)  ->  (100, 10)  ->  (100, 10, 2)

    Exercise: How can a cell be written so that it may run twice?
    """
    rows = labels.per_sample
    is_choice = loss.name in ONE_HOT + BINARY and head.shape is not None
    if not is_choice or len(rows) != 2 or len(head.shape or ()) != 2:
        return None
    name = labels.name
    line = f"{name} = {name}.argmax(axis=-1)"
    return Finding(
        f"{name} has shape {labels.shape}: it was made one-hot twice.",
        f"{loss.word} expects one row of {head.width} numbers for each sample.",
        "Make the labels anew, or undo the second step:",
        line=line,
        change={"before": "fit"},
    )


def _may_compare(outputs):
    return bool(outputs) and None not in outputs


def _same(outputs, targets):
    """Equal, but for a last axis of size 1."""
    plain = outputs[:-1] if outputs[-1] == 1 else outputs
    return targets in (outputs, plain, (*outputs, 1))


@mistake(
    "not-a-number-in-data",
    "start",
    values=Values("x", (100, 4), "float32", bad_at=17),
)
def not_a_number_in_data(values: Values) -> Finding | None:
    """The data holds NaN or infinity.

    Symptom: The loss is nan from the first batch on.

    Cause: NaN stands for a missing number. Whatever is computed with it is NaN too, so
        one empty cell of a table spoils all weights in a single step.

    Picture:
        3 + nan = nan      0 * nan = nan      max(1, nan) = nan

    Exercise: Name two ways to deal with empty cells in a column of ages.
    """
    if values.bad_at is None:
        return None
    name = values.name
    line = f"{name} = {numpy()}.nan_to_num({name})"
    return Finding(
        f"{name}[{values.bad_at}] holds NaN or infinity.",
        "Every number computed with it becomes NaN, and in one step all weights do.",
        "Leave such rows out, or fill the gaps:",
        level="warning",
        line=line,
        change={"before": "fit"},
    )


def expects_one_answer(loss: LossFacts) -> bool:
    """Tell whether a loss wants one answer where a sample has one label.

    >>> expects_one_answer(LossFacts("mean_squared_error"))
    True
    """
    return loss.name in SPARSE + ONE_HOT + BINARY + DISTANCE


TARGET_RULES = (one_hot_twice, targets_of_other_shape, targets_out_of_reach)
