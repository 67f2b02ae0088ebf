"""What can be seen of an array in a millisecond: range, kind, one-hot or not.

Labels in memory are looked at as a whole; of inputs, and of files, a few rows are.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

SAMPLE_ROWS = 128
SAMPLE_NUMBERS = 2**20
MOST_LABELS = 2**22  # more numbers than these are sampled as well
MOST_CLASSES = 10_000


@dataclass(frozen=True)
class Values:
    """What was seen of an array.

    Args:
        name: The argument that it came in: `"x"` or `"y"`.
        shape: Its whole shape.
        dtype: Its number format.
        low: The least number seen.
        high: The greatest number seen.
        low_at: The row where the least number was seen first.
        high_at: The row where the greatest number was seen first.
        mean: The mean of the rows seen.
        whole: Whether all numbers seen are whole.
        one_hot: Whether each row seen has a single 1 and else zeros.
        sums_to_one: Whether each row seen adds up to 1, with nothing below 0.
        bad_at: The first row seen with NaN or infinity, or None.
        seen: How many rows were looked at.
        counts: How often each whole number from 0 up occurs, or None.
        rising: Whether the rows are sorted, from low to high.
    """

    name: str
    shape: tuple
    dtype: str
    low: float = 0.0
    high: float = 0.0
    low_at: int = 0
    high_at: int = 0
    mean: float = 0.0
    whole: bool = False
    one_hot: bool = False
    sums_to_one: bool = False
    bad_at: int | None = None
    seen: int = 0
    counts: Any = field(default=None, compare=False)
    rising: bool = False

    @property
    def rows(self) -> int:
        """How many samples the array has."""
        return self.shape[0] if self.shape else 0

    @property
    def size(self) -> float:
        """The greatest distance from zero."""
        return max(abs(self.low), abs(self.high))

    @property
    def per_sample(self) -> tuple:
        """The shape of one sample."""
        return self.shape[1:]

    @property
    def is_flat(self) -> bool:
        """Whether there is one number for each sample: `(n,)` or `(n, 1)`."""
        return len(self.shape) == 1 or self.per_sample == (1,)

    @property
    def classes(self) -> list[int]:
        """The different whole numbers from 0 up that occur."""
        return [] if self.counts is None else np.flatnonzero(self.counts).tolist()


def look_at_inputs(array: Any, name: str = "x") -> Values:
    """Look at a few rows of an array.

    >>> look_at_inputs(np.array([[0, 255], [3, 7]], "uint8")).high
    255.0
    """
    sample, step = _sample(array)
    return Values(name=name, **_described(array), **_seen(sample, step))


def look_at_labels(array: Any, name: str = "y") -> Values:
    """Look at labels: at all of them, if they are in memory and not too many.

    >>> values = look_at_labels(np.array([3, 1, 2, 1]))
    >>> values.low, values.high, values.high_at, values.classes
    (1.0, 3.0, 0, [1, 2, 3])
    >>> look_at_labels(np.eye(3)).one_hot
    True
    """
    sample, step = _sample(array)
    rows, step_of_rows = sample, step
    if not isinstance(array, np.memmap) and np.size(array) <= MOST_LABELS:
        rows, step_of_rows = np.asarray(array), 1
    seen: dict[str, Any] = _seen(rows, step_of_rows)
    seen |= _row_kinds(sample)
    flat = rows.ndim == 1 or rows.shape[1:] == (1,)
    if flat and len(rows) == len(array) > 1 and rows.dtype.kind in "biuf":
        line = rows.reshape(-1)
        seen["rising"] = bool(np.all(line[1:] >= line[:-1]))
    is_small = 0 <= seen.get("low", -1) and seen.get("high", 0) < MOST_CLASSES
    if seen.get("whole") and is_small and not seen.get("one_hot"):
        seen["counts"] = np.bincount(rows.ravel().astype(np.int64))
    return Values(name=name, **_described(array), **seen)


def _described(array) -> dict[str, Any]:
    return {"shape": tuple(np.shape(array)), "dtype": str(array.dtype)}


def _sample(array):
    """Some rows, and the distance between them; only the beginning of a file."""
    rows = len(array)
    per_row = max(1, int(np.prod(np.shape(array)[1:])))
    most = max(8, min(SAMPLE_ROWS, SAMPLE_NUMBERS // per_row))
    if rows <= most:
        return np.asarray(array), 1
    if isinstance(array, np.memmap):
        return np.asarray(array[:most]), 1
    step = rows // most
    return np.ascontiguousarray(array[::step][:most]), step  # copied once


def _seen(sample, step) -> dict[str, Any]:
    """Numbers about some rows of which one of `step` was taken."""
    if sample.dtype.kind not in "biuf" or not sample.size:
        return {"seen": len(sample)}
    if sample.dtype.kind == "b":
        sample = sample.astype("uint8")
    per_row = sample.size // len(sample)
    found: dict[str, Any] = {"seen": len(sample), "whole": sample.dtype.kind != "f"}
    low, high = int(np.argmin(sample)), int(np.argmax(sample))
    flat = sample.reshape(-1)
    if not np.isfinite(float(flat[low]) + float(flat[high])):  # argmin stops at NaN
        bad = ~np.isfinite(flat)
        found["bad_at"] = int(np.argmax(bad)) // per_row * step
        flat = np.where(bad, flat[~bad].mean() if not bad.all() else 0, flat)
        low, high = int(np.argmin(flat)), int(np.argmax(flat))
    if sample.dtype.kind == "f":
        found["whole"] = "bad_at" not in found and _is_whole(flat)
    return found | {
        "low": float(flat[low]),
        "high": float(flat[high]),
        "low_at": low // per_row * step,
        "high_at": high // per_row * step,
        "mean": float(flat.mean(dtype=None if flat.dtype == "float32" else "float64")),
    }


def _is_whole(flat):
    """Whether all numbers are whole; most arrays show at their beginning that not."""
    begins = flat[:1000]
    return bool(np.all(begins == np.rint(begins)) and np.all(flat == np.rint(flat)))


def _row_kinds(sample):
    """Whether rows are one-hot, or shares that add up to 1."""
    if sample.ndim < 2 or sample.shape[-1] < 2 or sample.dtype.kind not in "biuf":
        return {}
    sums = sample.sum(axis=-1, dtype="float64")
    to_one = bool(np.all(np.abs(sums - 1) < 1e-3) and np.all(sample >= 0))
    return {
        "sums_to_one": to_one,
        "one_hot": to_one and bool(np.all((sample == 0) | (sample == 1))),
    }
