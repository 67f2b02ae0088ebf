"""Labels and predictions as two arrays of one number format and one shape.

Every formula in kit.losses and kit.metrics begins here, so that `(n,)` labels beside
`(n, 1)` predictions mean the same thing everywhere and never broadcast to `(n, n)`.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import config


def to_array(x: Any, dtype: str | None = None, name: str = "y_true") -> jax.Array:
    """Return `x` as an array; text is refused with a hint.

    >>> to_array([1, 2], "float32")
    Array([1., 2.], dtype=float32)
    """
    if _holds_text(x):
        raise ValueError(
            f"{name} holds text or mixed objects, not numbers.\n"
            "Expected numbers, for example one integer per class.\n"
            "Number the names: names, y = numpy.unique(y, return_inverse=True)."
        )
    return jnp.asarray(x, dtype)


def _holds_text(x):
    while isinstance(x, list | tuple) and x:
        x = x[0]
    is_object = isinstance(x, np.ndarray) and x.dtype.kind in "USO"
    return is_object or isinstance(x, str | bytes)


def to_float(x: Any, name: str = "y_pred") -> jax.Array:
    """Return `x` as an array of real numbers; whole numbers become `floatx`.

    >>> to_float([1, 2])
    Array([1., 2.], dtype=float32)
    """
    x = to_array(x, name=name)
    return x if jnp.issubdtype(x.dtype, jnp.floating) else x.astype(config.floatx())


def match_ranks(first: jax.Array, second: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Add or drop a last axis of size 1 where the ranks differ by one.

    Beside `(n, 1)`, `(n,)` becomes `(n, 1)`; beside `(n, t)`, `(n, t, 1)` becomes
    `(n, t)`. All other shapes stay as they are.

    >>> a, b = match_ranks(jnp.zeros(3), jnp.zeros((3, 1)))
    >>> a.shape, b.shape
    ((3, 1), (3, 1))
    """
    if first.ndim + 1 == second.ndim:
        second, first = match_ranks(second, first)
        return first, second
    if first.ndim == second.ndim + 1 and first.shape[-1] == 1:
        if second.ndim == 1:
            return first, second[:, None]
        return first[..., 0], second
    return first, second


def of_numbers(function: Callable) -> Callable:
    """Mark a formula that judges single numbers and averages those of a sample.

    Called by a Loss or Metric, such a formula takes `(n,)` for n samples of one number
    each. Called alone it averages over the last axis, as Keras's functions do.

    >>> @of_numbers
    ... def error(y_true, y_pred):
    ...     return jnp.mean(y_true - y_pred, axis=-1)
    >>> sample_pair(error, jnp.zeros(3), jnp.zeros(3))[0].shape
    (3, 1)
    """
    function.of_numbers = True
    return function


