"""Facts about the data of fit, evaluate and predict: a look at some of its rows."""

from dataclasses import dataclass, field
from typing import Any

import jax
import numpy as np

from kit.diagnosis.arrays import Values, look_at_inputs, look_at_labels
from kit.training.data_source import ArraySource


@dataclass
class DataFacts:
    """What was seen of the data of one call.

    Args:
        call: `"fit"`, `"evaluate"` or `"predict"`.
        x: Its inputs.
        y: Its labels, empty without any.
        x_val: The inputs to validate on.
        y_val: The labels to validate on.
        whole: Whether all samples were there to be seen, as arrays are.
        by_split: Whether the validation was cut off by `validation_split`.
        shuffle: As in fit.
        batch_size: Samples per step.
        weighted: Whether samples have weights of their own.
        same: Whether the validation is the training data itself.
    """

    call: str
    x: list[Values] = field(default_factory=list)
    y: list[Values] = field(default_factory=list)
    x_val: list[Values] = field(default_factory=list)
    y_val: list[Values] = field(default_factory=list)
    whole: bool = True
    by_split: bool = False
    shuffle: Any = True
    batch_size: int = 32
    weighted: bool = False
    same: bool = False


def look_at(call: str, source: Any, validation: Any = None) -> DataFacts:
    """Look at the data of a call, at a few rows of each array.

    Args:
        call: The method that got the data.
        source: Where its batches come from.
        validation: Where those to validate on come from, or None.
    """
    x, y, weight = _arrays(source)
    facts = DataFacts(
        call=call,
        x=_looked_at(x, "x", look_at_inputs),
        y=_looked_at(y, "y", look_at_labels),
        whole=isinstance(source, ArraySource),
        shuffle=source.shuffle,
        batch_size=getattr(source, "batch_size", None) or 32,
        weighted=weight is not None,
    )
    if validation is not None:
        x_val, y_val, _ = _arrays(validation)
        facts.x_val = _looked_at(x_val, "x_val", look_at_inputs)
        facts.y_val = _looked_at(y_val, "y_val", look_at_labels)
        facts.same = _is_same(x, x_val)
        facts.whole = facts.whole and isinstance(validation, ArraySource)
    return facts


def look_at_batch(example: tuple) -> DataFacts:
    """Look at the labels of a batch that came without its data set.

    >>> look_at_batch((np.zeros((2, 1)), np.array([0, 1]), None)).y[0].high
    1.0
    """
    y = _looked_at(example[1], "y", look_at_labels)
    return DataFacts("batch", y=y, whole=False, weighted=example[2] is not None)


def _arrays(source):
    """The arrays as the user gave them, or the first batch of a stream."""
    if isinstance(source, ArraySource):
        return source.given
    return source.example()


def _looked_at(structure, name, look):
    found = []
    for path, leaf in jax.tree_util.tree_leaves_with_path(structure):
        place = "".join(str(step) for step in path)
        if np.ndim(leaf) and len(leaf):
            found.append(look(_readable(leaf), f"{name}{place}"))
    return found


def _readable(array):
    """A NumPy array that shares the memory, or the first rows from a device."""
    if not isinstance(array, jax.Array):
        return array
    if all(device.platform == "cpu" for device in array.devices()):
        return np.asarray(array)
    if array.nbytes <= 2**20:
        return np.asarray(array)
    return np.asarray(array[:256])


def _is_same(x, x_val):
    one, other = jax.tree.leaves(x), jax.tree.leaves(x_val)
    return bool(one) and len(one) == len(other) and all(map(_is_same_array, one, other))


def _is_same_array(one, other):
    if one is other:
        return True
    both = isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
    return both and one.shape == other.shape and one.ctypes.data == other.ctypes.data
