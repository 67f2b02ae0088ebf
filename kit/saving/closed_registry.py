"""Names in files, and the classes they may mean: those that kit or users registered.

Nothing is imported by a name from a file, and a name finds only what may stand at its
place: an initializer is never a layer.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from kit import serialization
from kit.saving.paths import short
from kit.saving.refusal import refuse

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
    "policy": ("keras",),
}
_LAYER_WORDS = ("layer", "forward_layer", "backward_layer", "cell", "cells", "layers")


def find_class(entry: dict[str, Any], kind: str | None, label: str) -> type:
    """Return the class that an entry names, if it may stand at this place.

    Args:
        entry: The description of an object, with a "class_name".
        kind: One of `KINDS`, or None where any class may stand.
        label: What it belongs to, for messages.

    Raises:
        ValueError: If there is none, or the entry calls itself by two names.

    >>> from kit.layers.core import Dense
    >>> find_class({"class_name": "Dense"}, "layer", "It") is Dense
    True
    """
    class_name, name = entry["class_name"], entry.get("registered_name")
    place = entry.get("module")
    if not isinstance(place, str | None) or not isinstance(name, str | None):
        raise refuse(f'{label} has a strange "module"', "a word or null")
    own = serialization.find_custom(name, class_name)
    of_keras = place is not None and place.split(".")[0] == "keras"
    if of_keras and name not in (None, class_name) and own is not None:
        raise refuse(
            f'{class_name} of Keras calls itself "{short(str(name))}" too',
            "one name for each class",
            "Never load this file: it tries to pass for something else",
        )
    if isinstance(own, type):
        return own
    if of_keras or place is None:
        modules = _modules_of(kind)
        wanted = serialization._public_module(place)
        for module in modules:
            found = serialization.registered(module).get(class_name)
            if isinstance(found, type) and _fits(wanted, module, modules):
                return found
    raise _unknown(class_name, place, kind)


def _modules_of(kind):
    if kind is not None:
        return KINDS[kind]
    return tuple(dict.fromkeys(m for modules in KINDS.values() for m in modules))


def _fits(wanted, module, modules):
    """Tell whether a module of a file means this one; schedules have a longer name."""
    known = (None, "keras.models", *modules)
    return wanted in known or module.startswith(f"{wanted}.")


def _unknown(class_name, place, kind):
    names = [n for m in _modules_of(kind) for n in serialization.registered(m)]
    where = f" in {short(place)}" if place else ""
    return refuse(
        f'kit knows no {kind or "class"} called "{short(class_name)}"{where}.'
        f"{serialization.suggest(class_name, names)}",
        "a class of kit, or one of yours",
        "Register a class of yours with @kit.saving.register_keras_serializable(), or "
        f'pass custom_objects={{"{short(class_name)}": the_class}}',
    )


def check_name(name: str, kind: str) -> None:
    """Raise for a name such as "relu" that stands for nothing of this kind.

    >>> check_name("relu", "activation")
    """
    if serialization.find_custom(name) is not None:
        return
    modules = KINDS[kind]
    if not any(name in serialization.registered(module) for module in modules):
        serialization.lookup(modules[0], name, kind)


def check_function(entry: dict[str, Any], kind: str | None, label: str) -> None:
    """Raise for the description of a function that is neither kit's nor the user's."""
    name = entry.get("config")
    if not isinstance(name, str):
        raise refuse(f"{label} is a function without a name", "its name")
    own = serialization.find_custom(entry.get("registered_name"), name)
    modules = _modules_of(kind)
    if own is None and not any(name in serialization.registered(m) for m in modules):
        raise refuse(
            f'The function "{short(name)}" is not one that kit knows',
            "a function of kit, or one of yours",
            f'Pass custom_objects={{"{short(name)}": the_function}}, or load with '
            "compile=False if it is a loss or metric",
        )


def is_of_kit(cls: type) -> bool:
    """Tell kit's classes from those that users registered or passed.

    >>> from kit.layers.core import Dense
    >>> is_of_kit(Dense), is_of_kit(dict)
    (True, False)
    """
    known = serialization.registered_name(cls)
    return known is not None and known[2] is None


def argument_names(cls: type) -> Iterator[str]:
    """Yield the arguments of a class and, if it passes more on, of its parents.

    >>> from kit.layers.core import Activation
    >>> sorted(argument_names(Activation))
    ['activation', 'activity_regularizer', 'autocast', 'dtype', 'name', 'trainable']
    """
    if "__signature__" in vars(cls):
        yield from inspect.signature(cls).parameters
        return
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    for parent in cls.__mro__:
        if "__init__" not in vars(parent):
            continue
        parameters = inspect.signature(parent.__init__).parameters.values()
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
