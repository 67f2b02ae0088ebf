"""Correlations between the numbers of a label and those of a prediction.

Each sample gives one correlation, along an axis; the classes average them.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.pair import equal_pair
from kit.metrics.reduction import FUNCTIONS, FormulaMetric
from kit.serialization import register


@register(FUNCTIONS)
def pearson_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> jax.Array:
    """Return how well a line describes the relation of two rows of numbers.

        value = covariance(y_true, y_pred) / (std(y_true) * std(y_pred))

    Args:
        y_true: Numbers, of the shape of `y_pred`.
        y_pred: Predictions, `(batch, ..., size)`; a row of equal numbers gives NaN.
        axis: The axis of the rows.

    Returns:
        `(batch, ...)`, in [-1, 1].

    >>> f"{pearson_correlation([[0.0, 1.0, 2.0]], [[1.0, 3.0, 5.0]])[0]:.3f}"
    '1.000'
    """
    y_true, y_pred = equal_pair("pearson_correlation", y_true, y_pred)
    y_true = y_true - jnp.mean(y_true, axis=axis, keepdims=True)
    y_pred = y_pred - jnp.mean(y_pred, axis=axis, keepdims=True)
    scale = jnp.std(y_true, axis=axis) * jnp.std(y_pred, axis=axis)
    return jnp.mean(y_true * y_pred, axis=axis) / scale


@register(FUNCTIONS)
def concordance_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> jax.Array:
    """Return how close two rows of numbers are to being equal (Lin).

        value = 2 * covariance / (var(y_true) + var(y_pred) + (difference of means)^2)

    Args:
        y_true: Numbers, of the shape of `y_pred`.
        y_pred: Predictions, `(batch, ..., size)`.
        axis: The axis of the rows.

    Returns:
        `(batch, ...)`, in [-1, 1]; 1 only for equal rows.

    >>> f"{concordance_correlation([[0.0, 1.0, 2.0]], [[1.0, 2.0, 3.0]])[0]:.3f}"
    '0.571'
    """
    y_true, y_pred = equal_pair("concordance_correlation", y_true, y_pred)
    mean_true = jnp.mean(y_true, axis=axis, keepdims=True)
    mean_pred = jnp.mean(y_pred, axis=axis, keepdims=True)
    covariance = jnp.mean((y_true - mean_true) * (y_pred - mean_pred), axis=axis)
    variances = jnp.var(y_true, axis=axis) + jnp.var(y_pred, axis=axis)
    shift = jnp.squeeze(jnp.square(mean_true - mean_pred), axis)
    return 2 * covariance / (variances + shift + config.epsilon())


@register("keras.metrics")
class PearsonCorrelation(FormulaMetric):
    """The mean of `pearson_correlation`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        axis: The axis of the rows.

    >>> f"{PearsonCorrelation()([[0.0, 1.0, 2.0]], [[1.0, 3.0, 5.0]]):.3f}"
    '1.000'
    """

    _direction = "up"

    def __init__(
        self,
        name: str = "pearson_correlation",
        dtype: str | None = None,
        axis: int = -1,
    ):
        super().__init__(pearson_correlation, name, dtype, axis=axis)


@register("keras.metrics")
class ConcordanceCorrelation(FormulaMetric):
    """The mean of `concordance_correlation`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        axis: The axis of the rows.

    >>> f"{ConcordanceCorrelation()([[0.0, 1.0, 2.0]], [[1.0, 2.0, 3.0]]):.3f}"
    '0.571'
    """

    _direction = "up"

    def __init__(
        self,
        name: str = "concordance_correlation",
        dtype: str | None = None,
        axis: int = -1,
    ):
        super().__init__(concordance_correlation, name, dtype, axis=axis)
