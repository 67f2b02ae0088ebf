"""A model whose layers form a graph: the shapes of its layers, and what feeds what.

The entries are those of `Model.get_config()["layers"]`; the connections in them stay as
they are, while the layers may be changed like those of a Sequential.
"""

import json
from functools import lru_cache
from typing import Any

import jax

from kit.layers.symbolic import KerasTensor
from kit.serialization import PLAIN_OBJECTS, restore_plain
from kit.studio import entries
from kit.studio.entries import Entry, Outline
from kit.studio.finding import Finding

Place = tuple[str, int, int]  # layer, which of its calls, which output of the call
_TENSOR = "__keras_tensor__"


def sources(call: Any) -> list[Place]:
    """Return where the tensors of a call come from, in order.

    >>> tensor = {"class_name": "__keras_tensor__"}
    >>> tensor["config"] = {"keras_history": ["input", 0, 0]}
    >>> sources({"args": [[tensor]], "kwargs": {}})
    [('input', 0, 0)]
    """
    if is_tensor(call):
        name, index, position = call["config"]["keras_history"]
        return [(name, index, position)]
    if isinstance(call, dict):
        call = list(call.values())
    if isinstance(call, list):
        return [place for item in call for place in sources(item)]
    return []


def is_tensor(value: Any) -> bool:
    """Tell whether a value of a call stands for the output of a layer."""
    return isinstance(value, dict) and value.get("class_name") == _TENSOR


def connections(layers: tuple[Entry, ...]) -> list[tuple[str, str]]:
    """Return pairs of names: the output of the first goes into the second.

    >>> connections(())
    []
    """
    pairs = [
        (name, entry["config"]["name"])
        for entry in layers
        for call in entry["inbound_nodes"]
        for name, _, _ in sources(call)
    ]
    return list(dict.fromkeys(pairs))


def first_name(places: Any) -> str:
    """Return the layer of the first of some places, such as `"output_layers"`.

    >>> first_name([["dense", 0, 0], ["dense_1", 0, 0]])
    'dense'
    """
    while not isinstance(places, str):
        places = next(iter(places.values() if isinstance(places, dict) else places))
    return places


def outlines(layers: tuple[Entry, ...]) -> tuple[Outline | None, ...]:
    """Return what each layer does; None for those behind a wrong one.

    Args:
        layers: The entries, in any order.
    """
    return _outlines(json.dumps(layers))


@lru_cache(maxsize=64)
def _outlines(text: str) -> tuple[Outline | None, ...]:
    layers = json.loads(text)
    made: dict[tuple[str, int], list[KerasTensor]] = {}
    found: dict[str, Outline] = {}
    waiting = {entry["config"]["name"]: entry for entry in layers}
    while waiting:
        ready = [
            name for name, entry in waiting.items() if _is_ready(entry, made, name)
        ]
        for name in ready:
            found[name] = _trace(waiting.pop(name), made)
        if not ready:
            break  # behind a wrong layer, or two layers that share in turns
    return tuple(found.get(entry["config"]["name"]) for entry in layers)


def _is_ready(entry, made, own_name):
    places = sources(entry["inbound_nodes"])
    return all((n, i) in made or n == own_name for n, i, _ in places)


def _trace(entry: Entry, made: dict) -> Outline:
    """Ask one layer for the shapes of its outputs, in all of its calls."""
    name = entry["config"]["name"]
    if entries.is_input(entry):
        here = entries.outline(_alone(entry), None)
        if here.shape is not None:
            dtype = entry["config"].get("dtype") or "float32"
            made[name, 0] = [KerasTensor(here.shape, dtype)]
        return here
    try:
        layer, sizes = entries.sketch_layer(_alone(entry))
        shape: tuple | None = None
        for index, call in enumerate(entry["inbound_nodes"]):
            args = _with_tensors(call["args"], made)
            outputs = layer(*args, **_with_tensors(call["kwargs"], made))
            made[name, index] = leaves = jax.tree.leaves(outputs)
            shape = shape or tuple(leaves[0].shape)
        return Outline(shape, *entries.count_weights(layer, sizes))
    except Exception as error:  # whatever a layer says becomes the row's message
        return Outline(None, 0, 0, Finding.from_error(error))


def _alone(entry: Entry) -> Entry:
    """Return an entry without its connections."""
    return {k: v for k, v in entry.items() if k not in ("name", "inbound_nodes")}


def _with_tensors(value: Any, made: dict) -> Any:
    if is_tensor(value):
        name, index, position = value["config"]["keras_history"]
        tensor = made[name, index][position]
        return KerasTensor(tensor.shape, tensor.dtype)
    if isinstance(value, dict) and value.get("class_name") in PLAIN_OBJECTS:
        return restore_plain(value)
    if isinstance(value, dict):
        return {key: _with_tensors(item, made) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_tensors(item, made) for item in value]
    return value
