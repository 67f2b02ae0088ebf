"""Losses of regression: how far predicted numbers are from the true ones.

The functions return one loss per sample; the classes reduce a batch to one number.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.loss import FormulaLoss
from kit.losses.pair import equal_pair, of_numbers
from kit.serialization import register


@register("keras.losses", "mse", "MSE")
@of_numbers
def mean_squared_error(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the mean of squared errors over the last axis.

        loss = mean((y_true - y_pred)^2)

    Args:
        y_true: Numbers, of the shape of `y_pred`.
        y_pred: Predictions, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> mean_squared_error([[0.0, 1.0]], [[1.0, 1.0]])
    Array([0.5], dtype=float32)
    """
    y_true, y_pred = equal_pair("mean_squared_error", y_true, y_pred)
    return jnp.mean(jnp.square(y_true - y_pred), axis=-1)


@register("keras.losses", "mae", "MAE")
@of_numbers
def mean_absolute_error(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the mean of absolute errors over the last axis.

        loss = mean(|y_true - y_pred|)

    Args:
        y_true: Numbers, of the shape of `y_pred`.
        y_pred: Predictions, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> mean_absolute_error([[0.0, 1.0]], [[3.0, 1.0]])
    Array([1.5], dtype=float32)
    """
    y_true, y_pred = equal_pair("mean_absolute_error", y_true, y_pred)
    return jnp.mean(jnp.abs(y_true - y_pred), axis=-1)


@register("keras.losses", "mape", "MAPE")
@of_numbers
def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the mean of absolute errors in percent of the true numbers.

        loss = 100 * mean(|y_true - y_pred| / max(|y_true|, 1e-7))

    Args:
        y_true: Numbers, of the shape of `y_pred`; beside 0 the loss is huge.
        y_pred: Predictions, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> mean_absolute_percentage_error([[2.0, 4.0]], [[1.0, 5.0]])
    Array([37.5], dtype=float32)
    """
    y_true, y_pred = equal_pair("mean_absolute_percentage_error", y_true, y_pred)
    size = jnp.maximum(jnp.abs(y_true), config.epsilon())
    return 100.0 * jnp.mean(jnp.abs((y_true - y_pred) / size), axis=-1)


@register("keras.losses", "msle", "MSLE")
@of_numbers
def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the mean of squared errors between logarithms.

        loss = mean((log(1 + y_true) - log(1 + y_pred))^2)

    Args:
        y_true: Numbers from 0 up, of the shape of `y_pred`; less counts as 1e-7.
        y_pred: Predictions from 0 up, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> f"{mean_squared_logarithmic_error([[0.0, 1.0]], [[1.0, 1.0]])[0]:.3f}"
    '0.240'
    """
    y_true, y_pred = equal_pair("mean_squared_logarithmic_error", y_true, y_pred)
    first = jnp.log(jnp.maximum(y_pred, config.epsilon()) + 1.0)
    second = jnp.log(jnp.maximum(y_true, config.epsilon()) + 1.0)
    return jnp.mean(jnp.square(first - second), axis=-1)


@register("keras.losses")
@of_numbers
def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> jax.Array:
    """Return errors that count as squares when small, and as a line when large.

        loss = mean(0.5 * e^2                     where |e| <= delta,
                    delta * |e| - 0.5 * delta^2   elsewhere),  e = y_pred - y_true

    Args:
        y_true: Numbers, of the shape of `y_pred`.
        y_pred: Predictions, `(batch, ..., outputs)`.
        delta: Where the square turns into a line, above 0.

    Returns:
        `(batch, ...)`.

    >>> huber([[0.0, 0.0]], [[1.0, 3.0]])
    Array([1.5], dtype=float32)
    """
    y_true, y_pred = equal_pair("huber", y_true, y_pred)
    size = jnp.abs(y_pred - y_true)
    line = delta * size - 0.5 * delta**2
    return jnp.mean(jnp.where(size <= delta, 0.5 * size**2, line), axis=-1)


@register("keras.losses", "logcosh")
@of_numbers
def log_cosh(y_true: Any, y_pred: Any) -> jax.Array:
    """Return the mean logarithm of the hyperbolic cosine of the error.

        loss = mean(log(cosh(y_pred - y_true)))

    It is about `e^2 / 2` for a small error and `|e| - log(2)` for a large one.

    Args:
        y_true: Numbers, of the shape of `y_pred`.
        y_pred: Predictions, `(batch, ..., outputs)`.

    Returns:
        `(batch, ...)`.

    >>> f"{log_cosh([[0.0, 0.0]], [[1.0, 0.0]])[0]:.4f}"
    '0.2169'
    """
    y_true, y_pred = equal_pair("log_cosh", y_true, y_pred)
    error = y_pred - y_true
    # the same as log(cosh(error)), without an exp that overflows
    return jnp.mean(error + jax.nn.softplus(-2.0 * error) - jnp.log(2.0), axis=-1)


def unit_length(x: jax.Array, axis: int) -> jax.Array:
    """Divide by the Euclidean length along an axis; shorter than 1e-7 counts as 1e-7.

    >>> unit_length(jnp.array([3.0, 4.0]), 0)
    Array([0.6, 0.8], dtype=float32)
    """
    square = jnp.sum(jnp.square(x), axis=axis, keepdims=True)
    # the larger one first: the derivative of a square root at 0 is not finite
    return x / jnp.sqrt(jnp.maximum(square, config.epsilon() ** 2))


@register("keras.losses")
def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> jax.Array:
    """Return minus the cosine of the angle between two vectors.

        loss = -sum(y_true / |y_true| * y_pred / |y_pred|)

    It is -1 for the same direction and 1 for the opposite one, so that lower is
    better; the metric of this name has no minus sign.

    Args:
        y_true: Vectors, of the shape of `y_pred`.
        y_pred: Predicted vectors, `(batch, ..., size)`.
        axis: The axis of the vectors.

    Returns:
        `(batch, ...)`.

    >>> cosine_similarity([[0.0, 2.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 1.0]])
    Array([-1., -0.], dtype=float32)
    """
    y_true, y_pred = equal_pair("cosine_similarity", y_true, y_pred)
    product = unit_length(y_true, axis) * unit_length(y_pred, axis)
    return -jnp.sum(product, axis=axis)


@register("keras.losses")
class MeanSquaredError(FormulaLoss):
    """`mean_squared_error` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(MeanSquaredError()([0.0, 1.0], [2.0, 1.0]))
    2.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "mean_squared_error",
        dtype: str | None = None,
    ):
        super().__init__(mean_squared_error, reduction, name, dtype)


