"""The mean of the losses that compare probabilities, as metrics.

The formulas are the functions of kit.losses; here they are averaged over all batches.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.losses.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from kit.losses.pair import drop_class_axis
from kit.losses.probabilistic import kl_divergence, poisson
from kit.losses.reduction import broadcast_weights
from kit.metrics.reduction import FormulaMetric
from kit.serialization import register


@register("keras.metrics", "kld", "KLD")
class KLDivergence(FormulaMetric):
    """The mean of `kl_divergence`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{KLDivergence()([[0.5, 0.5]], [[0.25, 0.75]]):.4f}"
    '0.1438'
    """

    def __init__(self, name: str = "kl_divergence", dtype: str | None = None):
        super().__init__(kl_divergence, name, dtype)


@register("keras.metrics")
class Poisson(FormulaMetric):
    """The mean of `poisson`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{Poisson()([3.0, 0.0], [1.0, 2.0]):.3f}"
    '1.500'
    """

    def __init__(self, name: str = "poisson", dtype: str | None = None):
        super().__init__(poisson, name, dtype)


@register("keras.metrics", "bce", "BCE")
class BinaryCrossentropy(FormulaMetric):
    """The mean of `binary_crossentropy`.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        from_logits: Whether predictions are real numbers before the sigmoid.
        label_smoothing: In [0, 1].

    >>> f"{BinaryCrossentropy()([0, 1], [0.5, 0.5]):.3f}"
    '0.693'
    """

    def __init__(
        self,
        name: str = "binary_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
    ):
        super().__init__(
            binary_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
        )


@register("keras.metrics")
class CategoricalCrossentropy(FormulaMetric):
    """The mean of `categorical_crossentropy`, for one-hot labels.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        from_logits: Whether predictions are real numbers before the softmax.
        label_smoothing: In [0, 1].
        axis: The axis of the classes.

    >>> f"{CategoricalCrossentropy()([[0, 1]], [[0.5, 0.5]]):.3f}"
    '0.693'
    """

    def __init__(
        self,
        name: str = "categorical_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
    ):
        super().__init__(
            categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@register("keras.metrics")
class SparseCategoricalCrossentropy(FormulaMetric):
    """The mean of `sparse_categorical_crossentropy`, for integer labels.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        from_logits: Whether predictions are real numbers before the softmax.
        ignore_class: A label that does not count, or None.
        axis: The axis of the classes.

    >>> f"{SparseCategoricalCrossentropy()([1], [[0.5, 0.5]]):.3f}"
    '0.693'
    """

    def __init__(
        self,
        name: str = "sparse_categorical_crossentropy",
        dtype: str | None = None,
        from_logits: bool = False,
        ignore_class: int | None = None,
        axis: int = -1,
    ):
        super().__init__(
            sparse_categorical_crossentropy,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account; labels equal to `ignore_class` weigh 0."""
        if self.ignore_class is not None:
            sample_weight = self._without_ignored(y_true, y_pred, sample_weight)
        super().update_state(y_true, y_pred, sample_weight)

    def _without_ignored(self, y_true, y_pred, sample_weight) -> jax.Array:
        labels = drop_class_axis(jnp.asarray(y_true), jnp.asarray(y_pred), self.axis)
        weights = jnp.asarray(1.0 if sample_weight is None else sample_weight)
        counts = labels != self.ignore_class
        return broadcast_weights(weights, counts.shape) * counts
