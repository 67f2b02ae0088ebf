"""Metrics of regression: means of errors, their root, and the score R2.

The formulas of the plain means are the functions of kit.losses.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.losses.pair import equal_pair
from kit.losses.regression import (
    log_cosh,
    mean_absolute_error,
    mean_absolute_percentage_error,
    mean_squared_error,
    mean_squared_logarithmic_error,
    unit_length,
)
from kit.metrics.reduction import FUNCTIONS, FormulaMetric, Mean
from kit.serialization import register


@register(FUNCTIONS)
def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> jax.Array:
    """Return the cosine of the angle between two vectors.

        value = sum(y_true / |y_true| * y_pred / |y_pred|)

    It is 1 for the same direction; the loss of this name has a minus sign.

    Args:
        y_true: Vectors, of the shape of `y_pred`.
        y_pred: Predicted vectors, `(batch, ..., size)`.
        axis: The axis of the vectors.

    Returns:
        `(batch, ...)`, in [-1, 1].

    >>> cosine_similarity([[0.0, 2.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0]])
    Array([1., 0.], dtype=float32)
    """
    y_true, y_pred = equal_pair("cosine_similarity", y_true, y_pred)
    product = unit_length(y_true, axis) * unit_length(y_pred, axis)
    return jnp.sum(product, axis=axis)


@register("keras.metrics", "mse", "MSE")
class MeanSquaredError(FormulaMetric):
    """The mean of `mean_squared_error`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(MeanSquaredError()([0.0, 1.0], [2.0, 1.0]))
    2.0
    """

    def __init__(self, name: str = "mean_squared_error", dtype: str | None = None):
        super().__init__(mean_squared_error, name, dtype)


@register("keras.metrics", "mae", "MAE")
class MeanAbsoluteError(FormulaMetric):
    """The mean of `mean_absolute_error`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(MeanAbsoluteError()([0.0, 1.0], [2.0, 1.0]))
    1.0
    """

    def __init__(self, name: str = "mean_absolute_error", dtype: str | None = None):
        super().__init__(mean_absolute_error, name, dtype)


@register("keras.metrics", "mape", "MAPE")
class MeanAbsolutePercentageError(FormulaMetric):
    """The mean of `mean_absolute_percentage_error`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(MeanAbsolutePercentageError()([2.0, 1.0], [1.0, 1.0]))
    25.0
    """

    def __init__(
        self, name: str = "mean_absolute_percentage_error", dtype: str | None = None
    ):
        super().__init__(mean_absolute_percentage_error, name, dtype)


@register("keras.metrics", "msle", "MSLE")
class MeanSquaredLogarithmicError(FormulaMetric):
    """The mean of `mean_squared_logarithmic_error`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{MeanSquaredLogarithmicError()([0.0, 1.0], [1.0, 1.0]):.3f}"
    '0.240'
    """

    def __init__(
        self, name: str = "mean_squared_logarithmic_error", dtype: str | None = None
    ):
        super().__init__(mean_squared_logarithmic_error, name, dtype)


@register("keras.metrics", "logcosh", "log_cosh")
class LogCoshError(FormulaMetric):
    """The mean of `log_cosh`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{LogCoshError()([0.0, 0.0], [1.0, 0.0]):.4f}"
    '0.2169'
    """

    def __init__(self, name: str = "logcosh", dtype: str | None = None):
        super().__init__(log_cosh, name, dtype)


@register("keras.metrics")
class CosineSimilarity(FormulaMetric):
    """The mean of `cosine_similarity`, 1 at best.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        axis: The axis of the vectors.

    >>> float(CosineSimilarity()([[0.0, 1.0], [1.0, 0.0]], [[0.0, 2.0], [0.0, 2.0]]))
    0.5
    """

    _direction = "up"

    def __init__(
        self,
        name: str = "cosine_similarity",
        dtype: str | None = None,
        axis: int = -1,
    ):
        super().__init__(cosine_similarity, name, dtype, axis=axis)


@register("keras.metrics", "rmse", "RMSE")
class RootMeanSquaredError(Mean):
    """The root of the mean of all squared errors.

        result = sqrt(mean((y_true - y_pred)^2))

    It has the unit of the labels. The root is taken once, over all batches together.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(RootMeanSquaredError()([0.0, 1.0], [2.0, 3.0]))
    2.0
    """

    _direction = "down"

    def __init__(self, name: str = "root_mean_squared_error", dtype: str | None = None):
        super().__init__(name, dtype)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take the squared errors of a batch, `(batch, ...)`, into account."""
        y_pred = jnp.asarray(y_pred, self.dtype)
        y_true, y_pred = equal_pair("root_mean_squared_error", y_true, y_pred)
        super().update_state(jnp.square(y_true - y_pred), sample_weight)

    def result(self) -> jax.Array:
        """Return the root of the mean so far."""
        return jnp.sqrt(super().result())
