"""Intersection over union: how well predicted areas of classes cover the true ones.

All of them fill one confusion matrix, rows for labels and columns for predictions.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.reduction import broadcast_weights
from kit.metrics.metric import Metric
from kit.serialization import register


def confusion_matrix(
    y_true: Any, y_pred: Any, num_classes: int, weights: Any = None
) -> jax.Array:
    """Count pairs of label and prediction.

    A pair with a class outside 0 to num_classes - 1 is left out.

    Args:
        y_true: Integers, of any shape.
        y_pred: Integers, of the same shape.
        num_classes: Number of classes.
        weights: How much each counts, from the first axis on.

    Returns:
        `(num_classes, num_classes)`, rows for labels, columns for predictions.

    >>> confusion_matrix([0, 1, 1], [0, 0, 1], 2).tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    y_true = jnp.asarray(y_true).astype("int32")
    y_pred = jnp.asarray(y_pred).astype("int32").reshape(y_true.shape)
    weights = jnp.asarray(1.0 if weights is None else weights, config.floatx())
    weights = broadcast_weights(weights, y_true.shape)
    inside = (y_true >= 0) & (y_true < num_classes)
    inside &= (y_pred >= 0) & (y_pred < num_classes)
    cell = jnp.where(inside, y_true * num_classes + y_pred, 0).ravel()
    weights = jnp.where(inside, weights, 0).ravel()
    cells = jnp.zeros(num_classes**2, weights.dtype).at[cell].add(weights)
    return cells.reshape(num_classes, num_classes)


@register("keras.metrics", "iou")
class IoU(Metric):
    """The mean of intersection over union of some classes.

        result = mean over the classes of  TP / (TP + FP + FN)

    A class that neither labels nor predictions contain does not count.

    Args:
        num_classes: Number of classes.
        target_class_ids: The classes to look at.
        name: The word in logs.
        dtype: Number format of the result.
        ignore_class: A label that does not count, such as 255 for "unknown".
        sparse_y_true: Whether labels are integers rather than one-hot.
        sparse_y_pred: Whether predictions are integers rather than scores.
        axis: The axis of the classes, where there is one.

    >>> f"{IoU(num_classes=2, target_class_ids=[0])([0, 0, 1, 1], [0, 1, 0, 1]):.4f}"
    '0.3333'
    """

    _direction = "up"

    def __init__(
        self,
        num_classes: int,
        target_class_ids: Sequence[int],
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ):
        super().__init__(name, dtype)
        if max(target_class_ids) >= num_classes:
            raise ValueError(
                f'"{self.name}" has the target class {max(target_class_ids)}.\n'
                f"Expected classes from 0 to {num_classes - 1}.\n"
                "Change target_class_ids, or num_classes."
            )
        self.num_classes = num_classes
        self.target_class_ids = list(target_class_ids)
        self.ignore_class = ignore_class
        self.sparse_y_true = sparse_y_true
        self.sparse_y_pred = sparse_y_pred
        self.axis = axis
        shape = (num_classes, num_classes)
        self.matrix = self.add_variable(shape, name="total_confusion_matrix")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch into account.

        Args:
            y_true: Classes `(batch, ...)`, or one-hot with an axis of classes.
            y_pred: Classes `(batch, ...)`, or scores with an axis of classes.
            sample_weight: How much each counts, `(batch,)` or `(batch, ...)`.
        """
        y_true, y_pred = jnp.asarray(y_true), jnp.asarray(y_pred)
        if not self.sparse_y_true:
            y_true = jnp.argmax(y_true, axis=self.axis)
        if not self.sparse_y_pred:
            y_pred = jnp.argmax(y_pred, axis=self.axis)
        y_true, y_pred = y_true.astype("int32"), y_pred.astype("int32")
        if self.ignore_class is not None:
            y_true = jnp.where(y_true == self.ignore_class, -1, y_true)
        if y_true.size != y_pred.size:
            raise ValueError(
                f'"{self.name}" got labels {y_true.shape} '
                f"and predictions {y_pred.shape}.\n"
                "Expected one class for every place, in both.\n"
                "Set sparse_y_true=False or sparse_y_pred=False for one-hot or scores."
            )
        counts = confusion_matrix(y_true, y_pred, self.num_classes, sample_weight)
        self.matrix.assign(self.matrix + counts)

    def result(self) -> jax.Array:
        """Return the mean so far, 0 before the first batch."""
        matrix = self.matrix.value
        common = jnp.diag(matrix)
        union = jnp.sum(matrix, axis=0) + jnp.sum(matrix, axis=1) - common
        targets = jnp.asarray(self.target_class_ids)
        common, union = common[targets], union[targets]
        occurs = union > 1e-9
        scores = jnp.where(occurs, common / (union + config.epsilon()), 0.0)
        return jnp.sum(scores) / (jnp.sum(occurs) + config.epsilon())


@register("keras.metrics", "binary_iou")
class BinaryIoU(IoU):
    """The mean of intersection over union of two classes, split by a threshold.

    Args:
        target_class_ids: The classes to look at: 0, 1 or both.
        threshold: From it on, a prediction is class 1.
        name: The word in logs.
        dtype: Number format of the result.

    >>> f"{BinaryIoU(threshold=0.3)([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7]):.4f}"
    '0.3333'
    """

    def __init__(
        self,
        target_class_ids: Sequence[int] = (0, 1),
        threshold: float = 0.5,
        name: str | None = None,
        dtype: str | None = None,
    ):
        super().__init__(2, target_class_ids, name, dtype)
        self.threshold = threshold

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch of labels 0 or 1 and probabilities into account."""
        y_pred = jnp.asarray(y_pred) >= self.threshold
        super().update_state(y_true, y_pred, sample_weight)


