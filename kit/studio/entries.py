"""Layer entries: one layer as plain values, and what it would do to a shape.

`ModelSpec` keeps a tuple of them. An entry is what `Sequential.get_config()["layers"]`
holds for a layer, so nothing has to be translated on the way to a model or a file.
"""

import json
import math
from functools import lru_cache
from typing import Any, NamedTuple

from kit import config, initializers
from kit.layers.core import InputLayer
from kit.layers.layer_config import parameters
from kit.layers.symbolic import KerasTensor
from kit.serialization import deserialize, find_custom, lookup, serialize, snake_case
from kit.studio.finding import Finding

MODULE = "keras.layers"
Entry = dict[str, Any]

# Stands for "no seed was given" while an entry is read: a layer with a seed of its own
# draws nothing from the global stream, so looking at layers never changes a training.
_NO_SEED = 4_294_967_291
_MISSING = object()
_MODELS = {"Sequential": "Sequential"}  # any other one is a graph


class Outline(NamedTuple):
    """What a layer would do: its output shape and how many numbers it would learn."""

    shape: tuple | None
    trainable: int
    frozen: int
    error: Finding | None = None


def layer_class(class_name: str) -> type:
    """Return the class of this name.

    Raises:
        ValueError: If there is none; it proposes the closest name.

    >>> layer_class("Dense").__name__
    'Dense'
    """
    return lookup(MODULE, class_name, "layer")


def make_entry(class_name: str, arguments: dict[str, Any], name: str) -> Entry:
    """Describe a layer completely, with the usual values of what is not given.

    Args:
        class_name: Such as `"Dense"`.
        arguments: What to write between the brackets.
        name: The layer's name.

    Raises:
        TypeError: If an argument does not exist or one is missing.
        ValueError: If an argument has an impossible value.

    >>> make_entry("Dense", {"units": 10}, "dense")["config"]["use_bias"]
    True
    """
    return _describe(layer_class(class_name), arguments, name)


def class_of(entry: Entry) -> type:
    """Return the class of an entry: one of kit, or one that the user registered.

    Raises:
        ValueError: If there is none.

    >>> class_of(input_entry((784,))).__name__
    'InputLayer'
    """
    custom = find_custom(entry.get("registered_name"))
    if custom is not None:
        return custom
    if entry.get("module") == "keras":  # a model inside of a model
        return lookup("keras", _MODELS.get(entry["class_name"], "Model"), "model")
    return layer_class(entry["class_name"])


def _describe(cls: type, arguments: dict[str, Any], name: str) -> Entry:
    given = {**_chance_defaults(cls), **arguments, "name": name}
    layer = cls(**{key: _fix_chance(key, value) for key, value in given.items()})
    return _free_chance(plain(serialize(layer)))


def _usual_values(cls: type) -> dict[str, Any]:
    """Return the defaults of a layer's arguments, in the form that entries have."""
    found = {"trainable": True, "dtype": config.floatx()}
    for parameter in parameters(cls):
        if parameter.default is not parameter.empty:
            value = _fix_chance(parameter.name, parameter.default)
            found[parameter.name] = _free_chance(plain(serialize(value)))
    return found


def changed(entry: Entry, arguments: dict[str, Any]) -> Entry:
    """Return an entry with other arguments, complete unless one is impossible.

    >>> entry = make_entry("Dense", {"units": 10}, "dense")
    >>> changed(entry, {"units": 0})["config"]["units"]
    0
    """
    settings = entry["config"]
    chosen = settings if is_input(entry) else chosen_arguments(entry)
    chosen = {**chosen, **plain(arguments)}
    try:
        return _describe(class_of(entry), chosen, settings["name"])
    except Exception:  # its row says what is wrong, as the error of its Outline
        config = {**_usual_values(class_of(entry)), **chosen, "name": settings["name"]}
        return {**entry, "config": config}


def chosen_arguments(entry: Entry) -> dict[str, Any]:
    """Return the arguments that are needed to make the same layer, in order.

    One after the other is compared with what the layer has without it, so that a
    value which follows from another one is not among them. The name is left out.

    >>> chosen_arguments(make_entry("Dense", {"units": 10, "use_bias": True}, "dense"))
    {'units': 10}
    """
    cls, settings = class_of(entry), entry["config"]
    named = parameters(cls)
    chosen = {
        parameter.name: settings[parameter.name]
        for parameter in named
        if parameter.default is parameter.empty and parameter.name in settings
    }
    for name in [*(parameter.name for parameter in named), "trainable", "dtype"]:
        if name in settings and name not in chosen and name != "name":
            if _value_without(cls, chosen, name) != settings[name]:
                chosen[name] = settings[name]
    return chosen


def _value_without(cls: type, chosen: dict[str, Any], name: str) -> Any:
    try:
        entry = _describe(cls, chosen, "unnamed")
    except Exception:  # a wrong layer is compared with the defaults alone
        return _usual_values(cls).get(name, _MISSING)
    return entry["config"].get(name, _MISSING)


def outline(entry: Entry, input_shape: tuple | None) -> Outline:
    """Return what a layer would do to inputs of a shape; it never raises.

    No weight is made where the layer knows its output shape by a rule.

    Args:
        entry: The layer.
        input_shape: With `None` for the batch; `None` where it is not known.

    >>> entry = make_entry("Dense", {"units": 10}, "dense")
    >>> outline(entry, (None, 784))
    Outline(shape=(None, 10), trainable=7850, frozen=0, error=None)
    """
    return _outline(json.dumps(entry, sort_keys=True), input_shape)


