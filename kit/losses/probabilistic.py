"""Losses that compare distributions and counts: Kullback-Leibler and Poisson.

The functions return one loss per sample; the classes reduce a batch to one number.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.loss import FormulaLoss
from kit.losses.pair import equal_pair, of_numbers
from kit.serialization import register


@register("keras.losses", "kld", "KLD", "kullback_leibler_divergence")
def kl_divergence(y_true: Any, y_pred: Any) -> jax.Array:
    """Return how far one distribution is from another (Kullback and Leibler).

        loss = sum(y_true * log(y_true / y_pred))

    Args:
        y_true: Probabilities, of the shape of `y_pred`; clipped to [1e-7, 1].
        y_pred: Predicted probabilities, `(batch, ..., classes)`; clipped as well.

    Returns:
        `(batch, ...)`, 0 for equal distributions.

    >>> f"{kl_divergence([[0.5, 0.5]], [[0.25, 0.75]])[0]:.4f}"
    '0.1438'
    """
    y_true, y_pred = equal_pair("kl_divergence", y_true, y_pred)
    y_true = jnp.clip(y_true, config.epsilon(), 1)
    y_pred = jnp.clip(y_pred, config.epsilon(), 1)
    return jnp.sum(y_true * jnp.log(y_true / y_pred), axis=-1)


@register("keras.losses")
@of_numbers
def poisson(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the loss of counts, up to a constant that does not depend on `y_pred`.

        loss = mean(y_pred - y_true * log(y_pred))

    Args:
        y_true: Counts from 0 up, of the shape of `y_pred`.
        y_pred: Expected counts above 0, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> f"{poisson([[3.0, 0.0]], [[1.0, 2.0]])[0]:.3f}"
    '1.500'
    """
    y_true, y_pred = equal_pair("poisson", y_true, y_pred)
    return jnp.mean(y_pred - y_true * jnp.log(y_pred + config.epsilon()), axis=-1)


@register("keras.losses")
class KLDivergence(FormulaLoss):
    """`kl_divergence` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(KLDivergence()([[0.5, 0.5]], [[0.5, 0.5]]))
    0.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "kl_divergence",
        dtype: str | None = None,
    ):
        super().__init__(kl_divergence, reduction, name, dtype)


@register("keras.losses")
class Poisson(FormulaLoss):
    """`poisson` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{Poisson()([3.0, 0.0], [1.0, 2.0]):.3f}"
    '1.500'
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "poisson",
        dtype: str | None = None,
    ):
        super().__init__(poisson, reduction, name, dtype)
