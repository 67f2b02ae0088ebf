"""Checks and small fixes of the arrays given to fit, evaluate and predict.

Pure functions of the data; every message names the argument that is at fault.
"""

from typing import Any

import jax
import numpy as np

from kit.diagnosis.labels import labels_are_text
from kit.diagnosis.shapes import different_lengths
from kit.variables import Variable


def as_arrays(data: Any, argument: str) -> Any:
    """Turn lists of numbers, data frames and the like into arrays.

    A list of numbers becomes one array, and a list of arrays stays a list: it means
    several inputs or outputs.

    Args:
        data: What the user passed.
        argument: Its name, for messages: `"x"`, `"y"` or `"sample_weight"`.

    >>> as_arrays([[1, 2], [3, 4]], "x").shape
    (2, 2)
    """
    if data is None:
        return None
    if isinstance(data, dict):
        return {key: as_arrays(value, argument) for key, value in data.items()}
    if isinstance(data, list | tuple):
        if data and any(_is_array(item) and np.ndim(item) > 0 for item in data):
            return type(data)(as_arrays(item, argument) for item in data)
        return _checked(np.asarray(data), argument)
    if isinstance(data, jax.Array | np.memmap):
        return data
    return _checked(np.asarray(data), argument)


def _is_array(item):
    return isinstance(item, np.ndarray | jax.Array | Variable | dict) or hasattr(
        item, "__array__"
    )


def _checked(array, argument):
    if array.dtype == object or array.dtype.kind in "USV":
        if array.dtype.kind in "US" or _all_text(array):
            raise labels_are_text(argument, array).error()
        raise ValueError(
            f"{argument} holds mixed values or ragged rows, not numbers.\n"
            "Expected an array of numbers with rows of equal length.\n"
            f"Convert it: {argument} = numpy.asarray({argument}, 'float32')."
        )
    if array.dtype == np.float64:
        return array.astype("float32")
    return array


def _all_text(array):
    return array.size > 0 and all(isinstance(one, str) for one in array.flat)


def number_of_rows(data: Any) -> int:
    """Return how many samples nested arrays hold.

    >>> number_of_rows({"a": np.zeros((5, 2))})
    5
    """
    leaves = jax.tree.leaves(data)
    return len(leaves[0]) if leaves and np.ndim(leaves[0]) else 0


def check_lengths(x: Any, y: Any, sample_weight: Any) -> None:
    """Check that all arrays have as many samples.

    Raises:
        ValueError: That names each argument with its number of samples.

    >>> check_lengths(np.zeros(3), np.zeros(3), None)
    """
    named = {"x": x, "y": y, "sample_weight": sample_weight}
    counts = {
        name: [len(leaf) if np.ndim(leaf) else 0 for leaf in jax.tree.leaves(data)]
        for name, data in named.items()
    }
    found = {count for sizes in counts.values() for count in sizes}
    if len(found) <= 1 and 0 not in found:
        return
    if any(np.ndim(leaf) == 0 for leaf in jax.tree.leaves(x)):
        raise ValueError(
            f"x is a single number, {jax.tree.leaves(x)[0]}.\n"
            "Expected an array whose first axis counts the samples.\n"
            "Write x = numpy.array([x]) for one sample."
        )
    if found == {0}:
        raise ValueError(
            "There are no samples: x has 0 rows.\n"
            "Expected at least one.\n"
            "Check how the data was loaded or filtered."
        )
    finding = different_lengths(counts)
    if finding is not None:
        raise finding.error()


def split_validation(arrays: Any, validation_split: float) -> tuple[Any, Any]:
    """Cut the last part of the samples off, before any shuffling.

    Args:
        arrays: `(x, y, sample_weight)`.
        validation_split: The share to cut off, between 0 and 1.

    Returns:
        The arrays to train on and the arrays to validate on.

    Raises:
        ValueError: If one of the two would be empty.

    >>> train, validation = split_validation((np.arange(10), None, None), 0.2)
    >>> len(train[0]), validation[0].tolist()
    (8, [8, 9])
    """
    rows = number_of_rows(arrays[0])
    if not 0 < validation_split < 1:
        raise ValueError(
            f"validation_split={validation_split!r} is not a share.\n"
            "Expected a number between 0 and 1.\n"
            "Write validation_split=0.2 for the last fifth of the samples."
        )
    cut = int(np.floor(rows * (1 - validation_split)))
    if cut in (0, rows):
        raise ValueError(
            f"validation_split={validation_split} of {rows} samples leaves one part "
            "empty.\nExpected at least one sample to train and one to validate on.\n"
            "Choose another share, or pass validation_data=(x_val, y_val)."
        )
    train = jax.tree.map(lambda array: array[:cut], arrays)
    return train, jax.tree.map(lambda array: array[cut:], arrays)
