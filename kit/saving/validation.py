"""Descriptions of models from anywhere, checked before anything is made from them.

Every class must be in the closed registry, every argument must be one of its class,
and every value plain and of usual size. No function is run.
"""

import math
import re
from typing import Any

from kit.saving.closed_registry import (
    argument_names,
    check_function,
    check_name,
    find_class,
    is_of_kit,
    kind_of,
)
from kit.saving.graph_check import NUMBER_FORMATS, check_graph, describes_graph
from kit.saving.json_text import check_plain
from kit.saving.keras_form import from_keras, is_description, is_switched_off
from kit.saving.paths import short
from kit.saving.refusal import refuse
from kit.serialization import CustomObjectScope, registered_name, suggest
from kit.training.trainer import Trainer

LONGEST_NAME = 200
LARGEST_SAMPLE = 2**26  # numbers in one sample of an input
_ENTRY_WORDS = {
    "module",
    "class_name",
    "config",
    "registered_name",
    "build_config",
    "compile_config",
    "shared_object_id",
    "name",
    "inbound_nodes",
}
_SHAPE_WORDS = ("batch_shape", "batch_input_shape", "input_shape", "shape")
_FORMATS = (*NUMBER_FORMATS, "bfloat16", "int8", "int16", "uint8", "uint16", "uint32")
_MIXED = ("mixed_bfloat16", "mixed_float16")
_POLICIES = ("DTypePolicy", "Policy", "FloatDTypePolicy")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def checked_model(description: Any, label: str = "The description") -> dict[str, Any]:
    """Return the description of a model in kit's form, if all of it is harmless.

    Args:
        description: What a file, a JSON text or a user gave.
        label: Where it comes from, for messages.

    Raises:
        ValueError: For an unknown class or argument, or a value out of bounds.

    >>> checked_model({"class_name": "Dense", "config": {"units": 1}})["module"]
    'keras.layers'
    """
    if not is_description(description):
        raise refuse(f'{label} has no "class_name"', "the description of a model")
    return checked_object(description, "layer", label)


def checked_object(description: Any, kind: str | None, label: str) -> Any:
    """Return a description of an object, a name or None, if it is harmless.

    Args:
        description: The value.
        kind: One of `KINDS`; None where any object may stand.
        label: What it is for, for messages.

    >>> checked_object("relu", "activation", "The activation")
    'relu'
    """
    check_plain(description, label)
    return _checked(from_keras(description), kind, label)


