"""clone_model: the same architecture once more, with new weights."""

from collections.abc import Callable
from typing import Any

from kit.layers.layer import Layer
from kit.models.functional_config import graph_from_config
from kit.models.model import Model
from kit.models.sequential import Sequential


def clone_model(
    model: Model,
    input_tensors: Any = None,
    clone_function: Callable[[Layer], Layer] | None = None,
) -> Model:
    """Make a model of the same layers, with fresh weights.

    Args:
        model: A Sequential or functional model.
        input_tensors: New symbolic inputs for a Sequential model, or None.
        clone_function: Makes the copy of each layer, for example with other settings;
            by default `type(layer).from_config(layer.get_config())`.

    Raises:
        ValueError: For a model written as a class, whose parts kit cannot know.

    >>> from kit.layers.core import Dense, Input
    >>> model = Sequential([Input((4,)), Dense(2)])
    >>> clone_model(model).count_params()
    10
    """
    if model._graph is None and not isinstance(model, Sequential):
        raise ValueError(
            f'clone_model cannot copy "{model.name}", a class with its own call.\n'
            "Expected a Sequential or functional model.\n"
            f"Make another one: {type(model).__name__}(...)."
        )
    copy = clone_function or (lambda layer: type(layer).from_config(layer.get_config()))
    if isinstance(model, Sequential):
        return _clone_line(model, input_tensors, copy)
    return _clone_graph(model, copy)


def _clone_line(model, input_tensors, copy):
    layers = [copy(layer) for layer in model.layers]
    if input_tensors is not None:
        first = input_tensors[0] if isinstance(input_tensors, list) else input_tensors
        layers.insert(0, first)
    elif model._graph is not None:
        start = model._graph.input_tensors[0]._keras_history[0]
        layers.insert(0, type(start).from_config(start.get_config()))
    return type(model)(layers, name=model.name)


def _clone_graph(model, copy):
    copies = {layer.name: copy(layer) for layer in model._graph.layers}
    inputs, outputs = graph_from_config(model.get_config(), layers=copies)
    return type(model)(inputs=inputs, outputs=outputs, name=model.name)
