"""The configuration of a functional model: its layers, and which calls connect them.

The form is Keras's, so that files can be exchanged.
"""

from typing import Any

import jax

from kit.layers.symbolic import KerasTensor
from kit.models.graph import Graph, node_of
from kit.serialization import (
    PLAIN_OBJECTS,
    CustomObjectScope,
    deserialize,
    restore_plain,
    serialize,
)


def functional_config(model: Any) -> dict[str, Any]:
    """Return the plain description of a model with a graph."""
    graph: Graph = model._graph
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": [_layer_entry(layer, graph) for layer in graph.layers],
        "input_layers": _places(graph.inputs, graph),
        "output_layers": _places(graph.outputs, graph),
    }


def _layer_entry(layer, graph):
    entry = serialize(layer)
    if layer._build_shapes:
        entry["build_config"] = serialize(layer._build_shapes)
    entry["name"] = layer.name
    entry["inbound_nodes"] = [
        {
            "args": [_describe(a, graph) for a in node.arguments],
            "kwargs": {k: _describe(v, graph) for k, v in node.keywords.items()},
        }
        for node in _own_nodes(layer, graph)
        if node.input_tensors
    ]
    return entry


def _own_nodes(layer, graph):
    """The calls of a layer that belong to this graph, in order."""
    mine = {id(node) for node in graph.nodes}
    return [node for node in layer._inbound_nodes if id(node) in mine]


def _place(tensor, graph):
    """(layer name, which of its calls, which of the call's outputs)."""
    layer, _, position = tensor._keras_history
    nodes = _own_nodes(layer, graph)
    index = [id(node) for node in nodes].index(id(node_of(tensor)))
    return [layer.name, index, position]


def _places(tensors, graph):
    if isinstance(tensors, KerasTensor):
        return (
            [_place(tensors, graph)]
            if tensors is graph.inputs
            else _place(tensors, graph)
        )
    if isinstance(tensors, dict):
        return {key: _places(value, graph) for key, value in tensors.items()}
    return [_place(value, graph) for value in tensors]


def _describe(value, graph):
    if isinstance(value, KerasTensor):
        return {
            "class_name": "__keras_tensor__",
            "config": {
                "shape": list(value.shape),
                "dtype": value.dtype,
                "keras_history": _place(value, graph),
            },
        }
    if isinstance(value, list | tuple):
        return [_describe(item, graph) for item in value]
    if isinstance(value, dict):
        return {key: _describe(item, graph) for key, item in value.items()}
    return serialize(value)


def graph_from_config(
    config: dict[str, Any],
    custom_objects: Any = None,
    layers: dict[str, Any] | None = None,
) -> tuple:
    """Make the layers again and call them; returns (inputs, outputs).

    Args:
        config: What `functional_config` returned.
        custom_objects: Classes and functions of your own, by name.
        layers: The layers by name, if they are made already.

    Raises:
        ValueError: If the description is damaged: a missing layer, a cycle.
    """
    with CustomObjectScope(custom_objects):
        made, waiting = dict(layers or {}), []
        for entry in config["layers"]:
            if layers is None:
                made[entry["name"]] = deserialize(entry, "keras.layers", "layer")
            layer = made[entry["name"]]
            waiting += [(layer, call) for call in entry["inbound_nodes"]]
        layers = made
    _make_calls(layers, waiting)
    inputs = _find_all(config["input_layers"], layers)
    outputs = _find_all(config["output_layers"], layers)
    return inputs, outputs


def _make_calls(layers, waiting):
    """Repeat each call as soon as its inputs exist; calls of a layer stay in order."""
    while waiting:
        left, blocked = [], set()
        for layer, call in waiting:
            ready = id(layer) not in blocked and _is_ready(call, layers)
            if not ready:
                blocked.add(id(layer))
                left.append((layer, call))
                continue
            arguments = [_restore(a, layers) for a in call["args"]]
            keywords = {k: _restore(v, layers) for k, v in call["kwargs"].items()}
            layer(*arguments, **keywords)
        if len(left) == len(waiting):
            raise ValueError(
                f'The call of layer "{left[0][0].name}" needs a tensor that never '
                "comes.\nExpected layers that are connected without a cycle.\n"
                "The file or text is damaged."
            )
        waiting = left


def _histories(value):
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            yield value["config"]["keras_history"]
        else:
            for item in value.values():
                yield from _histories(item)
    elif isinstance(value, list):
        for item in value:
            yield from _histories(item)


def _is_ready(call, layers):
    def exists(name, index, position):
        nodes = layers[name]._inbound_nodes if name in layers else []
        offset = _first_node(layers.get(name))
        return index + offset < len(nodes)

    return all(exists(*history) for history in _histories([call]))


def _first_node(layer):
    """A model inside a model keeps nodes of its own making out of the count."""
    return 0


def _restore(value, layers):
    if isinstance(value, dict) and value.get("class_name") == "__keras_tensor__":
        return _find(value["config"]["keras_history"], layers)
    if isinstance(value, dict) and value.get("class_name") in PLAIN_OBJECTS:
        return restore_plain(value)
    if isinstance(value, dict):
        return {key: _restore(item, layers) for key, item in value.items()}
    if isinstance(value, list):
        return [_restore(item, layers) for item in value]
    return value


def _find(place, layers):
    name, index, position = place
    if name not in layers:
        raise ValueError(
            f'The description names a layer "{str(name)[:40]}" that it lacks.\n'
            "Expected every connected layer in its list.\n"
            "The file or text is damaged."
        )
    return layers[name]._inbound_nodes[index].output_tensors[position]


def _find_all(places, layers):
    if isinstance(places, dict):
        return {key: _find_all(value, layers) for key, value in places.items()}
    if places and isinstance(places[0], str):
        return _find(places, layers)
    found = [_find_all(place, layers) for place in places]
    return found


def count_tensors(structure: Any) -> int:
    """Return how many symbolic tensors a structure holds."""
    return len(jax.tree.leaves(structure))
