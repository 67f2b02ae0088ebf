"""F-scores: precision and recall of every class joined in one number.

They count decisions like confusion.py, one column per class.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.reduction import broadcast_weights, weigh
from kit.metrics.metric import Metric
from kit.metrics.thresholds import decision_pair
from kit.serialization import register

AVERAGES = (None, "micro", "macro", "weighted")


@register("keras.metrics", "fbeta_score")
class FBetaScore(Metric):
    """The harmonic mean of precision and recall, with more or less weight on recall.

        result = (1 + beta^2) * precision * recall / (beta^2 * precision + recall)

    Args:
        average: None for one score per class, `"macro"` for their mean, `"weighted"`
            for their mean by number of labels, `"micro"` for one score of all
            decisions together.
        beta: Above 0; 2 counts recall more, 0.5 counts precision more.
        threshold: Scores above it are "yes", in (0, 1]; by default the highest of each
            row is.
        name: The word in logs.
        dtype: Number format of the result.

    >>> y_true = [[1, 1, 1], [1, 0, 0], [1, 1, 0]]
    >>> y_pred = [[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0.0]]
    >>> FBetaScore(beta=2.0, threshold=0.5)(y_true, y_pred)
    Array([0.3846154 , 0.90909094, 0.8333333 ], dtype=float32)
    """

    _direction = "up"

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str = "fbeta_score",
        dtype: str | None = None,
    ):
        super().__init__(name, dtype)
        if average not in AVERAGES:
            raise ValueError(
                f'"{self.name}" has average={average!r}.\n'
                'Expected "micro", "macro", "weighted" or None.\n'
                "Leave it out for one score per class."
            )
        if beta <= 0:
            raise ValueError(
                f'"{self.name}" has beta={beta}.\n'
                "Expected a number above 0.\n"
                "Write for example beta=1.0, or use F1Score."
            )
        if threshold is not None and not 0 < threshold <= 1:
            raise ValueError(
                f'"{self.name}" has threshold={threshold}.\n'
                "Expected a number above 0 and up to 1.\n"
                "Write for example threshold=0.5, or leave it out."
            )
        self.average = average
        self.beta = beta
        self.threshold = threshold
        self.built = False

    def build(
        self, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
    ) -> None:
        """Add one set of counts for every class."""
        if self.built:
            return
        if len(y_pred_shape) != 2 or len(y_true_shape) != 2:
            raise ValueError(
                f'"{self.name}" got labels {y_true_shape} '
                f"and predictions {y_pred_shape}.\n"
                "Expected one column per class in both: (batch, classes).\n"
                "Convert integers: y = kit.utils.to_categorical(y, number_of_classes)."
            )
        shape = () if self.average == "micro" else (y_pred_shape[-1],)
        self.true_positives = self.add_variable(shape, name="true_positives")
        self.false_positives = self.add_variable(shape, name="false_positives")
        self.false_negatives = self.add_variable(shape, name="false_negatives")
        self.built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account.

        Args:
            y_true: One-hot rows or several labels 0 or 1, `(batch, classes)`.
            y_pred: Scores, `(batch, classes)`.
            sample_weight: How much each sample counts, `(batch,)`; 0 removes it.
        """
        y_true, y_pred = decision_pair(self.name, y_true, y_pred, self.dtype)
        self.build(y_true.shape, y_pred.shape)
        chosen = self._decide(y_pred)
        weights = jnp.asarray(1.0 if sample_weight is None else sample_weight)
        weights = broadcast_weights(weights, y_pred.shape)
        axis = None if self.average == "micro" else 0
        for variable, hits in (
            (self.true_positives, chosen * y_true),
            (self.false_positives, chosen * (1 - y_true)),
            (self.false_negatives, (1 - chosen) * y_true),
        ):
            variable.assign(variable + jnp.sum(weigh(hits, weights), axis=axis))

    def _decide(self, y_pred):
        """Return 1 for "yes" and 0 for "no", `(batch, classes)`."""
        if self.threshold is not None:
            return (y_pred > self.threshold).astype(y_pred.dtype)
        best = y_pred >= jnp.max(y_pred, axis=-1, keepdims=True)
        # a row of zeros has no highest score
        return (best & (jnp.abs(y_pred) > 1e-9)).astype(y_pred.dtype)

    def result(self) -> jax.Array:
        """Return the score so far: one number, or one for every class."""
        tiny = config.epsilon()
        tp = self.true_positives.value
        labels = tp + self.false_negatives
        precision = tp / (tp + self.false_positives + tiny)
        recall = tp / (labels + tiny)
        square = self.beta**2
        scores = (1 + square) * precision * recall
        scores = scores / (square * precision + recall + tiny)
        if self.average == "weighted":
            return jnp.sum(scores * labels / (jnp.sum(labels) + tiny))
        return scores if self.average is None else jnp.mean(scores)


@register("keras.metrics")
class F1Score(FBetaScore):
    """The harmonic mean of precision and recall.

        result = 2 * precision * recall / (precision + recall)

    Args:
        average: None for one score per class, `"macro"` for their mean, `"weighted"`
            for their mean by number of labels, `"micro"` for one score of all
            decisions together.
        threshold: Scores above it are "yes"; by default the highest of each row is.
        name: The word in logs.
        dtype: Number format of the result.

    >>> y_true = [[1, 1, 1], [1, 0, 0], [1, 1, 0]]
    >>> y_pred = [[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0.0]]
    >>> F1Score(threshold=0.5)(y_true, y_pred)
    Array([0.5      , 0.8      , 0.6666666], dtype=float32)
    """

    def __init__(
        self,
        average: str | None = None,
        threshold: float | None = None,
        name: str = "f1_score",
        dtype: str | None = None,
    ):
        super().__init__(average, 1.0, threshold, name, dtype)
