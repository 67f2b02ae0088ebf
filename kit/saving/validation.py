"""Descriptions of models from anywhere, checked before anything is made from them.

The registry is closed: a class is found by name among those that kit registered, or
that the user registered or passed. Nothing is imported, and no function is run.
"""

import inspect
import re
from collections.abc import Iterator
from typing import Any

from kit import serialization
from kit.saving.graph_check import check_graph, describes_graph
from kit.saving.json_text import check_plain
from kit.saving.keras_form import from_keras, is_description, is_switched_off
from kit.saving.paths import short
from kit.saving.refusal import refuse
from kit.training.trainer import Trainer

# What may stand where: the word for it -> the modules whose classes it may be.
KINDS = {
    "layer": ("keras.layers", "keras"),
    "initializer": ("keras.initializers",),
    "regularizer": ("keras.regularizers",),
    "constraint": ("keras.constraints",),
    "activation": ("keras.activations", "keras.layers"),
    "loss": ("keras.losses",),
    "metric": ("keras.metrics", "keras.losses"),
    "optimizer": ("keras.optimizers",),
    "schedule": ("keras.optimizers.schedules",),
    "policy": ("keras", "keras.mixed_precision", "keras.dtype_policies"),
}
_LAYER_WORDS = ("layer", "forward_layer", "backward_layer", "cell", "cells", "layers")
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
_ARRAY = "__numpy__"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
LONGEST_NAME = 200


def checked_model(description: Any, label: str = "The description") -> dict[str, Any]:
    """Return the description of a model in kit's form, if all of it is harmless.

    Args:
        description: What a file, a JSON text or a user gave.
        label: Where it comes from, for messages.

    Raises:
        ValueError: For an unknown class or argument, or a value out of bounds.

    >>> from kit.models.sequential import Sequential
    >>> checked_model({"class_name": "Sequential", "config": {"layers": []}})["config"]
    {'layers': []}
    """
    check_plain(description, label)
    return _checked(from_keras(description), "layer", label)


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


def _checked(value: Any, kind: str | None, label: str) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if kind is not None and kind != "policy":
            _find_by_name(value, kind)
        return value
    if isinstance(value, list | tuple):
        return [_checked(item, kind, label) for item in value]
    if not is_description(value):
        return {key: _checked(item, kind, label) for key, item in value.items()}
    return _checked_entry(value, kind, label)


def _checked_entry(entry, kind, label):
    unknown = set(entry) - _ENTRY_WORDS
    class_name = entry["class_name"]
    if unknown or not isinstance(class_name, str) or not _is_name(class_name):
        what = f'the key "{short(min(unknown))}"' if unknown else "a strange class name"
        raise refuse(f"{label} has {what}", f"only {', '.join(sorted(_ENTRY_WORDS))}")
    if class_name == _ARRAY:
        return _checked_array(entry, label)
    if class_name == "function":
        return _checked_function(entry, kind, label)
    if class_name.startswith("__") or class_name == "Lambda":
        raise refuse(
            f"{label} holds a {class_name}, which is code",
            "layers of kit, or registered classes of yours",
            "Write the layer as a class and register it with "
            "@kit.saving.register_keras_serializable()",
        )
    if kind == "policy":
        return entry
    cls = find_class(entry, kind, label)
    config = entry.get("config")
    if not isinstance(config, dict):
        raise refuse(
            f'The "config" of {class_name} is a {type(config).__name__}',
            "a dict of its arguments",
        )
    found = entry | {"config": _checked_config(cls, config, class_name)}
    if _is_of_kit(cls):  # by its full name, so that nothing else can be made from it
        found["module"] = serialization.registered_name(cls)[0]
        found["class_name"] = cls.__name__
    return found


def find_class(entry: dict, kind: str | None, label: str) -> type:
    """Return the class that an entry names, if it may stand at this place.

    Args:
        entry: The description of an object.
        kind: One of `KINDS`, or None where any class may stand.
        label: What it belongs to, for messages.

    Raises:
        ValueError: If there is none, or the entry calls itself by two names.
    """
    class_name, name = entry["class_name"], entry.get("registered_name")
    place = entry.get("module")
    if not isinstance(place, str | None) or not isinstance(name, str | None):
        raise refuse(f'{label} has a strange "module"', "a word or null")
    of_keras = place is None or place.split(".")[0] == "keras"
    own = serialization.find_custom(name, class_name)
    if of_keras and place and name not in (None, class_name) and own is not None:
        raise refuse(
            f'{class_name} of Keras calls itself "{short(name)}" too',
            "one name for each class",
            "Never load this file: it tries to pass for something else",
        )
    if own is not None:
        return own
    if not of_keras:
        raise _unknown(class_name, place, kind)
    modules = KINDS[kind] if kind else tuple(m for ms in KINDS.values() for m in ms)
    wanted = serialization._public_module(place)
    for module in modules:
        found = serialization.registered(module).get(class_name)
        if isinstance(found, type) and _fits(wanted, module, modules):
            return found
    raise _unknown(class_name, place, kind)