@register("keras.metrics", "mean_iou")
class MeanIoU(IoU):
    """The mean of intersection over union of all classes, for integer labels.

    Args:
        num_classes: Number of classes.
        name: The word in logs.
        dtype: Number format of the result.
        ignore_class: A label that does not count.
        sparse_y_true: Whether labels are integers rather than one-hot.
        sparse_y_pred: Whether predictions are integers rather than scores.
        axis: The axis of the classes, where there is one.

    >>> f"{MeanIoU(num_classes=2)([0, 0, 1, 1], [0, 1, 0, 1]):.4f}"
    '0.3333'
    """

    def __init__(
        self,
        num_classes: int,
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_true: bool = True,
        sparse_y_pred: bool = True,
        axis: int = -1,
    ):
        super().__init__(
            num_classes,
            range(num_classes),
            name,
            dtype,
            ignore_class,
            sparse_y_true,
            sparse_y_pred,
            axis,
        )


@register("keras.metrics", "one_hot_iou")
class OneHotIoU(IoU):
    """The mean of intersection over union of some classes, for one-hot labels.

    Args:
        num_classes: Number of classes.
        target_class_ids: The classes to look at.
        name: The word in logs.
        dtype: Number format of the result.
        ignore_class: A label that does not count.
        sparse_y_pred: Whether predictions are integers rather than scores.
        axis: The axis of the classes.

    >>> y_true = [[0, 1], [1, 0]]
    >>> f"{OneHotIoU(2, [0, 1])(y_true, [[0.2, 0.8], [0.6, 0.4]]):.3f}"
    '1.000'
    """

    def __init__(
        self,
        num_classes: int,
        target_class_ids: Sequence[int],
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: int = -1,
    ):
        super().__init__(
            num_classes,
            target_class_ids,
            name,
            dtype,
            ignore_class,
            False,
            sparse_y_pred,
            axis,
        )


@register("keras.metrics", "one_hot_mean_iou")
class OneHotMeanIoU(MeanIoU):
    """The mean of intersection over union of all classes, for one-hot labels.

    Args:
        num_classes: Number of classes.
        name: The word in logs.
        dtype: Number format of the result.
        ignore_class: A label that does not count.
        sparse_y_pred: Whether predictions are integers rather than scores.
        axis: The axis of the classes.

    >>> y_true = [[0, 1], [1, 0]]
    >>> f"{OneHotMeanIoU(2)(y_true, [[0.2, 0.8], [0.6, 0.4]]):.3f}"
    '1.000'
    """

    def __init__(
        self,
        num_classes: int,
        name: str | None = None,
        dtype: str | None = None,
        ignore_class: int | None = None,
        sparse_y_pred: bool = False,
        axis: int = -1,
    ):
        super().__init__(
            num_classes, name, dtype, ignore_class, False, sparse_y_pred, axis
        )
