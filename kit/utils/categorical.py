"""One-hot vectors from class numbers, for the loss `categorical_crossentropy`."""

import numpy as np
from numpy.typing import ArrayLike


def to_categorical(x: ArrayLike, num_classes: int | None = None) -> np.ndarray:
    """Turn class numbers into vectors with a single 1.

        result[..., k] = 1 where x == k, and 0 elsewhere

    Args:
        x: Whole numbers from 0 to `num_classes - 1`, of any shape; a last axis of
            size 1 is dropped.
        num_classes: The number of classes; by default the largest number plus one.

    Returns:
        An array of float64 with one more axis, of size `num_classes`.

    Raises:
        ValueError: If a number is not whole, negative, or too large.

    >>> to_categorical([0, 2]).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    labels = _whole_numbers(x)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    if not num_classes:
        num_classes = _count_classes(labels)
    _check_range(labels, num_classes)
    return (labels[..., None] == np.arange(num_classes)).astype("float64")


def _whole_numbers(x):
    given = np.asarray(x)
    try:
        with np.errstate(invalid="ignore"):  # nan becomes a number, seen below
            labels = given.astype("int64")
        is_whole = given.dtype.kind not in "fc" or np.array_equal(labels, given)
    except (TypeError, ValueError):
        is_whole = False
    if not is_whole:
        raise ValueError(
            f"to_categorical received values such as {_an_odd_one(given)!r}.\n"
            "Expected whole numbers, one for each class, from 0 up.\n"
            "Number the classes: names, labels = numpy.unique(x, return_inverse=True)."
        )
    return labels


def _an_odd_one(given):
    """Return the first value that is not a whole number, for the message."""
    for value in given.ravel().tolist():
        if not isinstance(value, int | float) or value % 1 != 0:
            return value


def _count_classes(labels):
    if labels.size == 0:
        raise ValueError(
            "to_categorical received no labels.\n"
            "Expected at least one, to see how many classes there are.\n"
            "Pass num_classes, for example num_classes=10."
        )
    return int(labels.max()) + 1


def _check_range(labels, num_classes):
    if labels.size == 0 or (labels.min() >= 0 and labels.max() < num_classes):
        return
    low, high = int(labels.min()), int(labels.max())
    advice = (
        "Replace the negative numbers, or subtract the smallest from all."
        if low < 0
        else f"Pass num_classes={high + 1}, or subtract 1 if your labels start at 1."
    )
    raise ValueError(
        f"to_categorical received labels from {low} to {high}.\n"
        f"Expected labels from 0 to {num_classes - 1}, as num_classes={num_classes}.\n"
        f"{advice}"
    )
