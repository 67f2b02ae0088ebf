"""AUC: the area under the curve of a yes/no classifier over all thresholds.

It sits on the counts of thresholds.py and adds up areas between neighbours.
"""

import functools
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import config
from kit.losses.reduction import broadcast_weights, divide_no_nan
from kit.metrics.metric import Metric
from kit.metrics.thresholds import (
    Counts,
    count_decisions,
    decision_pair,
    spaced_thresholds,
    threshold_list,
)
from kit.serialization import register

CURVES = ("ROC", "PR", "PRGAIN")
SUMMATIONS = ("interpolation", "minoring", "majoring")


@register("keras.metrics")
class AUC(Metric):
    """The area under a curve through all thresholds: 1 is perfect.

        ROC:  true positive rate over false positive rate; 0.5 for guessing
        PR:   precision over recall; the part of positives for guessing

    It is approximate by design: the curve has `num_thresholds` points.

    Args:
        num_thresholds: How many thresholds between 0 and 1, from 2 up.
        curve: `"ROC"`, `"PR"`, or `"PRGAIN"` for precision gain over recall gain.
        summation_method: How to add areas between points: `"interpolation"`,
            `"minoring"` (the lower of two heights) or `"majoring"` (the higher).
        name: The word in logs.
        dtype: Number format of the result.
        thresholds: Thresholds of your own in [0, 1].
        multi_label: Whether every column is a decision of its own; the result is then
            the mean over the columns.
        num_labels: The number of columns, where `multi_label` is True.
        label_weights: How much each column counts.
        from_logits: Whether predictions are real numbers before the sigmoid.

    >>> float(AUC()([0, 0, 1, 1], [0.0, 0.5, 0.3, 0.9]))
    0.75
    """

    _direction = "up"

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        dtype: str | None = None,
        thresholds: Sequence[float] | None = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Sequence[float] | None = None,
        from_logits: bool = False,
    ):
        super().__init__(name, dtype)
        self.curve = _one_of("curve", str(curve).upper(), CURVES)
        method = str(summation_method).lower()
        self.summation_method = _one_of("summation_method", method, SUMMATIONS)
        if thresholds is not None:
            thresholds = sorted(threshold_list(self.name, thresholds))
            num_thresholds = len(thresholds) + 2
        _check_sizes(num_thresholds, num_labels, multi_label)
        self.num_thresholds = num_thresholds
        self.thresholds = thresholds
        self.multi_label = multi_label
        self.num_labels = num_labels
        self.label_weights = None if label_weights is None else list(label_weights)
        self.from_logits = from_logits
        self.built = False
        if not multi_label or num_labels:
            self._add_counts(num_labels)

    def _add_counts(self, num_labels):
        shape = (self.num_thresholds, *([num_labels] if num_labels else []))
        for kind in Counts._fields:
            setattr(self, kind, self.add_variable(shape, name=kind))
        self.built = True

    def build(
        self, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
    ) -> None:
        """Add one set of counts for every column, where `multi_label` is True."""
        if self.built:
            return
        if len(y_pred_shape) != 2:
            raise ValueError(
                f'"{self.name}" got predictions of shape {y_pred_shape}.\n'
                "Expected (batch, labels), as multi_label=True.\n"
                "Reshape them, or leave multi_label out."
            )
        self._add_counts(y_pred_shape[-1])

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account.

        Args:
            y_true: Labels 0 or 1, of the shape of `y_pred`.
            y_pred: Probabilities, `(batch,)`, `(batch, 1)` or `(batch, labels)`.
            sample_weight: How much each sample counts, `(batch,)`; 0 removes it.
        """
        y_true, y_pred = decision_pair(self.name, y_true, y_pred, self.dtype)
        self.build(y_true.shape, y_pred.shape)
        if self.from_logits:
            y_pred = jax.nn.sigmoid(y_pred)
        weights = jnp.asarray(1.0 if sample_weight is None else sample_weight)
        weights = broadcast_weights(weights, y_pred.shape)
        y_pred = jnp.clip(y_pred, 0.0, 1.0)
        ends = self._all_thresholds(y_pred.dtype)
        evenly = self.thresholds is None and y_pred.dtype == jnp.float32
        count = functools.partial(count_decisions, evenly=evenly)
        if self.multi_label:  # (batch, labels) -> (thresholds, labels)
            count_columns = jax.vmap(count, (1, 1, None, 1), 1)
            counts = count_columns(y_true, y_pred, ends, weights)
        else:
            if self.label_weights is not None:
                weights = weights * jnp.asarray(self.label_weights, weights.dtype)
            counts = count(y_true, y_pred, ends, weights)
        for kind in Counts._fields:
            variable = getattr(self, kind)
            variable.assign(variable + getattr(counts, kind))

    def _all_thresholds(self, dtype):
        """Return the thresholds with one end below 0 and one above 1."""
        inner = self.thresholds
        if inner is None:
            inner = spaced_thresholds(self.num_thresholds)
        ends = -config.epsilon(), 1.0 + config.epsilon()
        return jnp.asarray(np.array([ends[0], *inner, ends[1]]), dtype)

    def result(self) -> jax.Array:
        """Return the area so far."""
        counts = Counts(*(getattr(self, kind).value for kind in Counts._fields))
        if self.curve == "PR" and self.summation_method == "interpolation":
            return self._join_labels(_interpolated_precision_recall(counts))
        curves = {"ROC": _roc, "PR": _precision_recall, "PRGAIN": _gains}
        x, y = curves[self.curve](counts)
        if self.summation_method == "interpolation":
            heights = (y[:-1] + y[1:]) / 2.0
        elif self.summation_method == "minoring":
            heights = jnp.minimum(y[:-1], y[1:])
        else:
            heights = jnp.maximum(y[:-1], y[1:])
        return self._join_labels(jnp.sum((x[:-1] - x[1:]) * heights, axis=0))

    def _join_labels(self, areas):
        """Return the mean over the columns, where `multi_label` is True."""
        if not self.multi_label:
            return areas
        if self.label_weights is None:
            return jnp.mean(areas)
        weights = jnp.asarray(self.label_weights, areas.dtype)
        return divide_no_nan(jnp.sum(areas * weights), jnp.sum(weights))


def _one_of(argument, value, names):
    if value not in names:
        raise ValueError(
            f"AUC has {argument}={value!r}.\n"
            f"Expected one of {', '.join(names)}.\n"
            f"Leave it out for {names[0]}."
        )
    return value


def _check_sizes(num_thresholds, num_labels, multi_label):
    if num_thresholds < 2:
        raise ValueError(
            f"AUC has num_thresholds={num_thresholds}.\n"
            "Expected at least 2, as an area needs two ends.\n"
            "Leave it out for 200."
        )
    if num_labels and not multi_label:
        raise ValueError(
            f"AUC has num_labels={num_labels}, but multi_label=False.\n"
            "Expected num_labels only where every column is judged by itself.\n"
            "Add multi_label=True, or leave num_labels out."
        )


def _roc(counts):
    """Return false and true positive rates at every threshold."""
    negatives = counts.false_positives + counts.true_negatives
    positives = counts.true_positives + counts.false_negatives
    return (
        divide_no_nan(counts.false_positives, negatives),
        divide_no_nan(counts.true_positives, positives),
    )


def _precision_recall(counts):
    """Return recall and precision at every threshold."""
    positives = counts.true_positives + counts.false_negatives
    answers = counts.true_positives + counts.false_positives
    return (
        divide_no_nan(counts.true_positives, positives),
        divide_no_nan(counts.true_positives, answers),
    )


def _gains(counts):
    """Return recall gain and precision gain (Flach and Kull, 2015)."""
    tp = counts.true_positives
    odds = divide_no_nan(
        tp + counts.false_negatives, counts.true_negatives + counts.false_positives
    )
    recall_gain = 1.0 - odds * divide_no_nan(counts.false_negatives, tp)
    precision_gain = 1.0 - odds * divide_no_nan(counts.false_positives, tp)
    recall_gain = jnp.maximum(jnp.where(tp == 0, 0.0, recall_gain), 0.0)
    return recall_gain, jnp.where(tp == 0, 1.0, precision_gain)


def _interpolated_precision_recall(counts):
    """Return the area under precision over recall (Davis and Goadrich, 2006).

    Between two thresholds the counts, not the precision, change along a line:
    TP = intercept + slope * P for P answers "yes". The area is the integral of TP / P:

        slope * (change of TP + intercept * log(P_before / P_after)) / positives
    """
    tp = counts.true_positives
    answers = tp + counts.false_positives
    change = tp[:-1] - tp[1:]
    slope = divide_no_nan(change, answers[:-1] - answers[1:])
    intercept = tp[1:] - slope * answers[1:]
    both = (answers[:-1] > 0) & (answers[1:] > 0)
    ratio = jnp.where(both, divide_no_nan(answers[:-1], answers[1:]), 1.0)
    area = slope * (change + intercept * jnp.log(ratio))
    positives = tp[1:] + counts.false_negatives[1:]
    return jnp.sum(divide_no_nan(area, positives), axis=0)
