"""Facts about a model, a loss, metrics and an optimizer, for the mistake doctor.

It reads what the rules of `kit.diagnosis` need, and asks for nothing to be computed.
"""

import functools
from typing import Any

from kit.diagnosis.facts import Head, LayerFacts, LossFacts, OptimizerFacts
from kit.diagnosis.measures import MetricFacts
from kit.losses.loss import LossFunctionWrapper
from kit.losses.resolve import CROSSENTROPY_NAMES
from kit.metrics.reduction import MeanMetricWrapper
from kit.metrics.resolve import ACCURACY_NAMES
from kit.serialization import find_custom, lookup, registered, snake_case

# Layers that hand their input on as it is, or in another form.
_PASSING = (
    "InputLayer",
    "Reshape",
    "Flatten",
    "Permute",
    "Dropout",
    "SpatialDropout1D",
    "Identity",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
)
# Layers whose argument `activation` is not the last thing that they do.
_WITH_GATES = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional")
_SCALING = ("BatchNormalization", "LayerNormalization")
_ALONE = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "PReLU": "prelu"}


def heads_of(model: Any) -> list[Head]:
    """Return what the model gives at each output, as far as its layers tell.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input((4,)), Dense(3, activation="softmax", name="last")])
    >>> head = heads_of(model)[0]
    >>> head.layer, head.width, head.activation
    ('last', 3, 'softmax')
    """
    graph = getattr(model, "_graph", None)
    if graph is not None:
        return [_head(tensor) for tensor in graph.output_tensors]
    if hasattr(model, "_line") and model.layers:
        return [_head_of_line(model.layers)]
    return []


def _head(tensor, shape=None):
    """Walk back from an output to the layer that decides what comes out."""
    layer, index, place = tensor._keras_history
    shape = shape or tuple(tensor.shape)
    node = layer._inbound_nodes[index]
    inner = getattr(layer, "_graph", None)
    if inner is not None:
        return _head(inner.output_tensors[place], shape)
    if _passes(layer) and node.input_tensors:
        return _head(node.input_tensors[0], shape)
    return _described(layer, shape, tuple(tensor.shape))


def _head_of_line(layers):
    """The same for a Sequential whose input shape is not known yet."""
    for layer in reversed(layers):
        if hasattr(layer, "_line") and layer.layers:
            return _head_of_line(layer.layers)
        if not _passes(layer):
            return _described(layer, None, None)
    return _described(layers[-1], None, None)


def _passes(layer):
    kind = type(layer).__name__
    is_linear = kind == "Activation" and activation_name(layer.activation) == "linear"
    return _is_kits(type(layer)) and (kind in _PASSING or is_linear)


def _described(layer, shape, own_shape):
    """The head that a layer makes; `own_shape` is what the layer itself gives."""
    inner = layer.layer if type(layer).__name__ == "TimeDistributed" else layer
    kind, known = type(inner).__name__, _is_kits(type(inner))
    width = shape[-1] if shape else getattr(inner, "units", None)
    activation, choices = None, own_shape[-1] if own_shape else width
    takes = known and hasattr(inner, "activation") and kind not in _WITH_GATES
    if takes:
        activation = activation_name(inner.activation)
    elif known and kind == "Softmax":
        activation = "softmax"
        axis = getattr(inner, "axis", -1)
        is_one = own_shape is not None and isinstance(axis, int)
        choices = own_shape[axis] if is_one else None
    elif known:
        activation = _ALONE.get(kind, "linear" if kind in _SCALING else None)
    return Head(layer.name, width, activation, shape, takes, choices)


def activation_name(function: Any) -> str | None:
    """Return the name of an activation, or None for a stranger.

    >>> from kit.activations import relu
    >>> activation_name(relu), activation_name(lambda x: x)
    ('relu', None)
    """
    if function is None:
        return "linear"
    if isinstance(function, functools.partial):
        function = function.func
    name = getattr(function, "__name__", type(function).__name__)
    name = _ALONE.get(name, name).lower()
    return name if name in _known_activations() else None


@functools.cache
def _known_activations():
    return frozenset(registered("keras.activations"))


def loss_facts(loss: Any) -> LossFacts:
    """Return what is known of a loss, however it was written.

    >>> from kit.losses.crossentropy import SparseCategoricalCrossentropy
    >>> loss_facts(SparseCategoricalCrossentropy(from_logits=True)).from_logits
    True
    >>> loss_facts("mse").name, loss_facts(max).name
    ('mean_squared_error', '')
    """
    typed, options = "", {}
    if isinstance(loss, str):
        typed = loss
        if loss.lower() in CROSSENTROPY_NAMES or find_custom(loss) is not None:
            return LossFacts("", typed=typed)
        loss = lookup("keras.losses", loss, "loss")
    if isinstance(loss, functools.partial):
        loss, options = loss.func, loss.keywords
    if isinstance(loss, LossFunctionWrapper):
        options = loss.arguments
        typed = loss.name if not _is_kits(type(loss)) else type(loss).__name__
        loss = loss.fn
        typed = "" if typed == "LossFunctionWrapper" else typed
    if not _is_kits(loss):
        return LossFacts("", typed=typed or getattr(loss, "__name__", ""))
    if not isinstance(loss, type) and not hasattr(loss, "__name__"):
        loss = type(loss)
    return LossFacts(
        snake_case(loss.__name__),
        bool(options.get("from_logits", False)),
        options.get("ignore_class"),
        typed,
    )


