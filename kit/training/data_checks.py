"""Checks and small fixes of the arrays given to fit, evaluate and predict.

Pure functions of the data; every message names the argument that is at fault.
"""

import inspect
from typing import Any

import jax
import numpy as np

from kit.diagnosis.feeding import (
    not_a_share,
    not_an_array,
    not_numbers,
    numbers_as_text,
    single_number,
)
from kit.diagnosis.finding import Finding
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
    array = np.asarray(data)
    if array.dtype == object and array.ndim == 0 or isinstance(data, str):
        is_function = inspect.isroutine(data)
        kind = "function" if is_function else type(data).__name__
        word = getattr(data, "__name__", "") if is_function else str(data)
        raise not_an_array(argument, kind, word).error()
    if array.dtype == object and hasattr(data, "columns"):
        raise _words_in_table(data, argument).error()
    return _checked(array, argument)


def _words_in_table(table, argument):
    """Name the first column of a data frame that holds no numbers."""
    for column in table.columns:
        if np.asarray(table[column]).dtype.kind not in "biuf":
            return not_numbers(argument, ["str"], column=str(column))
    return not_numbers(argument, ["object"])


def _is_array(item):
    return isinstance(item, np.ndarray | jax.Array | Variable | dict) or hasattr(
        item, "__array__"
    )


def _checked(array, argument):
    if array.dtype == object or array.dtype.kind in "USV":
        raise _no_numbers(array, argument).error()
    if array.dtype == np.float64:
        return array.astype("float32")
    return array


def _no_numbers(array, argument) -> Finding:
    """What is wrong with an array of text or of objects."""
    items = list(array.ravel()[:1000])
    if array.dtype.kind == "U" or (items and all(isinstance(i, str) for i in items)):
        numbers = [_as_number(item) for item in items]
        if None in numbers:
            return labels_are_text(argument, array) or not_numbers(argument, ["str"])
        whole = all(number.is_integer() for number in numbers)
        return numbers_as_text(argument, repr(str(items[0])), whole)
    kinds = list(dict.fromkeys(type(item).__name__ for item in items))
    shapes = [np.shape(item) for item in items if _is_array(item)]
    return not_numbers(argument, kinds, shapes if len(shapes) == len(items) else None)


def _as_number(text):
    try:
        return float(text)
    except ValueError:
        return None


def number_of_rows(data: Any) -> int:
    """Return how many samples nested arrays hold.

    >>> number_of_rows({"a": np.zeros((5, 2))})
    5
    """
    leaves = jax.tree.leaves(data)
    return len(leaves[0]) if leaves and np.ndim(leaves[0]) else 0


def check_lengths(x: Any, y: Any, sample_weight: Any, suffix: str = "") -> None:
    """Check that all arrays have as many samples.

    Raises:
        ValueError: That names each argument with its number of samples.

    >>> check_lengths(np.zeros(3), np.zeros(3), None)
    """
    named = {"x": x, "y": y, "sample_weight": sample_weight}
    named = {f"{name}{suffix}": data for name, data in named.items()}
    counts = {
        name: [len(leaf) if np.ndim(leaf) else 0 for leaf in jax.tree.leaves(data)]
        for name, data in named.items()
    }
    found = {count for sizes in counts.values() for count in sizes}
    if len(found) <= 1 and 0 not in found:
        return
    for name, data in named.items():
        for leaf in jax.tree.leaves(data):
            if np.ndim(leaf) == 0:
                raise single_number(name, leaf).error()
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
    found = not_a_share("validation_split", validation_split)
    if found is not None:
        raise found.error()
    cut = int(np.floor(rows * (1 - validation_split)))
    if cut in (0, rows):
        raise ValueError(
            f"validation_split={validation_split} of {rows} samples leaves one part "
            "empty.\nExpected at least one sample to train and one to validate on.\n"
            "Choose another share, or pass validation_data=(x_val, y_val)."
        )
    train = jax.tree.map(lambda array: array[:cut], arrays)
    return train, jax.tree.map(lambda array: array[cut:], arrays)
