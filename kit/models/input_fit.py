"""fit_input: gives an array the rank that a model's Input asks for, or says why not.

As in Keras, a missing or superfluous last axis of size 1 is added or dropped. Unlike
Keras, a single sample without its batch axis is not mistaken for a batch.
"""

from typing import Any

import jax.numpy as jnp


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
    raise ValueError(_message(found, shape, name))


def _agree(found, shape):
    pairs = zip(found, shape, strict=True)
    return all(size is None or size == n for n, size in pairs)


def _message(found, shape, name):
    what = f'Input "{name}" received an array of shape {found}.\n'
    sample = shape[1:]
    if found == tuple(sample) or (*found, 1) == tuple(sample):
        return (
            what + f"Expected a batch of shape {shape}: one sample needs a batch axis "
            "too.\nWrite x[None] for one sample, or x[:1] to take the first of many."
        )
    if len(found) == len(shape):
        axis = next(
            i
            for i, (n, size) in enumerate(zip(found, shape, strict=True))
            if size is not None and n != size
        )
        return (
            what + f"Expected {shape}: size {shape[axis]} along axis {axis}, "
            f"found {found[axis]}.\n"
            "Change the Input's shape, or reshape the data."
        )
    return (
        what + f"Expected {len(shape)} axes: {shape}.\n"
        f"Reshape the data: x = x.reshape({(-1, *sample)})."
    )
