"""From what a user writes in `metrics=[...]` to Metrics: names, functions, objects.

`"accuracy"` and `"crossentropy"` depend on shapes, so they are resolved when the first
batch is known.
"""

from typing import Any

from kit import serialization
from kit.losses.resolve import (
    CROSSENTROPY_NAMES,
    function_name,
    joining_loss,
    label_kind,
)
from kit.metrics.accuracy import (
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
)
from kit.metrics.metric import Metric
from kit.metrics.probabilistic import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)
from kit.metrics.reduction import MeanMetricWrapper
from kit.serialization import CustomObjectScope

ACCURACY_NAMES = ("accuracy", "acc")

_ACCURACIES = {
    "binary": BinaryAccuracy,
    "sparse": SparseCategoricalAccuracy,
    "categorical": CategoricalAccuracy,
}
_CROSSENTROPIES = {
    "binary": BinaryCrossentropy,
    "sparse": SparseCategoricalCrossentropy,
    "categorical": CategoricalCrossentropy,
}


def get(identifier: Any) -> Any:
    """Return the metric that a name, a description, a class or an object stands for.

    Raises:
        ValueError: If there is none; it proposes the closest name.

    >>> get("mse")
    <MeanSquaredError name=mean_squared_error>
    """
    return serialization.get(identifier, "keras.metrics", "metric")


def serialize(metric: Any) -> Any:
    """Describe a metric as plain JSON.

    >>> serialize(get("BinaryAccuracy"))["config"]["threshold"]
    0.5
    """
    return serialization.serialize(metric)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Make a metric again from what `serialize` returned.

    Args:
        config: The description.
        custom_objects: Functions and classes of your own, by name.

    >>> deserialize(serialize(get("BinaryAccuracy")))
    <BinaryAccuracy name=binary_accuracy>
    """
    with CustomObjectScope(custom_objects):
        return get(config)


def resolve_accuracy(
    kind: str, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
) -> Metric:
    """Return the accuracy that fits the shapes, under the name that was typed.

    One output per sample: BinaryAccuracy. Integer labels: SparseCategoricalAccuracy.
    One-hot rows: CategoricalAccuracy. The loss plays no part, as in Keras.

    Args:
        kind: `"accuracy"` or `"acc"`.
        y_true_shape: Shape of the labels, with the batch axis.
        y_pred_shape: Shape of the predictions, with the batch axis.

    >>> resolve_accuracy("acc", (32,), (32, 10))
    <SparseCategoricalAccuracy name=acc>
    """
    return _ACCURACIES[label_kind(y_true_shape, y_pred_shape)](name=kind)


def resolve_crossentropy(
    kind: str, y_true_shape: tuple[int, ...], y_pred_shape: tuple[int, ...]
) -> Metric:
    """Return the crossentropy that fits the shapes, under the name that was typed.

    Args:
        kind: `"crossentropy"` or `"ce"`.
        y_true_shape: Shape of the labels, with the batch axis.
        y_pred_shape: Shape of the predictions, with the batch axis.

    >>> resolve_crossentropy("ce", (32, 10), (32, 10))
    <CategoricalCrossentropy name=ce>
    """
    return _CROSSENTROPIES[label_kind(y_true_shape, y_pred_shape)](name=kind)


def get_metric(identifier: Any, y_true: Any, y_pred: Any) -> Metric:
    """Return the Metric for one entry of `compile(metrics=[...])`, built.

    A string keeps its spelling as the name, a function gives its own name.

    Args:
        identifier: A name, a function, a Metric, its class or its description.
        y_true: The labels of a batch; only their shape matters.
        y_pred: The predictions of a batch; only their shape matters.

    >>> import jax
    >>> labels = jax.ShapeDtypeStruct((32, 1), "float32")
    >>> get_metric("accuracy", labels, labels)
    <BinaryAccuracy name=accuracy>
    >>> get_metric("mse", labels, labels)
    <MeanSquaredError name=mse>
    """
    kind = identifier.lower() if isinstance(identifier, str) else None
    if kind in ACCURACY_NAMES:
        metric = resolve_accuracy(identifier, y_true.shape, y_pred.shape)
    elif kind in CROSSENTROPY_NAMES:
        metric = resolve_crossentropy(identifier, y_true.shape, y_pred.shape)
    else:
        metric = get(identifier)
    if not isinstance(metric, Metric):
        name = function_name(metric)
        metric = MeanMetricWrapper(joining_loss(metric, name) or metric, name=name)
    if kind is not None:
        metric.name = identifier
    metric.build(tuple(y_true.shape), tuple(y_pred.shape))
    return metric
