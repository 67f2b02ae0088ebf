"""Hinge losses: they ask for a margin between the classes, not for probabilities.

The functions return one loss per sample; the classes reduce a batch to one number.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.losses.loss import FormulaLoss
from kit.losses.pair import class_pair, equal_pair, of_numbers
from kit.serialization import register


def signs(y_true: jax.Array) -> jax.Array:
    """Turn labels 0 and 1 into -1 and 1; leave them if there is any other number.

    >>> signs(jnp.array([0.0, 1.0])).tolist(), signs(jnp.array([-1.0, 1.0])).tolist()
    ([-1.0, 1.0], [-1.0, 1.0])
    """
    is_binary = jnp.all((y_true == 0) | (y_true == 1))
    return jnp.where(is_binary, 2.0 * y_true - 1.0, y_true)


@register("keras.losses")
@of_numbers
def hinge(y_true: Any, y_pred: Any) -> jax.Array:
    """Return how much is missing to a margin of 1, the mean over the last axis.

        loss = mean(max(1 - y_true * y_pred, 0))

    Args:
        y_true: Labels -1 or 1 (or 0 or 1), of the shape of `y_pred`.
        y_pred: Real numbers, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> hinge([[1.0, -1.0]], [[0.5, -2.0]])
    Array([0.25], dtype=float32)
    """
    y_true, y_pred = equal_pair("hinge", y_true, y_pred)
    return jnp.mean(jnp.maximum(1.0 - signs(y_true) * y_pred, 0.0), axis=-1)


@register("keras.losses")
@of_numbers
def squared_hinge(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the square of what is missing to a margin of 1, as a mean.

        loss = mean(max(1 - y_true * y_pred, 0)^2)

    Args:
        y_true: Labels -1 or 1 (or 0 or 1), of the shape of `y_pred`.
        y_pred: Real numbers, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> squared_hinge([[1.0, -1.0]], [[0.5, -2.0]])
    Array([0.125], dtype=float32)
    """
    y_true, y_pred = equal_pair("squared_hinge", y_true, y_pred)
    missing = jnp.maximum(1.0 - signs(y_true) * y_pred, 0.0)
    return jnp.mean(jnp.square(missing), axis=-1)


@register("keras.losses")
def categorical_hinge(y_true: Any, y_pred: Any) -> jax.Array:
    """Return what the right class lacks to lead the best wrong one by 1.

        loss = max(best wrong score - right score + 1, 0)

    Args:
        y_true: One-hot rows, of the shape of `y_pred`.
        y_pred: Scores, `(batch, ..., classes)`.

    Returns:
        `(batch, ...)`.

    >>> categorical_hinge([[0, 1, 0]], [[0.5, 1.0, 0.25]])
    Array([0.5], dtype=float32)
    """
    y_true, y_pred = class_pair(
        "categorical_hinge", y_true, y_pred, hint='"sparse_categorical_crossentropy"'
    )
    right = jnp.sum(y_true * y_pred, axis=-1)
    wrong = jnp.max((1.0 - y_true) * y_pred, axis=-1)
    return jnp.maximum(wrong - right + 1.0, 0.0)


@register("keras.losses")
class Hinge(FormulaLoss):
    """`hinge` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(Hinge()([1.0, -1.0], [0.5, -2.0]))
    0.25
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "hinge",
        dtype: str | None = None,
    ):
        super().__init__(hinge, reduction, name, dtype)


@register("keras.losses")
class SquaredHinge(FormulaLoss):
    """`squared_hinge` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(SquaredHinge()([1.0, -1.0], [0.5, -2.0]))
    0.125
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "squared_hinge",
        dtype: str | None = None,
    ):
        super().__init__(squared_hinge, reduction, name, dtype)


@register("keras.losses")
class CategoricalHinge(FormulaLoss):
    """`categorical_hinge` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(CategoricalHinge()([[0, 1, 0]], [[0.5, 1.0, 0.25]]))
    0.5
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_hinge",
        dtype: str | None = None,
    ):
        super().__init__(categorical_hinge, reduction, name, dtype)
