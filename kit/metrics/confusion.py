"""Metrics of yes/no decisions: the four counts, Precision and Recall.

They count decisions `y_pred > threshold`; thresholds.py has the counting.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit.losses.reduction import divide_no_nan
from kit.metrics.metric import Metric
from kit.metrics.thresholds import (
    LOWEST,
    Counts,
    count_decisions,
    decision_pair,
    only_top_k,
    threshold_list,
)
from kit.serialization import register


class ThresholdMetric(Metric):
    """The base of metrics that remember some of the four counts at some thresholds.

    A subclass names what it remembers in `kinds`, as fields of `Counts`.
    """

    kinds: tuple[str, ...] = Counts._fields

    def __init__(self, thresholds, top_k, class_id, name, dtype):
        super().__init__(name, dtype)
        self.thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        default = 0.5 if top_k is None else LOWEST
        self._given = threshold_list(self.name, thresholds, default)
        for kind in self.kinds:
            variable = self.add_variable((len(self._given),), name=kind)
            setattr(self, kind, variable)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account.

        Args:
            y_true: Labels 0 or 1, of the shape of `y_pred`.
            y_pred: Probabilities, `(batch,)`, `(batch, 1)` or `(batch, classes)`.
            sample_weight: How much each sample counts, `(batch,)`; 0 removes it.
        """
        y_true, y_pred = decision_pair(self.name, y_true, y_pred, self.dtype)
        if self.top_k is not None:
            y_pred = only_top_k(y_pred, self.top_k)
        if self.class_id is not None:
            y_true, y_pred = self._one_class(y_true), self._one_class(y_pred)
        # counting wants rising thresholds, results come in the order that was given
        order = np.argsort(self._given)
        rising = jnp.asarray(self._given, y_pred.dtype)[order]
        counts = count_decisions(y_true, y_pred, rising, sample_weight)
        back = np.argsort(order)
        for kind in self.kinds:
            variable = getattr(self, kind)
            variable.assign(variable + getattr(counts, kind)[back])

    def _one_class(self, x):
        if x.ndim < 2:
            raise ValueError(
                f'"{self.name}" has class_id={self.class_id}, but no classes came.\n'
                f"Expected predictions of shape (batch, classes), not {x.shape}.\n"
                "Leave class_id out for one output per sample."
            )
        return x[..., self.class_id]

    def _one_or_all(self, values):
        """Return a number for a single threshold, else one for each."""
        return values[0] if len(self._given) == 1 else values


class CountMetric(ThresholdMetric):
    """The base of the four counts, each of which remembers itself alone."""

    def __init__(self, thresholds, name, dtype):
        super().__init__(thresholds, None, None, name, dtype)

    def result(self) -> jax.Array:
        """Return the count so far: one number, or one for every threshold."""
        return self._one_or_all(getattr(self, self.kinds[0]).value)


@register("keras.metrics")
class TruePositives(CountMetric):
    """How often the answer "yes" was right.

        result = sum(weight where y_true is 1 and y_pred > threshold)

    Args:
        thresholds: One number or several in [0, 1]; by default 0.5.
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(TruePositives()([0, 1, 1, 1], [1, 0, 1, 1]))
    2.0
    """

    kinds = ("true_positives",)

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(thresholds, name, dtype)


@register("keras.metrics")
class FalsePositives(CountMetric):
    """How often the answer "yes" was wrong.

        result = sum(weight where y_true is 0 and y_pred > threshold)

    Args:
        thresholds: One number or several in [0, 1]; by default 0.5.
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(FalsePositives()([0, 1, 0, 0], [0, 0, 1, 1]))
    2.0
    """

    kinds = ("false_positives",)

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(thresholds, name, dtype)


@register("keras.metrics")
class TrueNegatives(CountMetric):
    """How often the answer "no" was right.

        result = sum(weight where y_true is 0 and y_pred <= threshold)

    Args:
        thresholds: One number or several in [0, 1]; by default 0.5.
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(TrueNegatives()([0, 1, 0, 0], [1, 1, 0, 0]))
    2.0
    """

    kinds = ("true_negatives",)

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(thresholds, name, dtype)


@register("keras.metrics")
class FalseNegatives(CountMetric):
    """How often the answer "no" was wrong.

        result = sum(weight where y_true is 1 and y_pred <= threshold)

    Args:
        thresholds: One number or several in [0, 1]; by default 0.5.
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(FalseNegatives()([0, 1, 1, 1], [0, 1, 0, 0]))
    2.0
    """

    kinds = ("false_negatives",)

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(thresholds, name, dtype)


@register("keras.metrics")
class Precision(ThresholdMetric):
    """Of all answers "yes", the part that is right.

        result = true positives / (true positives + false positives)

    0 while there is no answer "yes".

    Args:
        thresholds: One number or several in [0, 1]; by default 0.5. Write 0 for
            predictions before the sigmoid.
        top_k: The `k` highest scores of each sample are "yes", whatever they are.
        class_id: Judge this column alone.
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{Precision()([0, 1, 1, 1], [1, 0, 1, 1]):.3f}"
    '0.667'
    """

    _direction = "up"
    kinds = ("true_positives", "false_positives")

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(thresholds, top_k, class_id, name, dtype)

    def result(self) -> jax.Array:
        """Return the precision so far: one number, or one for every threshold."""
        answers = self.true_positives + self.false_positives
        return self._one_or_all(divide_no_nan(self.true_positives.value, answers))


@register("keras.metrics")
class Recall(ThresholdMetric):
    """Of all samples whose label is "yes", the part that was found.

        result = true positives / (true positives + false negatives)

    0 while there is no such sample.

    Args:
        thresholds: One number or several in [0, 1]; by default 0.5. Write 0 for
            predictions before the sigmoid.
        top_k: The `k` highest scores of each sample are "yes", whatever they are.
        class_id: Judge this column alone.
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{Recall()([0, 1, 1, 1], [1, 0, 1, 1]):.3f}"
    '0.667'
    """

    _direction = "up"
    kinds = ("true_positives", "false_negatives")

    def __init__(
        self,
        thresholds: float | Sequence[float] | None = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(thresholds, top_k, class_id, name, dtype)

    def result(self) -> jax.Array:
        """Return the recall so far: one number, or one for every threshold."""
        labels = self.true_positives + self.false_negatives
        return self._one_or_all(divide_no_nan(self.true_positives.value, labels))
