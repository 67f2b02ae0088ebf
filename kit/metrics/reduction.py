"""Sum, Mean and the mean of a function: what most metrics are made of.

They sit on Metric; `Mean` also averages the loss over an epoch.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from kit import serialization
from kit.diagnosis.writing import nothing_returned
from kit.losses.loss import Loss
from kit.losses.pair import sample_pair, to_array
from kit.losses.reduction import broadcast_weights, divide_no_nan, weigh
from kit.metrics.metric import Metric
from kit.serialization import register, registered_name

# Functions have a place of their own, because metrics.get("mse") is the class.
FUNCTIONS = "keras.metrics.functions"


def weighted_values(
    values: Any, sample_weight: Any, dtype: str
) -> tuple[jax.Array, jax.Array]:
    """Return `weight * value` and `weight`, both of one shape `(batch, ...)`.

    >>> weighted_values([1.0, 2.0], [0.0, 3.0], "float32")[0].tolist()
    [0.0, 6.0]
    """
    values = to_array(values, dtype, "the values")
    weights = 1 if sample_weight is None else sample_weight
    weights = to_array(weights, dtype, "sample_weight")
    if values.ndim == 0:  # one number for all samples of a batch
        values = jnp.broadcast_to(values, weights.shape)
    weights = broadcast_weights(weights, values.shape)
    return weigh(values, weights), weights


@register("keras.metrics")
class Sum(Metric):
    """Add values up.

        result = sum(weight * value)

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(Sum()([1.0, 3.0, 5.0], sample_weight=[1, 1, 0]))
    4.0
    """

    def __init__(self, name: str = "sum", dtype: str | None = None):
        super().__init__(name, dtype)
        self.total = self.add_variable(name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Add the values of a batch, `(batch, ...)`."""
        weighted, _ = weighted_values(values, sample_weight, self.dtype)
        self.total.assign(self.total + jnp.sum(weighted))

    def result(self) -> jax.Array:
        """Return the sum so far."""
        return self.total.value


@register("keras.metrics")
class Mean(Metric):
    """Average values over all samples of all batches.

        result = sum(weight * value) / sum(weight)

    A value with several numbers per sample counts as their mean. Samples of weight 0
    do not count at all.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> mean = Mean()
    >>> mean.update_state([1.0, 3.0]); mean.update_state([8.0])
    >>> float(mean.result())
    4.0
    """

    def __init__(self, name: str = "mean", dtype: str | None = None):
        super().__init__(name, dtype)
        self.total = self.add_variable(name="total")
        self.count = self.add_variable(name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Take the values of a batch into account.

        Args:
            values: `(batch, ...)`, or one number.
            sample_weight: How much each sample counts, `(batch,)` or `(batch, ...)`.
        """
        weighted, weights = weighted_values(values, sample_weight, self.dtype)
        per_sample = max(weighted[:1].size, 1) if weighted.ndim else 1
        self.total.assign(self.total + jnp.sum(weighted) / per_sample)
        self.count.assign(self.count + jnp.sum(weights) / per_sample)

    def result(self) -> jax.Array:
        """Return the mean so far, 0 before the first batch."""
        return divide_no_nan(self.total.value, self.count.value)


@register("keras.metrics")
class MeanMetricWrapper(Mean):
    """Average a function of labels and predictions over all samples.

        result = mean of  fn(y_true, y_pred, **arguments)

    `(n,)` labels beside `(n, 1)` predictions are given the same shape first; Keras
    does not do this for a function of yours, which then compares all with all.
    A function that returns one number for a batch counts once per sample of it.

    Args:
        fn: `fn(y_true, y_pred)` that returns one number per sample, or a Loss.
        name: The word in logs; by default the name of the function.
        dtype: Number format of the result.
        **kwargs: More arguments for `fn`.

    >>> def squared(y_true, y_pred):
    ...     return (y_true - y_pred) ** 2
    >>> float(MeanMetricWrapper(squared)([1.0, 2.0], [[1.0], [4.0]]))
    2.0
    """

    def __init__(
        self,
        fn: Callable,
        name: str | None = None,
        dtype: str | None = None,
        **kwargs: Any,
    ):
        own_name = getattr(fn, "name", None) or getattr(fn, "__name__", None)
        super().__init__(name or own_name or "mean_metric_wrapper", dtype)
        self.fn = fn
        self.arguments = kwargs
        known = registered_name(fn)
        if isinstance(fn, Loss) or (known and known[0] == "keras.losses"):
            self._direction = "down"

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account.

        Args:
            y_true: Labels.
            y_pred: Predictions, `(batch, ...)`.
            sample_weight: How much each sample counts, `(batch,)`; 0 removes it.
        """
        y_true, y_pred = to_array(y_true), to_array(y_pred, name="y_pred")
        if jnp.issubdtype(y_pred.dtype, jnp.floating):
            y_pred = y_pred.astype(self.dtype)  # float16 outputs, float32 averages
        if isinstance(self.fn, Loss):
            values, sample_weight = _loss_values(self.fn, y_true, y_pred, sample_weight)
        else:
            y_true, y_pred = sample_pair(self.fn, y_true, y_pred)
            values = self.fn(y_true, y_pred, **self.arguments)
            found = nothing_returned(f'The metric "{self.name}"', values)
            if found is not None:
                raise found.error()
        if jnp.ndim(values) == 0 and sample_weight is None and y_pred.ndim:
            sample_weight = jnp.ones(y_pred.shape[0])
        super().update_state(values, sample_weight)

    def get_config(self) -> dict:
        """Return the arguments, with the function as its name."""
        return {
            "name": self.name,
            "dtype": self.dtype,
            "fn": serialization.serialize(self.fn),
            **serialization.serialize(self.arguments),
        }

    @classmethod
    def from_config(cls, config: dict) -> "MeanMetricWrapper":
        """Make the metric again; a function of your own must be registered."""
        fn = config.get("fn")
        if isinstance(fn, dict | str):
            config = {**config, "fn": _find_function(fn)}
        return cls(**config)


def _loss_values(loss, y_true, y_pred, sample_weight):
    """Ask a Loss for one number per sample, so that the weights can count."""
    mask = None if sample_weight is None else jnp.asarray(sample_weight) != 0
    values, mask = loss.values_and_mask(y_true, y_pred, mask)
    if mask is None:
        return values, sample_weight
    weights = jnp.asarray(1.0 if sample_weight is None else sample_weight)
    return values, broadcast_weights(weights, mask.shape) * mask


def _find_function(description):
    name = description
    if isinstance(description, dict):
        name = description.get("config")
    is_metric = isinstance(name, str) and name in serialization.registered(FUNCTIONS)
    module = FUNCTIONS if is_metric else "keras.losses"
    return serialization.get(description, module, "function")


class FormulaMetric(MeanMetricWrapper):
    """The base of kit's own mean metrics, whose function is fixed by the class.

    Each argument of the formula is an attribute: `metric.threshold`.
    """

    def __init__(self, fn, name, dtype, **arguments):
        super().__init__(fn, name, dtype, **arguments)
        vars(self).update(arguments)

    def get_config(self) -> dict:
        """Return the arguments that make the same metric."""
        return Metric.get_config(self)
