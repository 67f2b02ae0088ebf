"""Rules for how the data is divided into training and validation."""

import numpy as np

from kit.diagnosis.arrays import Values, look_at_labels
from kit.diagnosis.book import mistake
from kit.diagnosis.finding import Finding
from kit.diagnosis.words import library, listing, number, numpy

_FIRST = look_at_labels(np.repeat(np.arange(8), 10))
_LAST = look_at_labels(np.repeat([8, 9], 10), "y_val")


@mistake("classes-never-trained", "start", train=_FIRST, held_back=_LAST, by_split=True)
def classes_never_trained(
    train: Values, held_back: Values, by_split: bool
) -> Finding | None:
    """The validation holds classes that training never sees.

    Symptom: The training accuracy rises, the validation accuracy stays near 0.

    Cause: `validation_split` takes the last samples as they lie in the array, before
        any shuffling. Data that is sorted by class has only its last classes there.

    Picture:
        y            0 0 0 1 1 1 2 2 2 3 3 3 4 4 4
        training     0 0 0 1 1 1 2 2 2 3 3 3
        validation                           4 4 4

    Exercise: Shuffle x and y so that each image keeps its label.
    """
    if train.counts is None or held_back.counts is None or held_back.rows < 1:
        return None
    known, there = set(train.classes), held_back.classes
    missing = [label for label in there if label not in known]
    if not missing or not (train.is_flat and held_back.is_flat):
        return None
    share = sum(int(held_back.counts[label]) for label in missing) / held_back.seen
    serious = share >= 0.2 and held_back.rows >= 10
    name = "y"
    run = f"order = {numpy()}.random.default_rng(0).permutation(len(x)); "
    run += "x, y = x[order], y[order]"
    word = "class" if len(missing) == 1 else "classes"
    finding = Finding(
        f"The validation has {word} {listing(missing)}, never seen in training.",
        f"{share:.0%} of its samples cannot be answered rightly.",
        level="warning" if serious else "note",
    )
    if not by_split:
        fix, line, change = "Take both parts from all classes.", "", {}
    else:
        sorted_ = ": they are sorted" if train.rising else ""
        fix = f"validation_split takes the last samples of {name}{sorted_}. Shuffle:"
        line, change = run, {"before": "fit"}
    return Finding(
        finding.what,
        finding.expected,
        fix,
        level=finding.level,
        line=line,
        change=change,
    )


@mistake(
    "validation-beyond-training",
    "start",
    train=Values("x", (80, 1), "float32", low=-3.0, high=1.8, rising=True),
    held_back=Values("x", (20, 1), "float32", low=1.9, high=3.0),
)
def validation_beyond_training(train: Values, held_back: Values) -> Finding | None:
    """The validation lies outside of the range that training sees.

    Symptom: The validation loss is far above the training loss from the first epoch.

    Cause: The points are sorted by x, and `validation_split` takes the last ones. The
        model is asked about a stretch of the curve that it has never seen.

    Picture:
        training     . . . . . . . . .
        validation                     . . . .
                     -3                1.9    3

    Exercise: For which data is it right to validate on the last part?
    """
    if not train.rising or not train.is_flat or held_back.low < train.high:
        return None
    if train.low == train.high:
        return None
    run = f"order = {numpy()}.random.default_rng(0).permutation(len(x)); "
    run += "x, y = x[order], y[order]"
    return Finding(
        f"The validation is where x > {number(train.high)}, beyond the training data.",
        "validation_split takes the last samples, and x is sorted.",
        "Unless you want to look ahead, as in a time series, shuffle first:",
        level="note",
        line=run,
        change={"before": "fit"},
    )


@mistake("sorted-without-shuffle", "start", labels=_FIRST, batch_size=10)
def sorted_without_shuffle(labels: Values, batch_size: int) -> Finding | None:
    """Sorted classes are trained one after the other.

    Symptom: The accuracy jumps between 0 and 1 from batch to batch, and the model knows
        the last class only.

    Cause: `shuffle=False` keeps the order of the array. A batch then holds a single
        class, and each batch teaches "always this one".

    Picture:
        batch 1   0 0 0 0      batch 2   1 1 1 1      batch 3   2 2 2 2

    Exercise: For which data does the order of the samples matter?
    """
    is_many = labels.counts is not None and len(labels.classes) > 1
    if not labels.rising or not is_many or labels.rows < 4 * batch_size:
        return None
    line = "model.fit(x, y, shuffle=True)"
    return Finding(
        f"{labels.name} is sorted by class, and shuffle=False keeps that order.",
        f"Most batches of {batch_size} hold a single class, which each of them teaches "
        "anew.",
        "Leave shuffle out, or write:",
        level="warning",
        line=line,
        change={"call": "fit", "set": ("shuffle", True)},
    )


@mistake("validation-is-training", "start", same=True)
def validation_is_training(same: bool) -> Finding | None:
    """The model is validated on the data that it learns from.

    Symptom: Training and validation agree wonderfully; the test set disappoints.

    Cause: `validation_data` got the training arrays. It then shows how well the model
        remembers, not how well it will do on new samples.

    Picture:
        learn    [a b c d e]
        examine  [a b c d e]     the same questions again

    Exercise: Why is validation loss a better guide for stopping than training loss?
    """
    if not same:
        return None
    return Finding(
        "validation_data is the training data itself.",
        "It shows what the model remembers, not how it does on new samples.",
        "Keep some samples back:",
        level="warning",
        line="validation_split=0.2  # instead of validation_data",
        change={"call": "fit", "set": ("validation_split", 0.2)},
    )


@mistake("unlike-validation", "start", train=_FIRST, held_back=(20, 10))
def unlike_validation(train: Values, held_back: tuple) -> Finding | None:
    """Training labels and validation labels are written in two ways.

    Symptom: Training works for an epoch, and the validation ends with an error about
        shapes.

    Cause: `to_categorical` was applied to one of the two only.

    Picture:
        y_train   [5, 0, 4]
        y_val     [[0, 0, 1], [1, 0, 0]]

    Exercise: Write the two lines that prepare the labels of both parts.
    """
    if len(train.shape) == len(held_back) or not held_back:
        return None
    if train.is_flat and held_back[1:] in ((), (1,)):
        return None
    wide = held_back if len(held_back) > 1 else train.shape
    lib = library()
    return Finding(
        f"Samples of y have shape {train.per_sample}, those of y_val {held_back[1:]}.",
        f"y has shape {train.shape} and y_val {held_back}; the loss fits one form.",
        "Prepare both alike:",
        line=f"y_val = {lib}.utils.to_categorical(y_val, {wide[-1]})"
        if len(held_back) == 1
        else "y_val = y_val.argmax(axis=-1)",
    )