def metric_facts(metric: Any) -> MetricFacts:
    """Return what is known of a metric, however it was written.

    >>> metric_facts("acc")
    MetricFacts(name='accuracy', typed='acc', equality=False)
    """
    if isinstance(metric, str):
        if metric.lower() in ACCURACY_NAMES:
            return MetricFacts("accuracy", metric)
        if metric.lower() in CROSSENTROPY_NAMES or find_custom(metric) is not None:
            return MetricFacts("", metric)
        typed, metric = metric, lookup("keras.metrics", metric, "metric")
        return MetricFacts(snake_case(getattr(metric, "__name__", "")), typed)
    if isinstance(metric, type) and _is_kits(metric):
        name = metric.__name__
    elif type(metric) is MeanMetricWrapper:
        fn = metric.fn
        name = getattr(fn, "__name__", "") if _is_kits(fn) else ""
        return MetricFacts(name, metric.name)
    elif _is_kits(type(metric)):
        name = type(metric).__name__
    else:
        name = metric.__name__ if _is_kits(metric) else ""
        return MetricFacts(name, getattr(metric, "__name__", type(metric).__name__))
    return MetricFacts(snake_case(name), f"{name}()", name == "Accuracy")


def optimizer_facts(optimizer: Any) -> OptimizerFacts:
    """Return the optimizer's class, and its rate if it is a number."""
    rate = getattr(optimizer, "_learning_rate", None)
    if rate is None or callable(rate) or not hasattr(rate, "numpy"):
        return OptimizerFacts(type(optimizer).__name__, None)
    return OptimizerFacts(type(optimizer).__name__, float(rate.numpy()))


def layer_facts(model: Any) -> list[LayerFacts]:
    """Return the layers in order, those of models inside in their place.

    A layer that is not one of kit's own gets no kind, as nobody knows what it does;
    and a model written as a class gets no list, as nobody knows the order.
    """
    graph = getattr(model, "_graph", None)
    if graph is None and not hasattr(model, "_line"):
        return []
    found = []
    for layer in model.layers if graph is None else graph.layers:
        if hasattr(layer, "layers") and hasattr(layer, "_graph"):
            inner = layer_facts(layer)
            found += inner or [LayerFacts(layer.name, "")]
            continue
        known = _is_kits(type(layer))
        found.append(
            LayerFacts(
                layer.name,
                type(layer).__name__ if known else "",
                _last_activation(layer),
                known and _has_weights(layer),
                _number(layer, "rate"),
                _number(layer, "scale"),
            )
        )
    return found


def _last_activation(layer):
    if hasattr(layer, "activation"):
        return activation_name(layer.activation)
    return "softmax" if type(layer).__name__ == "Softmax" else None


def _number(layer, name):
    value = getattr(layer, name, None)
    return float(value) if isinstance(value, int | float) else None


def _has_weights(layer):
    """Whether a layer of kit has weights, or will have them once it is built."""
    return bool(layer._own_variables) or hasattr(layer, "kernel_initializer")


def embeddings_of_inputs(model: Any) -> list[tuple[int, str, int]]:
    """Return (place of the input, name, number of words) of Embeddings at inputs."""
    graph = getattr(model, "_graph", None)
    if graph is None:
        return []
    places = {id(tensor): i for i, tensor in enumerate(graph.input_tensors)}
    return [
        (places[id(node.input_tensors[0])], node.layer.name, node.layer.input_dim)
        for node in graph.nodes
        if type(node.layer).__name__ == "Embedding" and _is_kits(type(node.layer))
        if node.input_tensors and id(node.input_tensors[0]) in places
    ]


def usual_loss(model: Any) -> str:
    """Return the name of a loss that fits the last layer."""
    heads = heads_of(model)
    losses = {
        "softmax": "sparse_categorical_crossentropy",
        "sigmoid": "binary_crossentropy",
    }
    return losses.get(heads[0].activation or "", "mse") if heads else "mse"


def has_own_step(model: Any) -> bool:
    """Tell whether the model computes its loss or its step in a way of its own."""
    names = ("train_step", "test_step", "compute_loss", "compute_metrics")
    return any(not _is_kits(getattr(type(model), name)) for name in names)


def is_users(item: Any) -> bool:
    """Tell whether a function or an object is not one of kit's own.

    >>> is_users(heads_of), is_users(len)
    (False, True)
    """
    return not _is_kits(item)


def _is_kits(item):
    return getattr(item, "__module__", "").startswith("kit.")
