"""May a smaller last batch be padded to full size? Only if no code mixes rows.

Padded rows must not change a result. The layers, losses and metrics of kit leave them
out; code of the user's own cannot know of them, so such a model runs its last batch
in its true size, at the price of one more compilation.
"""

from typing import Any

from kit.losses.loss import Loss, LossFunctionWrapper
from kit.metrics.metric import Metric
from kit.metrics.reduction import MeanMetricWrapper

_STEP_METHODS = ("train_step", "test_step", "compute_loss", "compute_metrics")


def may_pad(model: Any) -> bool:
    """Tell whether a smaller batch of this model may be padded and masked."""
    if any(not _is_kits(getattr(type(model), name)) for name in _STEP_METHODS):
        return False
    layers = model._flatten_layers()
    if _any_has_states(layers) or not _all_are_kits(layers):
        return False
    if any(layer.activity_regularizer is not None for layer in layers):
        return False
    if any(getattr(layer, "adds_loss", False) for layer in layers):
        return False
    losses = model._compiled_loss.losses if model._compiled_loss else []
    metrics = model._compiled_metrics.metrics if model._compiled_metrics else []
    return all(map(_leaves_rows_out, [*losses, *metrics]))


def may_pad_forward(model: Any) -> bool:
    """Tell whether inputs may be padded for predictions."""
    if not _is_kits(type(model).predict_step):
        return False
    layers = model._flatten_layers()
    return not _any_has_states(layers) and _all_are_kits(layers)


def has_states(model: Any) -> bool:
    """Tell whether a layer goes on with the states of the batch before."""
    return _any_has_states(model._flatten_layers())


def _any_has_states(layers: list) -> bool:
    return any(getattr(layer, "stateful", False) for layer in layers)


def _all_are_kits(layers: list) -> bool:
    return all(_is_kits(type(layer).call) for layer in layers)


def _leaves_rows_out(item: Loss | Metric | None) -> bool:
    if item is None:
        return True
    inner = getattr(item, "fn", None) or getattr(item, "_fn", None)
    if isinstance(item, LossFunctionWrapper | MeanMetricWrapper) and inner is not None:
        return _is_kits(inner) and _is_kits(type(item))
    return _is_kits(type(item))


def _is_kits(item: Any) -> bool:
    return getattr(item, "__module__", "").startswith("kit.")