def sample_pair(
    function: Callable, y_true: jax.Array, y_pred: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """Return labels and predictions for a function that compares a whole batch.

    The ranks match, and `(n,)` becomes `(n, 1)` for a formula that is `of_numbers`:
    its values are then one for each sample, so that weights can count.
    """
    y_true, y_pred = match_ranks(y_true, y_pred)
    if getattr(function, "of_numbers", False) and y_true.ndim == y_pred.ndim == 1:
        return y_true[:, None], y_pred[:, None]
    return y_true, y_pred


def float_pair(y_true: Any, y_pred: Any) -> tuple[jax.Array, jax.Array]:
    """Return both as arrays of the predictions' number format and matching ranks.

    >>> y_true, y_pred = float_pair([1, 0], [[0.5], [0.25]])
    >>> y_true.shape, y_true.dtype.name
    ((2, 1), 'float32')
    """
    y_pred = to_float(y_pred)
    return match_ranks(to_array(y_true, y_pred.dtype), y_pred)


def equal_pair(name: str, y_true: Any, y_pred: Any) -> tuple[jax.Array, jax.Array]:
    """Return `float_pair` for a formula that compares number by number.

    Args:
        name: The formula's name, for the message.
        y_true: Labels, of the predictions' shape.
        y_pred: Predictions.

    Raises:
        ValueError: If the shapes differ.
    """
    y_true, y_pred = float_pair(y_true, y_pred)
    if y_true.shape != y_pred.shape:
        raise ValueError(
            f"The labels are {y_true.shape}, but the output is {y_pred.shape}.\n"
            f'"{name}" compares them number by number, so the shapes must be equal.\n'
            f"{_advice(y_true.shape, y_pred.shape)}"
        )
    return y_true, y_pred


def _advice(labels, output):
    """Say how to make the two shapes equal."""
    if len(labels) + 1 == len(output) and labels == output[:-1]:
        return (
            'Give the last layer 1 unit, or use loss="sparse_categorical_crossentropy"'
            f" if the labels are the classes 0 to {output[-1] - 1}."
        )
    if len(labels) == len(output) and labels[:-1] == output[:-1]:
        return f"Give the last layer {labels[-1]} units, or check the labels."
    return "Reshape the labels, or change the last layer of the model."


def class_pair(
    name: str, y_true: Any, y_pred: Any, hint: str
) -> tuple[jax.Array, jax.Array]:
    """Return one-hot labels and one column per class, both of shape `(..., classes)`.

    Args:
        name: The formula's name, for the message.
        y_true: One-hot rows.
        y_pred: One row of scores or probabilities per sample.
        hint: What to use for integer labels, such as
            `'loss="sparse_categorical_crossentropy"'`.

    Raises:
        ValueError: If the labels are integers, or of another number of classes.
    """
    y_true, y_pred = float_pair(y_true, y_pred)
    shape = y_pred.shape
    if y_true.shape in (shape[:-1], (*shape[:-1], 1)) and y_true.shape != shape:
        raise ValueError(
            f"The labels are integers of shape {y_true.shape},\n"
            f'but "{name}" expects one-hot rows of shape {shape}.\n'
            f"Either keep the labels and use {hint},\n"
            f"or convert them: y = kit.utils.to_categorical(y, {shape[-1]})."
        )
    return equal_pair(name, y_true, y_pred)


def sparse_pair(
    name: str, y_true: Any, y_pred: Any, hint: str, axis: int = -1
) -> tuple[jax.Array, jax.Array]:
    """Return integer labels `(...)` and one column per class `(..., classes)`.

    Args:
        name: The formula's name, for the message.
        y_true: Integers from 0 to classes - 1; an axis of size 1 in the place of the
            classes is dropped.
        y_pred: Scores or probabilities with an axis of classes.
        hint: What to use for one-hot labels, such as
            `'loss="categorical_crossentropy"'`.
        axis: The axis of the classes; it becomes the last one.

    Raises:
        ValueError: If the labels are one-hot rows, or of another length.
    """
    y_true, y_pred = to_array(y_true), to_float(y_pred)
    y_true = drop_class_axis(y_true, y_pred, axis)
    y_pred = jnp.moveaxis(y_pred, axis, -1)
    if y_true.shape == y_pred.shape[:-1]:
        return y_true, y_pred
    if y_true.shape == y_pred.shape:
        raise ValueError(
            f"The labels are rows of shape {y_true.shape},\n"
            f'but "{name}" expects integers of shape {y_pred.shape[:-1]}.\n'
            f"Either keep the one-hot rows and use {hint},\n"
            "or convert them: y = y.argmax(axis=-1)."
        )
    raise ValueError(
        f"The labels are {y_true.shape}, but the output is {y_pred.shape}.\n"
        f'"{name}" expects one integer per row of the output: {y_pred.shape[:-1]}.\n'
        "Reshape the labels, or change the last layer of the model."
    )


def drop_class_axis(y_true: jax.Array, y_pred: jax.Array, axis: int = -1) -> jax.Array:
    """Return integer labels without an axis of size 1 in the place of the classes.

    >>> drop_class_axis(jnp.zeros((5, 1)), jnp.zeros((5, 3))).shape
    (5,)
    """
    if y_true.ndim == y_pred.ndim and y_true.shape[axis] == 1:
        return jnp.squeeze(y_true, axis)
    return y_true
