"""A data set cut in two, for example for training and for testing."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kit import random


def split_dataset(
    dataset: Any,
    left_size: float | None = None,
    right_size: float | None = None,
    shuffle: bool = False,
    seed: int | None = None,
) -> tuple[Any, Any]:
    """Cut arrays in a left and a right part along their first axis.

    Args:
        dataset: An array, or a tuple or list of arrays of the same length.
        left_size: Size of the left part: a number of samples, or a fraction of them
            such as 0.8; by default what the right part leaves over.
        right_size: Size of the right part.
        shuffle: Whether to mix the samples first.
        seed: A whole number that chooses the order when shuffling.

    Returns:
        (left, right), each of the same form as `dataset`.

    Raises:
        ValueError: If the sizes do not fit the number of samples.

    >>> left, right = split_dataset(np.arange(10), left_size=0.8)
    >>> left.tolist(), right.tolist()
    ([0, 1, 2, 3, 4, 5, 6, 7], [8, 9])
    """
    is_single = not isinstance(dataset, tuple | list)
    arrays = [np.asarray(array) for array in ([dataset] if is_single else dataset)]
    total = _common_length(arrays)
    left, right = _sizes(left_size, right_size, total)
    order: Any = slice(None)
    if shuffle:
        order = random.generator(random.next_seed() if seed is None else seed)
        order = order.permutation(total)
    parts = [(array[order][:left], array[order][left:][:right]) for array in arrays]
    if is_single:
        return parts[0]
    first, second = zip(*parts, strict=True)
    return type(dataset)(first), type(dataset)(second)


def _common_length(arrays: Sequence[np.ndarray]) -> int:
    lengths = [len(array) for array in arrays]
    if len(set(lengths)) != 1:
        raise ValueError(
            f"split_dataset received arrays of lengths {lengths}.\n"
            "Expected one array or more, all of the same length.\n"
            "Check that every sample has its label."
        )
    return lengths[0]


def _sizes(left, right, total):
    """Return both sizes as numbers of samples."""
    sizes = [round(n * total) if isinstance(n, float) else n for n in (left, right)]
    if sizes[0] is None and sizes[1] is not None:
        sizes[0] = total - sizes[1]
    elif sizes[1] is None and sizes[0] is not None:
        sizes[1] = total - sizes[0]
    if None in sizes or min(sizes) <= 0 or sum(sizes) > total:
        raise ValueError(
            f"left_size={left} and right_size={right} do not fit {total} samples.\n"
            "Expected one or both, as numbers of samples or fractions below 1.\n"
            "Write for example left_size=0.8."
        )
    return sizes