def checked_graph(
    config: dict[str, Any], custom_objects: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the config of a model of layers, if it is harmless.

    Args:
        config: What `get_config` of a Sequential or functional model returned.
        custom_objects: Classes and functions of the user, by name.

    >>> checked_graph({"layers": []})
    {'layers': []}
    """
    if not describes_graph(config):
        raise refuse("The config of the model has no proper layers", "descriptions")
    check_plain(config, "The config of the model")
    with CustomObjectScope(custom_objects):
        return check_graph(from_keras(config), _checked)


def _checked(value: Any, kind: str | None, label: str) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if kind == "policy":
            _check_policy(value, label)
        elif kind is not None:
            check_name(value, kind)
        return value
    if isinstance(value, list | tuple):
        return [_checked(item, kind, label) for item in value]
    if not is_description(value):
        return {key: _checked(item, kind, label) for key, item in value.items()}
    return _checked_entry(value, kind, label)


def _checked_entry(entry, kind, label):
    class_name = entry["class_name"]
    if not isinstance(class_name, str) or not _is_class_name(class_name):
        raise refuse(f"{label} has a strange class name", "a word")
    unknown = set(entry) - _ENTRY_WORDS
    if unknown:
        raise refuse(
            f'{class_name} has the strange key "{short(min(unknown))}"',
            f"only {', '.join(sorted(_ENTRY_WORDS))}",
        )
    if class_name == "__numpy__":
        return _checked_array(entry, label)
    if class_name == "function":
        check_function(entry, kind, label)
        return entry
    if class_name.startswith("__") or class_name == "Lambda":
        raise refuse(
            f"{label} holds a {class_name}, which is code",
            "layers of kit, or registered classes of yours",
            "Write the layer as a class and register it with "
            "@kit.saving.register_keras_serializable()",
        )
    if kind == "policy":
        config = entry.get("config")
        name = config.get("name") if isinstance(config, dict) else None
        _check_policy(name if class_name in _POLICIES else class_name, label)
        return name
    return _checked_instance(entry, kind, label)


def _checked_instance(entry, kind, label):
    cls = find_class(entry, kind, label)
    config = entry.get("config")
    if not isinstance(config, dict):
        raise refuse(
            f'The "config" of {entry["class_name"]} is a {type(config).__name__}',
            "a dict of its arguments",
        )
    _check_build_shape(entry.get("build_config"))
    found = entry | {"config": _checked_config(cls, config, entry["class_name"])}
    if is_of_kit(cls):  # by its full name, so that nothing else can be made from it
        found |= {"module": registered_name(cls)[0], "class_name": cls.__name__}
    return found


def _checked_config(cls, config, class_name):
    """Check the arguments of a class; leave out what is switched off in Keras."""
    name = config.get("name")
    if name is not None and not _is_harmless_name(name):
        raise refuse(
            f"A {class_name} has the name {name!r:.50}",
            f"a text without slashes of at most {LONGEST_NAME} characters",
        )
    if issubclass(cls, Trainer) and describes_graph(config):
        return check_graph(config, _checked)
    known = set(argument_names(cls)) if is_of_kit(cls) else set(config)
    found = {}
    for word, value in config.items():
        label = f'"{short(word)}" of {class_name}'
        if word not in known and not is_switched_off(word, value):
            raise refuse(
                f'{class_name} has no argument "{short(word)}".{suggest(word, known)}',
                f"some of: {', '.join(sorted(known))}",
            )
        if word in _SHAPE_WORDS:
            check_shape(value, label)
        if word in known:
            kind = kind_of(word) if is_of_kit(cls) else None
            found[word] = _checked(value, kind, label)
    return found


def _check_build_shape(config):
    if isinstance(config, dict):
        check_shape(config.get("input_shape"), "The shape to build for")
    elif config is not None:
        raise refuse('A "build_config" is damaged', "a dict")


def check_shape(shape: Any, label: str) -> None:
    """Raise for inputs so large that even tracing a model would take very long.

    >>> check_shape([None, 28, 28], "The shape")
    """
    if isinstance(shape, dict):
        shape = list(shape.values())
    if shape is None:
        return
    if isinstance(shape, list) and any(isinstance(n, list | dict) for n in shape):
        for item in shape:
            check_shape(item, label)
        return
    known = [n for n in shape if n is not None] if isinstance(shape, list) else [-1]
    whole = all(type(n) is int and n >= 0 for n in known)
    if not whole or math.prod(known) > LARGEST_SAMPLE:
        raise refuse(
            f"{label} is {short(str(shape))}",
            f"sizes that make at most {LARGEST_SAMPLE:,} numbers",
        )


def _check_policy(name, label):
    if name not in _FORMATS and name not in _MIXED:
        known = ", ".join(sorted((*_FORMATS, *_MIXED)))
        raise refuse(f"{label} is {short(str(name))}", f"one of: {known}")


def _checked_array(entry, label):
    inner = entry.get("config")
    if not isinstance(inner, dict) or set(inner) != {"value", "dtype"}:
        raise refuse(f"{label} holds a damaged array", "its value and dtype")
    if inner["dtype"] not in NUMBER_FORMATS:
        raise refuse(f"{label} holds an array of strange type", "plain numbers")
    return entry


def _is_class_name(text):
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def _is_harmless_name(name):
    return (
        isinstance(name, str)
        and 0 < len(name) <= LONGEST_NAME
        and not set(name) & set("/\\")
        and name.isprintable()
    )
