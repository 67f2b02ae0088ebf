"""The best of one measure where another is good enough, over many thresholds.

They stand between Precision and Recall at one threshold and AUC over all.
"""

import jax
import jax.numpy as jnp

from kit.losses.reduction import divide_no_nan
from kit.metrics.confusion import ThresholdMetric
from kit.metrics.thresholds import spaced_thresholds
from kit.serialization import register


class TradeoffMetric(ThresholdMetric):
    """The base: it remembers all four counts at `num_thresholds` thresholds."""

    _direction = "up"

    def __init__(self, word, least, num_thresholds, class_id, name, dtype):
        if not 0 <= least <= 1:
            raise ValueError(
                f"{type(self).__name__} has {word}={least}.\n"
                "Expected a fraction, a number in [0, 1].\n"
                f"Write for example {word}=0.9."
            )
        if num_thresholds < 1:
            raise ValueError(
                f"{type(self).__name__} has num_thresholds={num_thresholds}.\n"
                "Expected a whole number from 1 up.\n"
                "Leave it out for 200."
            )
        thresholds = [0.5]
        if num_thresholds > 1:
            thresholds = [0.0, *spaced_thresholds(num_thresholds), 1.0]
        super().__init__(thresholds, None, class_id, name, dtype)
        self.num_thresholds = num_thresholds
        self.least = least

    def recalls(self) -> jax.Array:
        """Return true positives / all positives; also called sensitivity."""
        return _part(self.true_positives, self.false_negatives)

    def precisions(self) -> jax.Array:
        """Return true positives / all answers "yes"."""
        return _part(self.true_positives, self.false_positives)

    def specificities(self) -> jax.Array:
        """Return true negatives / all negatives."""
        return _part(self.true_negatives, self.false_positives)

    def best(self, measure: jax.Array, condition: jax.Array) -> jax.Array:
        """Return the highest `measure` where `condition` reaches `least`, else 0."""
        return jnp.max(jnp.where(condition >= self.least, measure, 0.0))


def _part(this, other):
    return divide_no_nan(this.value, this + other)


@register("keras.metrics")
class SensitivityAtSpecificity(TradeoffMetric):
    """The best sensitivity (recall) where the specificity is high enough.

        result = max of TP / (TP + FN)  where  TN / (TN + FP) >= specificity

    Args:
        specificity: The least part of negatives to be recognised, in [0, 1].
        num_thresholds: How many thresholds between 0 and 1 to try.
        class_id: Judge this column alone.
        name: The word in logs.
        dtype: Number format of the result.

    >>> metric = SensitivityAtSpecificity(0.5)
    >>> float(metric([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]))
    0.5
    """

    def __init__(
        self,
        specificity: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        self.specificity = specificity
        arguments = (specificity, num_thresholds, class_id, name, dtype)
        super().__init__("specificity", *arguments)

    def result(self) -> jax.Array:
        """Return the best sensitivity so far."""
        return self.best(self.recalls(), self.specificities())


@register("keras.metrics")
class SpecificityAtSensitivity(TradeoffMetric):
    """The best specificity where the sensitivity (recall) is high enough.

        result = max of TN / (TN + FP)  where  TP / (TP + FN) >= sensitivity

    Args:
        sensitivity: The least part of positives to be found, in [0, 1].
        num_thresholds: How many thresholds between 0 and 1 to try.
        class_id: Judge this column alone.
        name: The word in logs.
        dtype: Number format of the result.

    >>> metric = SpecificityAtSensitivity(0.5)
    >>> f"{metric([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]):.3f}"
    '0.667'
    """

    def __init__(
        self,
        sensitivity: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        self.sensitivity = sensitivity
        arguments = (sensitivity, num_thresholds, class_id, name, dtype)
        super().__init__("sensitivity", *arguments)

    def result(self) -> jax.Array:
        """Return the best specificity so far."""
        return self.best(self.specificities(), self.recalls())


@register("keras.metrics")
class PrecisionAtRecall(TradeoffMetric):
    """The best precision where the recall is high enough.

        result = max of TP / (TP + FP)  where  TP / (TP + FN) >= recall

    Args:
        recall: The least part of positives to be found, in [0, 1].
        num_thresholds: How many thresholds between 0 and 1 to try.
        class_id: Judge this column alone.
        name: The word in logs.
        dtype: Number format of the result.

    >>> metric = PrecisionAtRecall(0.5)
    >>> float(metric([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]))
    0.5
    """

    def __init__(
        self,
        recall: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        self.recall = recall
        super().__init__("recall", recall, num_thresholds, class_id, name, dtype)

    def result(self) -> jax.Array:
        """Return the best precision so far."""
        return self.best(self.precisions(), self.recalls())


@register("keras.metrics")
class RecallAtPrecision(TradeoffMetric):
    """The best recall where the precision is high enough.

        result = max of TP / (TP + FN)  where  TP / (TP + FP) >= precision

    Args:
        precision: The least part of answers "yes" to be right, in [0, 1].
        num_thresholds: How many thresholds between 0 and 1 to try.
        class_id: Judge this column alone.
        name: The word in logs.
        dtype: Number format of the result.

    >>> metric = RecallAtPrecision(0.8)
    >>> float(metric([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]))
    0.5
    """

    def __init__(
        self,
        precision: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        self.precision = precision
        super().__init__("precision", precision, num_thresholds, class_id, name, dtype)

    def result(self) -> jax.Array:
        """Return the best recall so far."""
        return self.best(self.recalls(), self.precisions())
