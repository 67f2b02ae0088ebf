"""fit_input: gives an array the rank that a model's Input asks for, or says why not.

As in Keras, a missing or superfluous last axis of size 1 is added or dropped. Unlike
Keras, a single sample without its batch axis is not mistaken for a batch.
"""

from typing import Any

import jax.numpy as jnp

from kit.diagnosis.shapes import (
    batch_in_input_shape,
    no_batch_axis,
    other_input_shape,
)


def fit_input(array: Any, shape: tuple, name: str) -> Any:
    """Return the array in the rank of `shape`.

    Args:
        array: Values with a batch axis.
        shape: The Input's shape, with `None` for the batch.
        name: The Input's name, for messages.

    Raises:
        ValueError: If the array cannot belong to this Input.

    >>> fit_input(jnp.zeros((5, 28, 28)), (None, 28, 28, 1), "digits").shape
    (5, 28, 28, 1)
    """
    array = jnp.asarray(array)
    found = array.shape
    if len(found) == len(shape) and _agree(found, shape):
        return array
    if len(found) == len(shape) + 1 and found[-1] == 1 and _agree(found[:-1], shape):
        return array[..., 0]
    if len(found) == len(shape) - 1 and shape[-1] == 1 and _agree(found, shape[:-1]):
        return array[..., None]
    raise _finding(found, shape, name).error()


def _agree(found, shape):
    pairs = zip(found, shape, strict=True)
    return all(size is None or size == n for n, size in pairs)


def _finding(found, shape, name):
    array = "x"
    return (
        no_batch_axis(array, found, shape, "predict")
        or batch_in_input_shape(array, found, shape, name)
        or other_input_shape(array, found, shape)
    )