@register("keras.losses")
class MeanAbsoluteError(FormulaLoss):
    """`mean_absolute_error` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(MeanAbsoluteError()([0.0, 1.0], [2.0, 1.0]))
    1.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "mean_absolute_error",
        dtype: str | None = None,
    ):
        super().__init__(mean_absolute_error, reduction, name, dtype)


@register("keras.losses")
class MeanAbsolutePercentageError(FormulaLoss):
    """`mean_absolute_percentage_error` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(MeanAbsolutePercentageError()([2.0, 1.0], [1.0, 1.0]))
    25.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "mean_absolute_percentage_error",
        dtype: str | None = None,
    ):
        super().__init__(mean_absolute_percentage_error, reduction, name, dtype)


@register("keras.losses")
class MeanSquaredLogarithmicError(FormulaLoss):
    """`mean_squared_logarithmic_error` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{MeanSquaredLogarithmicError()([0.0, 1.0], [1.0, 1.0]):.3f}"
    '0.240'
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "mean_squared_logarithmic_error",
        dtype: str | None = None,
    ):
        super().__init__(mean_squared_logarithmic_error, reduction, name, dtype)


@register("keras.losses")
class Huber(FormulaLoss):
    """`huber` of a batch: see there for the formula.

    Args:
        delta: Where the square turns into a line, above 0.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(Huber(delta=2.0)([0.0, 0.0], [1.0, 3.0]))
    2.25
    """

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str | None = "sum_over_batch_size",
        name: str = "huber_loss",
        dtype: str | None = None,
    ):
        super().__init__(huber, reduction, name, dtype, delta=delta)


@register("keras.losses")
class LogCosh(FormulaLoss):
    """`log_cosh` of a batch: see there for the formula.

    Args:
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{LogCosh()([0.0, 0.0], [1.0, 0.0]):.4f}"
    '0.2169'
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "log_cosh",
        dtype: str | None = None,
    ):
        super().__init__(log_cosh, reduction, name, dtype)


@register("keras.losses")
class CosineSimilarity(FormulaLoss):
    """`cosine_similarity` of a batch, -1 at best: see there for the formula.

    Args:
        axis: The axis of the vectors.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(CosineSimilarity()([[0.0, 1.0], [1.0, 0.0]], [[0.0, 2.0], [0.0, 2.0]]))
    -0.5
    """

    def __init__(
        self,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "cosine_similarity",
        dtype: str | None = None,
    ):
        super().__init__(cosine_similarity, reduction, name, dtype, axis=axis)
