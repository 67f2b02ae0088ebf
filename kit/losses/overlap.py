"""Overlap losses for segmentation: how well two areas cover each other.

Unlike other losses they may join the samples of a batch: sums run over `axis`.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.losses.loss import FormulaLoss
from kit.losses.pair import equal_pair
from kit.losses.reduction import broadcast_weights
from kit.serialization import register


@register("keras.losses")
def dice(y_true: Any, y_pred: Any, axis: int | Sequence[int] | None = None):
    """Return 1 minus the overlap of two areas (Dice).

        loss = 1 - 2 * sum(y_true * y_pred) / (sum(y_true) + sum(y_pred))

    Args:
        y_true: Labels in [0, 1], of the shape of `y_pred`.
        y_pred: Probabilities, `(batch, rows, columns, classes)`.
        axis: The axes of the sums; None for all of them, the batch too.

    Returns:
        An array of the axes that are left; one number for `axis=None`.

    >>> f"{dice([[1.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]]):.3f}"
    '0.333'
    """
    y_true, y_pred = equal_pair("dice", y_true, y_pred)
    axis = tuple(axis) if isinstance(axis, list) else axis
    common = jnp.sum(y_true * y_pred, axis=axis)
    total = jnp.sum(y_true, axis=axis) + jnp.sum(y_pred, axis=axis)
    return 1 - 2.0 * common / (total + config.epsilon())


@register("keras.losses")
def tversky(
    y_true: Any,
    y_pred: Any,
    alpha: float = 0.5,
    beta: float = 0.5,
    axis: int | Sequence[int] | None = None,
):
    """Return 1 minus the overlap of two areas, with a price for each kind of error.

        loss = 1 - common / (common + alpha * missed + beta * added)
        common = sum(y_true * y_pred),  missed = sum(y_true * (1 - y_pred)),
        added = sum((1 - y_true) * y_pred)

    With both prices 0.5 it is `dice`. The paper (Salehi and others, 2017) has alpha and
    beta the other way round; kit follows Keras.

    Args:
        y_true: Labels in [0, 1], of the shape of `y_pred`.
        y_pred: Probabilities, `(batch, rows, columns, classes)`.
        alpha: Price of what was missed.
        beta: Price of what was added.
        axis: The axes of the sums; None for all of them, the batch too.

    Returns:
        An array of the axes that are left; one number for `axis=None`.

    >>> f"{tversky([[1.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]], alpha=1.0):.3f}"
    '0.500'
    """
    y_true, y_pred = equal_pair("tversky", y_true, y_pred)
    axis = tuple(axis) if isinstance(axis, list) else axis
    common = jnp.sum(y_true * y_pred, axis=axis)
    missed = jnp.sum(y_true * (1 - y_pred), axis=axis)
    added = jnp.sum((1 - y_true) * y_pred, axis=axis)
    total = common + alpha * missed + beta * added
    return 1 - common / (total + config.epsilon())


class OverlapLoss(FormulaLoss):
    """The base of losses whose sums may run over the batch axis."""

    def values_and_mask(
        self, y_true: Any, y_pred: Any, mask: Any = None
    ) -> tuple[jax.Array, jax.Array | None]:
        """Return the losses and which of them count; masked samples add no area."""
        y_true, y_pred = equal_pair(self.name, y_true, y_pred)
        if mask is not None:
            keep = broadcast_weights(jnp.asarray(mask, bool), y_pred.shape)
            y_true, y_pred = jnp.where(keep, y_true, 0), jnp.where(keep, y_pred, 0)
        if self._joins_samples(y_pred.ndim):
            mask = None
        return super().values_and_mask(y_true, y_pred, mask)

    def _joins_samples(self, rank):
        if self.axis is None:
            return True
        axes = self.axis if isinstance(self.axis, list | tuple) else [self.axis]
        return any(axis % rank == 0 for axis in axes)


@register("keras.losses")
class Dice(OverlapLoss):
    """`dice` of a batch: see there for the formula.

    Args:
        reduction: How to reduce what `axis` leaves; see `Loss`.
        name: A word for messages.
        axis: The axes of the sums; `(1, 2, 3)` for one loss per image.
        dtype: Number format of the computation.

    >>> f"{Dice()([[1.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]]):.3f}"
    '0.333'
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str = "dice",
        axis: int | Sequence[int] | None = None,
        dtype: str | None = None,
    ):
        super().__init__(dice, reduction, name, dtype, axis=axis)


@register("keras.losses")
class Tversky(OverlapLoss):
    """`tversky` of a batch: see there for the formula.

    Args:
        alpha: Price of what was missed.
        beta: Price of what was added.
        reduction: How to reduce what `axis` leaves; see `Loss`.
        name: A word for messages.
        axis: The axes of the sums; `(1, 2, 3)` for one loss per image.
        dtype: Number format of the computation.

    >>> f"{Tversky(alpha=1.0)([[1.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]]):.3f}"
    '0.500'
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        reduction: str | None = "sum_over_batch_size",
        name: str = "tversky",
        axis: int | Sequence[int] | None = None,
        dtype: str | None = None,
    ):
        super().__init__(
            tversky, reduction, name, dtype, alpha=alpha, beta=beta, axis=axis
        )
