"""R2Score: which part of the variance of the labels a regression explains.

It keeps a running mean and variance, so that it needs one pass over the data.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.losses.pair import equal_pair
from kit.losses.reduction import broadcast_weights, divide_no_nan, weigh
from kit.metrics.metric import Metric
from kit.serialization import register

AGGREGATIONS = (None, "uniform_average", "variance_weighted_average")


@register("keras.metrics")
class R2Score(Metric):
    """The part of the variance of the labels that predictions explain.

        result = 1 - sum((y_true - y_pred)^2) / sum((y_true - mean(y_true))^2)

    1 is perfect, 0 is as good as the mean of the labels, and it may be negative.

    Args:
        class_aggregation: How to join the scores of several outputs:
            `"uniform_average"`, `"variance_weighted_average"`, or None to keep them.
        num_regressors: Number of inputs of the model, for the adjusted score
            `1 - (1 - R2) * (n - 1) / (n - num_regressors - 1)`; 0 for the plain one.
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{R2Score()([[1.0], [4.0], [3.0]], [[2.0], [4.0], [4.0]]):.4f}"
    '0.5714'
    """

    _direction = "up"

    def __init__(
        self,
        class_aggregation: str | None = "uniform_average",
        num_regressors: int = 0,
        name: str = "r2_score",
        dtype: str | None = None,
    ):
        super().__init__(name, dtype)
        if class_aggregation not in AGGREGATIONS:
            raise ValueError(
                f"R2Score has class_aggregation={class_aggregation!r}.\n"
                'Expected "uniform_average", "variance_weighted_average" or None.\n'
                "Leave it out for the mean of the outputs."
            )
        if num_regressors < 0:
            raise ValueError(
                f"R2Score has num_regressors={num_regressors}.\n"
                "Expected the number of inputs of the model, 0 or more.\n"
                "Leave it out for the plain score."
            )
        self.class_aggregation = class_aggregation
        self.num_regressors = num_regressors
        self.num_samples = self.add_variable(name="num_samples")
        self.built = False

    def build(
        self, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
    ) -> None:
        """Add one set of sums for every output."""
        if self.built:
            return
        if len(y_pred_shape) not in (1, 2):
            raise ValueError(
                f"R2Score received predictions of shape {y_pred_shape}.\n"
                "Expected (batch, outputs) or (batch,).\n"
                "Flatten them first, for example with a Flatten layer."
            )
        outputs = y_pred_shape[1:] or (1,)
        self.count = self.add_variable(outputs, name="count")
        self.mean = self.add_variable(outputs, name="mean")
        self.spread = self.add_variable(outputs, name="spread")
        self.residual = self.add_variable(outputs, name="residual")
        self.built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch of `(batch, outputs)` into account."""
        y_true, y_pred = equal_pair(self.name, y_true, jnp.asarray(y_pred, self.dtype))
        self.build(y_true.shape, y_pred.shape)
        if y_true.ndim == 1:
            y_true, y_pred = y_true[:, None], y_pred[:, None]
        weights = jnp.asarray(1.0 if sample_weight is None else sample_weight)
        weights = broadcast_weights(weights, y_true.shape)
        errors = weigh(jnp.square(y_true - y_pred), weights)
        self.residual.assign(self.residual + jnp.sum(errors, axis=0))
        self.num_samples.assign(self.num_samples + jnp.sum(weights != 0))
        self._join_spread(y_true, weights)

    def _join_spread(self, y_true, weights):
        """Join the mean and spread of a batch to those so far (Chan's formula).

        Unlike sums of squares it loses no digits when the mean is large.
        """
        count = jnp.sum(weights, axis=0)
        mean = divide_no_nan(jnp.sum(weigh(y_true, weights), axis=0), count)
        spread = jnp.sum(weigh(jnp.square(y_true - mean), weights), axis=0)
        step = mean - self.mean
        total = self.count + count
        share = divide_no_nan(count, total)
        self.spread.assign(self.spread + spread + step**2 * self.count * share)
        self.mean.assign(self.mean + step * share)
        self.count.assign(total)

    def result(self) -> jax.Array:
        """Return the score so far: one number, or one for every output."""
        spread = self.spread.value
        scores = 1 - self.residual / spread
        scores = jnp.where(jnp.isinf(scores), 0.0, scores)
        if self.class_aggregation == "uniform_average":
            scores = jnp.mean(scores)
        elif self.class_aggregation == "variance_weighted_average":
            scores = jnp.sum(spread * scores) / jnp.sum(spread)
        return self._adjusted(scores)

    def _adjusted(self, score):
        """Correct for the number of inputs where there are enough samples for it."""
        if self.num_regressors == 0:
            return score
        free = self.num_samples - self.num_regressors - 1
        adjusted = 1 - (1 - score) * (self.num_samples - 1) / jnp.maximum(free, 1)
        return jnp.where(free > 0, adjusted, score)