def _fits(wanted, module, modules):
    """Tell whether a module of a file means this one; schedules have a longer name."""
    known = (None, "keras.models", *modules)
    return wanted in known or module.startswith(f"{wanted}.")


def _unknown(class_name, place, kind):
    modules = KINDS.get(kind or "", ())
    names = [n for module in modules for n in serialization.registered(module)]
    meant = serialization.suggest(class_name, names)
    return refuse(
        f'kit knows no {kind or "class"} called "{short(class_name)}".{meant}',
        f"a class of kit or one of yours, not one of {short(str(place))}",
        "Register a class of yours with @kit.saving.register_keras_serializable(), or "
        f'pass custom_objects={{"{short(class_name)}": the_class}}',
    )


def _checked_config(cls, config, class_name):
    """Check the arguments of a class; leave out what is switched off in Keras."""
    is_model = issubclass(cls, Trainer) and describes_graph(config)
    name = config.get("name")
    if name is not None and not _is_harmless_name(name):
        raise refuse(
            f"A {class_name} has the name {name!r:.50}",
            f"a text without slashes of at most {LONGEST_NAME} characters",
        )
    if is_model:
        return check_graph(config, _checked)
    is_kits = _is_of_kit(cls)
    known = set(argument_names(cls))
    found = {}
    for word, value in config.items():
        label = f'"{short(word)}" of {class_name}'
        if is_kits and word not in known:
            if is_switched_off(word, value):
                continue
            meant = serialization.suggest(word, known)
            raise refuse(
                f'{class_name} has no argument "{short(word)}".{meant}',
                f"some of: {', '.join(sorted(known))}",
            )
        found[word] = _checked(value, kind_of(word) if is_kits else None, label)
    return found


def _is_of_kit(cls):
    """Tell kit's classes from those that users registered."""
    known = serialization.registered_name(cls)
    return known is not None and known[2] is None


def argument_names(cls: type) -> Iterator[str]:
    """Yield the arguments of a class and, if it passes more on, of its parents.

    >>> from kit.layers.core import Dense
    >>> sorted(argument_names(Dense))[:3]
    ['activation', 'activity_regularizer', 'activity_regularizer']
    """
    if "__signature__" in vars(cls):
        yield from inspect.signature(cls).parameters
        return
    for parent in cls.__mro__:
        if "__init__" not in vars(parent):
            continue
        parameters = inspect.signature(parent.__init__).parameters.values()
        variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        for parameter in parameters:
            if parameter.name != "self" and parameter.kind not in variable:
                yield parameter.name
        if not any(p.kind == p.VAR_KEYWORD for p in parameters):
            return


def kind_of(word: str) -> str | None:
    """Return what an argument of this name may hold; None for plain values.

    >>> kind_of("kernel_initializer"), kind_of("units")
    ('initializer', None)
    """
    if word in _LAYER_WORDS:
        return "layer"
    if word == "dtype":
        return "policy"
    if word == "learning_rate":
        return "schedule"
    for kind in ("initializer", "regularizer", "constraint", "activation"):
        if word == kind or word.endswith("_" + kind):
            return kind
    return None


def _find_by_name(name, kind):
    """Look a name up, so that a misspelled or strange one is refused here."""
    if serialization.find_custom(name) is not None:
        return
    modules = KINDS[kind]
    if any(name in serialization.registered(module) for module in modules):
        return
    serialization.lookup(modules[0], name, kind)


def _checked_function(entry, kind, label):
    name = entry.get("config")
    if not isinstance(name, str):
        raise refuse(f"{label} is a function without a name", "its name")
    modules = KINDS.get(kind or "", ())
    known = [n for module in modules for n in serialization.registered(module)]
    own = serialization.find_custom(entry.get("registered_name"), name)
    if own is None and name not in known:
        raise refuse(
            f'The function "{short(name)}" is not one that kit knows',
            "a function of kit, or one of yours",
            f'Pass custom_objects={{"{short(name)}": the_function}}',
        )
    return entry


def _checked_array(entry, label):
    inner = entry.get("config")
    if not isinstance(inner, dict) or set(inner) != {"value", "dtype"}:
        raise refuse(f"{label} holds a damaged array", "its value and dtype")
    if inner["dtype"] not in ("float32", "float64", "float16", "int32", "int64"):
        raise refuse(f"{label} holds an array of strange type", "plain numbers")
    return entry


def _is_name(text):
    return len(text) <= LONGEST_NAME and _NAME.fullmatch(text) is not None


def _is_harmless_name(name):
    return (
        isinstance(name, str)
        and 0 < len(name) <= LONGEST_NAME
        and not set(name) & set("/\\")
        and name.isprintable()
    )