@lru_cache(maxsize=512)
def _outline(entry_text: str, input_shape: tuple | None) -> Outline:
    entry = json.loads(entry_text)
    try:
        if entry.get("class_name") == "InputLayer":
            layer = deserialize(entry, MODULE, "layer")
            InputLayer(shape=layer.batch_shape[1:], name=layer.name)  # checks sizes
            return Outline(tuple(layer.batch_shape), 0, 0)
        if input_shape is None:
            _quiet_layer(entry)
            return Outline(None, 0, 0)
        try:
            return _sketch(entry, input_shape)
        except ValueError:
            raise
        except Exception:  # a layer that needs real weights for its answer
            return _build(entry, input_shape)
    except Exception as error:  # whatever a layer says becomes the row's message
        return Outline(None, 0, 0, Finding.from_error(error))


def _sketch(entry: Entry, input_shape: tuple) -> Outline:
    """Ask a layer for its shapes with stand-ins for its weights."""
    layer, sizes = sketch_layer(entry)
    output = layer(KerasTensor(input_shape, layer.compute_dtype))
    return Outline(tuple(output.shape), *count_weights(layer, sizes))


def sketch_layer(entry: Entry) -> tuple[Any, dict[bool, int]]:
    """Make a layer that notes the sizes of its weights instead of making them.

    Returns:
        The layer, and how many numbers it learns (True) and keeps (False) so far.
    """
    layer = _quiet_layer(entry)
    sizes = {True: 0, False: 0}

    def note_size(shape=(), *unused, trainable=True, **also_unused):
        shape = (shape,) if isinstance(shape, int) else tuple(shape or ())
        sizes[bool(trainable and layer.trainable)] += math.prod(shape)
        return KerasTensor(shape)

    for part in layer._flatten_layers():
        part.add_weight = note_size
    return layer, sizes


def _build(entry: Entry, input_shape: tuple) -> Outline:
    layer = _quiet_layer(entry)
    output = layer(KerasTensor(input_shape, layer.compute_dtype))
    return Outline(tuple(output.shape), *count_weights(layer, {True: 0, False: 0}))


def count_weights(layer: Any, sizes: dict[bool, int]) -> tuple[int, int]:
    """Return how many numbers a layer learns and keeps, with those it made anyway."""
    trainable = sizes[True] + sum(weight.size for weight in layer.trainable_weights)
    frozen = sizes[False] + sum(weight.size for weight in layer.non_trainable_weights)
    return trainable, frozen


# Chance: entries are read without drawing from the global stream of seeds.


def _quiet_layer(entry: Entry) -> Any:
    cls = class_of(entry)
    settings = {**_chance_defaults(cls), **entry["config"]}
    fixed = {key: _fix_chance(key, value) for key, value in settings.items()}
    return deserialize({**entry, "config": fixed}, MODULE, "layer")


def _chance_defaults(cls: type) -> dict[str, Any]:
    """Return the defaults that would draw a seed: initializers and seeds."""
    return {
        parameter.name: parameter.default
        for parameter in parameters(cls)
        if parameter.default is not parameter.empty
        and (parameter.name == "seed" or parameter.name.endswith("_initializer"))
    }


def _fix_chance(key: str, value: Any) -> Any:
    """Replace every seed that is not given by one that means "not given"."""
    if key == "seed" and value is None:
        return _NO_SEED
    if key.endswith("_initializer") and isinstance(value, str):
        return _initializer_config(value)
    if isinstance(value, dict):
        return {name: _fix_chance(name, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_fix_chance("", inner) for inner in value]
    return value


def _initializer_config(name: str) -> Any:
    found = lookup("keras.initializers", name, "initializer")
    seeded = isinstance(found, type) and any(
        parameter.name == "seed" for parameter in parameters(found)
    )
    made = found(seed=_NO_SEED) if seeded else initializers.get(name)
    return serialize(made)


def _free_chance(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _free_chance(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_free_chance(inner) for inner in value]
    return None if isinstance(value, int) and value == _NO_SEED else value


# Names and texts


def plain(value: Any) -> Any:
    """Return a value as JSON would read it back: tuples become lists, no sharing.

    >>> plain({"pool_size": (2, 2)})
    {'pool_size': [2, 2]}
    """
    return json.loads(json.dumps(value))


def is_input(entry: Entry) -> bool:
    """Tell whether an entry is the model's Input.

    >>> is_input(input_entry((28, 28)))
    True
    """
    return entry.get("class_name") == "InputLayer"


def input_entry(shape: tuple, name: str = "input_layer") -> Entry:
    """Describe the Input of a model for samples of this shape.

    >>> input_entry((784,))["config"]["batch_shape"]
    [None, 784]
    """
    return plain(serialize(InputLayer(shape=tuple(shape), name=name)))


def automatic_name(class_name: str, taken: set[str]) -> str:
    """Return the first free of `dense`, `dense_1`, `dense_2`, ...

    >>> automatic_name("Dense", {"dense"})
    'dense_1'
    """
    stem = "input_layer" if class_name == "InputLayer" else snake_case(class_name)
    number = 0
    while (name := f"{stem}_{number}" if number else stem) in taken:
        number += 1
    return name


def is_automatic_name(class_name: str, name: str) -> bool:
    """Tell whether kit would choose such a name by itself.

    >>> is_automatic_name("Dense", "dense_12"), is_automatic_name("Dense", "head")
    (True, False)
    """
    stem = automatic_name(class_name, set())
    rest = name.removeprefix(stem)
    return name.startswith(stem) and (not rest or rest[1:].isdigit())
