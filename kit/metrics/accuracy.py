"""Accuracies: the fraction of predictions that are right.

The functions return 0 or 1 per sample; the classes average them over the batches.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.pair import class_pair, equal_pair, sparse_pair, to_array, to_float
from kit.metrics.reduction import FUNCTIONS, FormulaMetric
from kit.serialization import register


@register(FUNCTIONS)
def accuracy(y_true: Any, y_pred: Any) -> jax.Array:
    """Return 1 where prediction and label are exactly equal.

        value = 1 if y_true == y_pred else 0

    Probabilities are hardly ever equal to labels: for a classifier use one of the
    other accuracies, or the string `"accuracy"`, which picks one.

    Args:
        y_true: Labels, of the shape of `y_pred`.
        y_pred: Predicted labels.

    Returns:
        0 or 1, of the shape of `y_pred`.

    >>> accuracy([1, 2, 3], [1, 2, 0])
    Array([1., 1., 0.], dtype=float32)
    """
    y_true, y_pred = equal_pair("accuracy", y_true, y_pred)
    return (y_true == y_pred).astype(config.floatx())


@register(FUNCTIONS)
def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> jax.Array:
    """Return 1 where a prediction is on the label's side of the threshold.

        value = 1 if (y_pred > threshold) == y_true else 0

    Args:
        y_true: Labels 0 or 1, of the shape of `y_pred`.
        y_pred: Probabilities; for real numbers before the sigmoid use `threshold=0`.
        threshold: Above it, not at it, the prediction is class 1.

    Returns:
        0 or 1, of the shape of `y_pred`.

    >>> binary_accuracy([1, 1, 0, 0], [0.9, 0.5, 0.5, 0.6])
    Array([1., 0., 1., 0.], dtype=float32)
    """
    y_true, y_pred = equal_pair("binary_accuracy", y_true, y_pred)
    return (y_true == (y_pred > threshold)).astype(config.floatx())


@register(FUNCTIONS)
def categorical_accuracy(y_true: Any, y_pred: Any) -> jax.Array:
    """Return 1 where the highest score is at the 1 of a one-hot label.

        value = 1 if argmax(y_true) == argmax(y_pred) else 0

    Args:
        y_true: One-hot rows, of the shape of `y_pred`.
        y_pred: Scores or probabilities, `(batch, ..., classes)`.

    Returns:
        0 or 1, `(batch, ...)`.

    >>> categorical_accuracy([[0, 1], [1, 0]], [[0.4, 0.6], [0.4, 0.6]])
    Array([1., 0.], dtype=float32)
    """
    y_true, y_pred = class_pair(
        "categorical_accuracy", y_true, y_pred, hint="SparseCategoricalAccuracy"
    )
    right = jnp.argmax(y_true, axis=-1) == jnp.argmax(y_pred, axis=-1)
    return right.astype(config.floatx())


@register(FUNCTIONS)
def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> jax.Array:
    """Return 1 where the highest score is at the integer label.

        value = 1 if y_true == argmax(y_pred) else 0

    Args:
        y_true: Integers from 0 to classes - 1, `(batch, ...)`.
        y_pred: Scores or probabilities, `(batch, ..., classes)`.

    Returns:
        0 or 1, `(batch, ...)`.

    >>> sparse_categorical_accuracy([1, 0], [[0.4, 0.6], [0.4, 0.6]])
    Array([1., 0.], dtype=float32)
    """
    y_true, y_pred = sparse_pair(
        "sparse_categorical_accuracy", y_true, y_pred, hint="CategoricalAccuracy"
    )
    return (y_true == jnp.argmax(y_pred, axis=-1)).astype(config.floatx())


def in_top_k(label: jax.Array, scores: jax.Array, k: int) -> jax.Array:
    """Return whether fewer than `k` classes score higher than the label's class.

    >>> in_top_k(jnp.array([0]), jnp.array([[0.2, 0.5, 0.3]]), k=2).tolist()
    [False]
    """
    label = label.astype("int32")[..., None]
    own = jnp.take_along_axis(scores, label, axis=-1)
    own = jnp.where(jnp.isnan(own), -jnp.inf, own)  # no class, or no number
    return jnp.sum(scores > own, axis=-1) < k


@register(FUNCTIONS)
def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> jax.Array:
    """Return 1 where the label's class is among the `k` highest scores.

        value = 1 if fewer than k classes score higher than argmax(y_true) else 0

    Args:
        y_true: One-hot rows, of the shape of `y_pred`.
        y_pred: Scores or probabilities, `(batch, ..., classes)`.
        k: How many guesses are allowed.

    Returns:
        0 or 1, `(batch, ...)`.

    >>> top_k_categorical_accuracy([[0, 0, 1]], [[0.2, 0.5, 0.3]], k=2)
    Array([1.], dtype=float32)
    """
    y_true, y_pred = class_pair(
        "top_k_categorical_accuracy",
        y_true,
        y_pred,
        hint="SparseTopKCategoricalAccuracy",
    )
    right = in_top_k(jnp.argmax(y_true, axis=-1), y_pred, k)
    return right.astype(config.floatx())


@register(FUNCTIONS)
def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: int = 5, from_sorted_ids: bool = False
) -> jax.Array:
    """Return 1 where the integer label is among the `k` highest scores.

        value = 1 if fewer than k classes score higher than y_true else 0

    Args:
        y_true: Integers from 0 to classes - 1, `(batch, ...)`.
        y_pred: Scores or probabilities, `(batch, ..., classes)`.
        k: How many guesses are allowed.
        from_sorted_ids: Whether `y_pred` holds classes, best first, not scores.

    Returns:
        0 or 1, `(batch, ...)`.

    >>> sparse_top_k_categorical_accuracy([2], [[0.2, 0.5, 0.3]], k=2)
    Array([1.], dtype=float32)
    """
    if from_sorted_ids:
        y_true, best = to_array(y_true), to_float(y_pred)[..., :k]
        right = jnp.any(y_true[..., None] == best, axis=-1)
        return right.astype(config.floatx())
    y_true, y_pred = sparse_pair(
        "sparse_top_k_categorical_accuracy",
        y_true,
        y_pred,
        hint="TopKCategoricalAccuracy",
    )
    return in_top_k(y_true, y_pred, k).astype(config.floatx())


@register("keras.metrics")
class Accuracy(FormulaMetric):
    """The mean of `accuracy`: how often predictions are exactly the labels.

    The string `"accuracy"` in `compile` means another thing: it picks the accuracy
    that fits the shapes.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(Accuracy()([1, 2, 3, 4], [0, 2, 3, 4]))
    0.75
    """

    _direction = "up"

    def __init__(self, name: str = "accuracy", dtype: str | None = None):
        super().__init__(accuracy, name, dtype)


@register("keras.metrics")
class BinaryAccuracy(FormulaMetric):
    """The mean of `binary_accuracy`: see there for the formula.

    Args:
        name: The word in logs.
        dtype: Number format of the result.
        threshold: Above it a prediction is class 1.

    >>> float(BinaryAccuracy()([1, 1, 0, 0], [0.98, 1, 0, 0.6]))
    0.75
    """

    _direction = "up"

    def __init__(
        self,
        name: str = "binary_accuracy",
        dtype: str | None = None,
        threshold: float = 0.5,
    ):
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)


@register("keras.metrics")
class CategoricalAccuracy(FormulaMetric):
    """The mean of `categorical_accuracy`, for one-hot labels.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(CategoricalAccuracy()([[0, 1], [1, 0]], [[0.4, 0.6], [0.4, 0.6]]))
    0.5
    """

    _direction = "up"

    def __init__(self, name: str = "categorical_accuracy", dtype: str | None = None):
        super().__init__(categorical_accuracy, name, dtype)


@register("keras.metrics")
class SparseCategoricalAccuracy(FormulaMetric):
    """The mean of `sparse_categorical_accuracy`, for integer labels.

    Args:
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(SparseCategoricalAccuracy()([1, 0], [[0.4, 0.6], [0.4, 0.6]]))
    0.5
    """

    _direction = "up"

    def __init__(
        self, name: str = "sparse_categorical_accuracy", dtype: str | None = None
    ):
        super().__init__(sparse_categorical_accuracy, name, dtype)


@register("keras.metrics")
class TopKCategoricalAccuracy(FormulaMetric):
    """The mean of `top_k_categorical_accuracy`, for one-hot labels.

    Args:
        k: How many guesses are allowed.
        name: The word in logs.
        dtype: Number format of the result.

    >>> float(TopKCategoricalAccuracy(k=2)([[0, 0, 1]], [[0.2, 0.5, 0.3]]))
    1.0
    """

    _direction = "up"

    def __init__(
        self,
        k: int = 5,
        name: str = "top_k_categorical_accuracy",
        dtype: str | None = None,
    ):
        super().__init__(top_k_categorical_accuracy, name, dtype, k=k)


@register("keras.metrics")
class SparseTopKCategoricalAccuracy(FormulaMetric):
    """The mean of `sparse_top_k_categorical_accuracy`, for integer labels.

    Args:
        k: How many guesses are allowed.
        name: The word in logs.
        dtype: Number format of the result.
        from_sorted_ids: Whether predictions are classes, best first.

    >>> float(SparseTopKCategoricalAccuracy(k=2)([2], [[0.2, 0.5, 0.3]]))
    1.0
    """

    _direction = "up"

    def __init__(
        self,
        k: int = 5,
        name: str = "sparse_top_k_categorical_accuracy",
        dtype: str | None = None,
        from_sorted_ids: bool = False,
    ):
        super().__init__(
            sparse_top_k_categorical_accuracy,
            name,
            dtype,
            k=k,
            from_sorted_ids=from_sorted_ids,
        )
