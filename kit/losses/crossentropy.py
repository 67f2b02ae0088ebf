"""Crossentropies: the losses of classifiers, for binary, one-hot and integer labels.

The functions return one loss per sample; the classes reduce a batch to one number.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.loss import FormulaLoss
from kit.losses.pair import (
    class_pair,
    drop_class_axis,
    equal_pair,
    of_numbers,
    sparse_pair,
)
from kit.serialization import register


def clip_probability(p: jax.Array) -> jax.Array:
    """Keep probabilities inside `[epsilon, 1 - epsilon]`, so that logarithms exist.

    >>> f"{clip_probability(jnp.array(0.0)):.0e}"
    '1e-07'
    """
    return jnp.clip(p, config.epsilon(), 1.0 - config.epsilon())


def smooth_binary(y_true: jax.Array, label_smoothing: float) -> jax.Array:
    """Move labels 0 and 1 towards 0.5.

    >>> smooth_binary(jnp.array([0.0, 1.0]), 0.5).tolist()
    [0.25, 0.75]
    """
    return y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing


def smooth_classes(y_true: jax.Array, label_smoothing: float, axis: int) -> jax.Array:
    """Move one-hot rows towards the uniform distribution.

    >>> smooth_classes(jnp.array([0.0, 1.0]), 0.5, -1).tolist()
    [0.25, 0.75]
    """
    return y_true * (1.0 - label_smoothing) + label_smoothing / y_true.shape[axis]


def log_probability(y_pred: jax.Array, from_logits: bool, axis: int) -> jax.Array:
    """Return the logarithm of the probability of every class.

    Probabilities are first divided by their sum along `axis`, as in Keras.

    >>> f"{log_probability(jnp.array([1.0, 1.0]), False, -1)[0]:.3f}"
    '-0.693'
    """
    if from_logits:
        return jax.nn.log_softmax(y_pred, axis=axis)
    total = jnp.sum(y_pred, axis=axis, keepdims=True)
    return jnp.log(clip_probability(y_pred / total))


def binary_terms(y_true: jax.Array, y_pred: jax.Array, from_logits: bool) -> jax.Array:
    """Return `-(y log p + (1 - y) log(1 - p))`, number by number.

    >>> f"{binary_terms(jnp.array(1.0), jnp.array(0.5), False):.3f}"
    '0.693'
    """
    if from_logits:
        log_p, log_not_p = jax.nn.log_sigmoid(y_pred), jax.nn.log_sigmoid(-y_pred)
    else:
        p = clip_probability(y_pred)
        log_p, log_not_p = jnp.log(p), jnp.log(1.0 - p)
    return -(y_true * log_p + (1.0 - y_true) * log_not_p)


@register("keras.losses", "bce", "BCE")
@of_numbers
def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> jax.Array:
    """Return the crossentropy of yes/no labels, the mean over the last axis.

        loss = mean(-y_true * log(y_pred) - (1 - y_true) * log(1 - y_pred))

    Args:
        y_true: Labels 0 or 1, of the shape of `y_pred`.
        y_pred: Probabilities in [0, 1], `(batch, ..., outputs)`; clipped by 1e-7.
        from_logits: Whether `y_pred` holds real numbers before the sigmoid.
        label_smoothing: In [0, 1]; 0.1 turns 0 and 1 into 0.05 and 0.95.
        axis: The axis of the mean.

    Returns:
        `(batch, ...)`.

    >>> loss = binary_crossentropy([[0, 1], [0, 0]], [[0.6, 0.4], [0.4, 0.6]])
    >>> f"{loss[0]:.3f}, {loss[1]:.3f}"
    '0.916, 0.714'
    """
    y_true, y_pred = equal_pair("binary_crossentropy", y_true, y_pred)
    if label_smoothing:
        y_true = smooth_binary(y_true, label_smoothing)
    return jnp.mean(binary_terms(y_true, y_pred, from_logits), axis=axis)


@register("keras.losses")
def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> jax.Array:
    """Return the crossentropy of one-hot labels.

        loss = -sum(y_true * log(y_pred))        over the classes

    Args:
        y_true: One-hot rows, of the shape of `y_pred`.
        y_pred: Probabilities, `(batch, ..., classes)`; divided by their sum, then
            clipped by 1e-7.
        from_logits: Whether `y_pred` holds real numbers before the softmax.
        label_smoothing: In [0, 1]; 0.1 moves a tenth of each label to all classes.
        axis: The axis of the classes.

    Returns:
        `(batch, ...)`.

    >>> loss = categorical_crossentropy([[0, 1, 0]], [[0.05, 0.95, 0.0]])
    >>> f"{loss[0]:.4f}"
    '0.0513'
    """
    y_true, y_pred = class_pair(
        "categorical_crossentropy",
        y_true,
        y_pred,
        hint='loss="sparse_categorical_crossentropy"',
    )
    if label_smoothing:
        y_true = smooth_classes(y_true, label_smoothing, axis)
    return -jnp.sum(y_true * log_probability(y_pred, from_logits, axis), axis=axis)


@register("keras.losses")
def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> jax.Array:
    """Return the crossentropy of integer labels.

        loss = -log(y_pred[y_true])

    A label outside 0 to classes - 1 gives a loss of 0, as in Keras.

    Args:
        y_true: Integers from 0 to classes - 1, `(batch, ...)`.
        y_pred: Probabilities, `(batch, ..., classes)`; divided by their sum, then
            clipped by 1e-7.
        from_logits: Whether `y_pred` holds real numbers before the softmax.
        ignore_class: A label whose entries get a loss of 0, such as -1 for "unknown".
        axis: The axis of the classes.

    Returns:
        `(batch, ...)`.

    >>> y_pred = [[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]]
    >>> loss = sparse_categorical_crossentropy([1, 2], y_pred)
    >>> f"{loss[0]:.3f}, {loss[1]:.3f}"
    '0.051, 2.303'
    """
    y_true, y_pred = sparse_pair(
        "sparse_categorical_crossentropy",
        y_true,
        y_pred,
        hint='loss="categorical_crossentropy"',
        axis=axis,
    )
    one_hot = jax.nn.one_hot(y_true.astype("int32"), y_pred.shape[-1])
    loss = -jnp.sum(one_hot * log_probability(y_pred, from_logits, -1), axis=-1)
    if ignore_class is None:
        return loss
    return jnp.where(y_true == ignore_class, 0.0, loss)


@register("keras.losses")
class BinaryCrossentropy(FormulaLoss):
    """`binary_crossentropy` of a batch: see there for the formula and the arguments.

    Args:
        from_logits: Whether predictions are real numbers before the sigmoid.
        label_smoothing: In [0, 1].
        axis: The axis of the mean.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{BinaryCrossentropy()([0, 1], [0.5, 0.5]):.3f}"
    '0.693'
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "binary_crossentropy",
        dtype: str | None = None,
    ):
        super().__init__(
            binary_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@register("keras.losses")
class CategoricalCrossentropy(FormulaLoss):
    """`categorical_crossentropy` of a batch: see there for formula and arguments.

    Args:
        from_logits: Whether predictions are real numbers before the softmax.
        label_smoothing: In [0, 1].
        axis: The axis of the classes.
        reduction: How to reduce the batch; see `Loss`.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> f"{CategoricalCrossentropy()([[0, 1]], [[0.5, 0.5]]):.3f}"
    '0.693'
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str = "categorical_crossentropy",
        dtype: str | None = None,
    ):
        super().__init__(
            categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


@register("keras.losses")
class SparseCategoricalCrossentropy(FormulaLoss):
    """`sparse_categorical_crossentropy` of a batch: see there for the formula.

    The mean leaves out the entries whose label is `ignore_class`.

    Args:
        from_logits: Whether predictions are real numbers before the softmax.
        ignore_class: A label that does not count, or None.
        reduction: How to reduce the batch; see `Loss`.
        axis: The axis of the classes.
        name: A word for messages.
        dtype: Number format of the computation.

    >>> loss = SparseCategoricalCrossentropy(ignore_class=-1)
    >>> f"{loss([1, -1], [[0.5, 0.5], [0.9, 0.1]]):.3f}"
    '0.693'
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str = "sparse_categorical_crossentropy",
        dtype: str | None = None,
    ):
        super().__init__(
            sparse_categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )

    def compute_mask(self, y_true: jax.Array, y_pred: jax.Array) -> jax.Array | None:
        """Return which labels are not `ignore_class`."""
        if self.ignore_class is None:
            return None
        return drop_class_axis(y_true, y_pred, self.axis) != self.ignore_class
