"""The layers of a described model and the calls that connect them, checked.

A call may hold tensors of the same model and plain values; never a function or an
object, which some files used to run programs.
"""

from collections.abc import Callable
from typing import Any

from kit.saving.keras_form import is_description
from kit.saving.paths import short
from kit.saving.refusal import refuse

MOST_LAYERS = 3_000
MOST_CALLS = 10_000
_WORDS = {
    "name",
    "trainable",
    "dtype",
    "layers",
    "build_input_shape",
    "input_layers",
    "output_layers",
}
_PLAIN_WORDS = {
    "__numpy__": {"value", "dtype"},
    "__slice__": {"start", "stop", "step"},
    "__ellipsis__": set(),
}
NUMBER_FORMATS = ("float16", "float32", "float64", "int32", "int64", "bool")
_TENSOR = "__keras_tensor__"


def describes_graph(config: dict[str, Any]) -> bool:
    """Tell whether the arguments of a class are layers and their connections.

    >>> describes_graph({"layers": [{"class_name": "Dense"}]})
    True
    """
    layers = config.get("layers")
    return isinstance(layers, list) and all(is_description(entry) for entry in layers)


def check_graph(config: dict[str, Any], check: Callable) -> dict[str, Any]:
    """Return the config of a model, if its layers and calls are harmless.

    Args:
        config: The config of a Sequential or functional model.
        check: `check(entry, kind, label)`, which checks one layer.

    Raises:
        ValueError: For too many layers, equal names or calls of what does not exist.
    """
    entries = config["layers"]
    unknown = set(config) - _WORDS
    if unknown:
        raise refuse(
            f'A model has the key "{short(min(unknown))}"',
            f"only {', '.join(sorted(_WORDS))}",
        )
    if len(entries) > MOST_LAYERS:
        raise refuse(f"A model has {len(entries):,} layers", f"at most {MOST_LAYERS:,}")
    checked = [check(entry, "layer", "A layer") for entry in entries]
    _check_names(checked)
    if "input_layers" in config:
        calls = {entry["name"]: _count_calls(entry) for entry in checked}
        for entry in checked:
            _check_calls(entry, calls)
        for word in ("input_layers", "output_layers"):
            _check_places(config.get(word), calls)
    return config | {"layers": checked}


def _check_names(entries):
    seen = set()
    for entry in entries:
        name = entry["config"].get("name")
        if name in seen and name is not None:
            raise refuse(
                f'Two layers have the name "{short(name)}"',
                "a name of its own for every layer",
            )
        seen.add(name)


def _count_calls(entry):
    """How many tensors a layer may be asked for; an input is there without a call."""
    calls = entry.get("inbound_nodes")
    if not isinstance(calls, list) or len(calls) > MOST_CALLS:
        raise _damaged_call(entry["name"])
    return max(len(calls), 1)


def _check_calls(entry, calls):
    name = entry["name"]
    if name != entry["config"].get("name", name):
        raise refuse(f'The layer "{short(str(name))}" has two names', "one name")
    for call in entry["inbound_nodes"]:
        well_formed = (
            isinstance(call, dict)
            and set(call) == {"args", "kwargs"}
            and isinstance(call["args"], list)
            and isinstance(call["kwargs"], dict)
        )
        if not well_formed:
            raise _damaged_call(name)
        tensors = _count_tensors([call["args"], call["kwargs"]], calls, name)
        if not tensors:  # it would compute at once, and as much as it likes
            raise _damaged_call(name)


def _count_tensors(value, calls, name):
    """Count the tensors in an argument, refusing everything but plain values."""
    if isinstance(value, list):
        return sum(_count_tensors(item, calls, name) for item in value)
    if is_description(value):
        if value["class_name"] == _TENSOR:
            config = value.get("config")
            history = config.get("keras_history") if isinstance(config, dict) else None
            _check_place(history, calls)
            return 1
        if not _is_plain_object(value):
            raise refuse(
                f'A call of layer "{short(str(name))}" is given a '
                f"{short(str(value['class_name']))}",
                "tensors and plain values",
                "Never load this file: it tries to run a program",
            )
        return 0
    if isinstance(value, dict):
        return _count_tensors(list(value.values()), calls, name)
    return 0


def _is_plain_object(value):
    """Tell slices and arrays of numbers from everything that could be code."""
    config = value.get("config")
    words = _PLAIN_WORDS.get(str(value["class_name"]))
    if words is None or not isinstance(config, dict) or set(config) != words:
        return False
    if value["class_name"] == "__slice__":
        return all(part is None or type(part) is int for part in config.values())
    return config.get("dtype", "int32") in NUMBER_FORMATS


def _check_places(value, calls):
    """Check nested lists and dicts of places [layer, call, output]."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list) or not value:
        raise refuse("A model has no inputs or no outputs", "places of tensors")
    if isinstance(value[0], str):
        _check_place(value, calls)
        return
    for item in value:
        _check_places(item, calls)


def _check_place(place, calls):
    well_formed = (
        isinstance(place, list)
        and len(place) == 3
        and isinstance(place[0], str)
        and all(type(n) is int and 0 <= n <= MOST_CALLS for n in place[1:])
    )
    if not well_formed:
        raise refuse("A tensor has no proper place", "[layer, call, output]")
    if place[0] not in calls:
        raise refuse(
            f'The layer "{short(place[0])}" is connected but missing',
            "every connected layer in the list of layers",
        )
    if place[1] >= calls[place[0]]:
        raise refuse(
            f'The layer "{short(place[0])}" is not called so often',
            f"at most {calls[place[0]]} calls",
        )


def _damaged_call(name):
    return refuse(
        f'The calls of layer "{short(str(name))}" are damaged',
        'a list of {"args": [...], "kwargs": {...}} with tensors',
    )
