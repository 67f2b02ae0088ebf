"""Crossentropies that weigh samples by how hard they are, or resist wrong labels.

They sit beside crossentropy.py, whose steps they share.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from kit.losses.crossentropy import (
    binary_terms,
    clip_probability,
    smooth_binary,
    smooth_classes,
)
from kit.losses.loss import FormulaLoss
from kit.losses.pair import class_pair, equal_pair, of_numbers, sparse_pair
from kit.serialization import register


@register("keras.losses")
@of_numbers
def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> jax.Array:
    """Return the binary crossentropy with less weight on what is already right.

        loss = mean((1 - p_t)^gamma * crossentropy)
        p_t  = y_pred where y_true is 1, 1 - y_pred where it is 0

    Args:
        y_true: Labels 0 or 1, of the shape of `y_pred`.
        y_pred: Probabilities in [0, 1], `(batch, ..., outputs)`.
        apply_class_balancing: Whether to weigh class 1 by `alpha` and class 0 by
            `1 - alpha`.
        alpha: Weight of class 1, in [0, 1].
        gamma: From 0 up; 0 gives `binary_crossentropy`.
        from_logits: Whether `y_pred` holds real numbers before the sigmoid.
        label_smoothing: In [0, 1]; moves labels towards 0.5.
        axis: The axis of the mean.

    Returns:
        `(batch, ...)`.

    >>> loss = binary_focal_crossentropy([[0, 1], [0, 0]], [[0.6, 0.4], [0.4, 0.6]])
    >>> f"{loss[0]:.3f}, {loss[1]:.3f}"
    '0.330, 0.206'
    """
    y_true, y_pred = equal_pair("binary_focal_crossentropy", y_true, y_pred)
    if label_smoothing:
        y_true = smooth_binary(y_true, label_smoothing)
    if from_logits:
        y_pred = jax.nn.sigmoid(y_pred)
    right = y_true * y_pred + (1 - y_true) * (1 - y_pred)
    loss = jnp.power(1.0 - right, gamma) * binary_terms(y_true, y_pred, False)
    if apply_class_balancing:
        loss = loss * (y_true * alpha + (1 - y_true) * (1 - alpha))
    return jnp.mean(loss, axis=axis)


@register("keras.losses")
def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: float | Sequence[float] = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> jax.Array:
    """Return the categorical crossentropy with less weight on what is already right.

        loss = sum(alpha * (1 - y_pred)^gamma * -y_true * log(y_pred))

    Args:
        y_true: One-hot rows, of the shape of `y_pred`.
        y_pred: Probabilities, `(batch, ..., classes)`.
        alpha: Weight of every class: one number, or one per class.
        gamma: From 0 up; 0 gives `alpha` times `categorical_crossentropy`.
        from_logits: Whether `y_pred` holds real numbers before the softmax.
        label_smoothing: In [0, 1]; moves labels to all classes.
        axis: The axis of the classes.

    Returns:
        `(batch, ...)`.

    >>> y_pred = [[0.05, 0.9, 0.05], [0.1, 0.85, 0.05]]
    >>> loss = categorical_focal_crossentropy([[0, 1, 0], [0, 0, 1]], y_pred)
    >>> f"{loss[0]:.5f}, {loss[1]:.3f}"
    '0.00026, 0.676'
    """
    y_true, y_pred = class_pair(
        "categorical_focal_crossentropy",
        y_true,
        y_pred,
        hint='loss="sparse_categorical_crossentropy"',
    )
    if label_smoothing:
        y_true = smooth_classes(y_true, label_smoothing, axis)
    if from_logits:
        y_pred = jax.nn.softmax(y_pred, axis=axis)
    p = clip_probability(y_pred / jnp.sum(y_pred, axis=axis, keepdims=True))
    weight = jnp.power(1.0 - p, gamma) * jnp.asarray(alpha, p.dtype)
    return jnp.sum(weight * -y_true * jnp.log(p), axis=axis)


@register("keras.losses")
def categorical_generalized_cross_entropy(
    y_true: Any, y_pred: Any, q: float
) -> jax.Array:
    """Return a crossentropy of integer labels that wrong labels disturb less.

        loss = (1 - p^q) / q,    p = y_pred[y_true]

    Args:
        y_true: Integers from 0 to classes - 1, `(batch, ...)`.
        y_pred: Probabilities, `(batch, ..., classes)`.
        q: Between 0 (like the crossentropy) and 1 (like the absolute error).

    Returns:
        `(batch, ...)`.

    >>> categorical_generalized_cross_entropy([1], [[0.75, 0.25]], q=0.5)
    Array([1.], dtype=float32)
    """
    y_true, y_pred = sparse_pair(
        "categorical_generalized_cross_entropy",
        y_true,
        y_pred,
        hint='loss="categorical_crossentropy"',
    )
    one_hot = jax.nn.one_hot(y_true.astype("int32"), y_pred.shape[-1])
    return (1 - jnp.power(jnp.sum(y_pred * one_hot, axis=-1), q)) / q


@register("keras.losses")
class BinaryFocalCrossentropy(FormulaLoss):
    """`binary_focal_crossentropy` of a batch: see there for the formula.

    Args:
        apply_class_balancing: Whether to weigh the classes by `alpha`.
        alpha: Weight of class 1, in [0, 1].
        gamma: From 0 up; how little easy samples count.
        from_logits: Whether predictions are real numbers before the sigmoid.
        label_smoothing: In [0, 1].
        axis: The axis of the mean.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{BinaryFocalCrossentropy()([0, 1], [0.5, 0.5]):.3f}"
    '0.173'
    """

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "binary_focal_crossentropy",
        dtype: str | None = None,
    ):
        super().__init__(
            binary_focal_crossentropy,
            reduction,
            name,
            dtype,
            apply_class_balancing=apply_class_balancing,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@register("keras.losses")
class CategoricalFocalCrossentropy(FormulaLoss):
    """`categorical_focal_crossentropy` of a batch: see there for the formula.

    Args:
        alpha: Weight of every class: one number, or one per class.
        gamma: From 0 up; how little easy samples count.
        from_logits: Whether predictions are real numbers before the softmax.
        label_smoothing: In [0, 1].
        axis: The axis of the classes.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{CategoricalFocalCrossentropy()([[0, 1]], [[0.5, 0.5]]):.4f}"
    '0.0433'
    """

    def __init__(
        self,
        alpha: float | Sequence[float] = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_focal_crossentropy",
        dtype: str | None = None,
    ):
        super().__init__(
            categorical_focal_crossentropy,
            reduction,
            name,
            dtype,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@register("keras.losses")
class CategoricalGeneralizedCrossEntropy(FormulaLoss):
    """`categorical_generalized_cross_entropy` of a batch: see there for the formula.

    Args:
        q: Between 0 and 1, neither of them included.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> float(CategoricalGeneralizedCrossEntropy()([1], [[0.75, 0.25]]))
    1.0
    """

    def __init__(
        self,
        q: float = 0.5,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_generalized_cross_entropy",
        dtype: str | None = None,
    ):
        if not 0 < q < 1:
            raise ValueError(
                f"CategoricalGeneralizedCrossEntropy has q={q}.\n"
                "Expected a number between 0 and 1, neither of them included.\n"
                "Write for example q=0.5."
            )
        super().__init__(
            categorical_generalized_cross_entropy, reduction, name, dtype, q=q
        )
