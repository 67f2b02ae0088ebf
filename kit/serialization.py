"""The registry: names to classes and back, and objects to plain JSON values and back.

It sits at the bottom, so that saving never has to import a layer: classes register
themselves, and a name that is not in the registry cannot be loaded from any file.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

# (module, name) -> class or function; aliases such as "mse" live beside real names.
_registry: dict[tuple[str, str], Any] = {}
# object -> (module, class name, registered name), to write it to a file again
_names: dict[Any, tuple[str, str, str | None]] = {}


def snake_case(name: str) -> str:
    """Turn a class name into the form that Keras uses for instances.

    >>> snake_case("BatchNormalization"), snake_case("Conv2D"), snake_case("ReLU")
    ('batch_normalization', 'conv2d', 're_lu')
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def camel_case(name: str) -> str:
    """Turn the name of an operation into that of Keras's class for it.

    >>> camel_case("get_item"), camel_case("log1p")
    ('GetItem', 'Log1p')
    """
    return "".join(word.capitalize() for word in name.split("_"))


def register(module: str, *aliases: str) -> Callable:
    """Put a class or function of kit under `module` and its name in the registry.

    Args:
        module: Keras's public module, for example `"keras.layers"`.
        *aliases: More strings that find the same object, such as `"mse"`.

    >>> @register("keras.layers")
    ... class Echo: pass
    >>> lookup("keras.layers", "Echo", "layer") is Echo
    True
    """

    def decorate(target):
        _names[target] = (module, target.__name__, None)
        for name in (target.__name__, *aliases):
            _registry[module, name] = target
        return target

    return decorate


def register_keras_serializable(package: str = "Custom", name: str | None = None):
    """Let a class or function of your own be saved and loaded.

    Args:
        package: A prefix that keeps your names apart from others.
        name: The name inside the package; by default the object's own.

    >>> @register_keras_serializable(package="lesson")
    ... def double(x): return 2 * x
    >>> serialize(double)["registered_name"]
    'lesson>double'
    """

    def decorate(target):
        key = f"{package}>{name or target.__name__}"
        _names[target] = (target.__module__, target.__name__, key)
        _registry["custom", key] = target
        return target

    return decorate


def registered_name(target: Any) -> tuple[str, str, str | None] | None:
    """Return (module, class name, registered name), or None for a stranger.

    >>> registered_name(int) is None
    True
    """
    try:
        return _names.get(target)
    except TypeError:  # an unhashable object is never a registered one
        return None


def registered(module: str) -> dict[str, Any]:
    """Return the names that `module` knows, with their classes and functions.

    >>> @register("keras.toys")
    ... class Ball: pass
    >>> list(registered("keras.toys"))
    ['Ball']
    """
    return {name: item for (place, name), item in _registry.items() if place == module}


def suggest(name: str, names: Iterable[str]) -> str:
    """Return `' Did you mean "x"?'` for the closest of `names`, or nothing.

    >>> suggest("rleu", ["relu", "tanh"])
    ' Did you mean "relu"?'
    """
    by_lower = {option.lower(): option for option in sorted(names)}
    found = difflib.get_close_matches(str(name).lower(), by_lower, n=1, cutoff=0.6)
    return f' Did you mean "{by_lower[found[0]]}"?' if found else ""


def lookup(module: str, name: str, kind: str) -> Any:
    """Find a class or function by name, by snake_case or by lower case.

    Args:
        module: Keras's public module, for example `"keras.optimizers"`.
        name: What the user typed, for example `"adam"`.
        kind: The word for it in the message, for example `"optimizer"`.

    Raises:
        ValueError: If nothing has this name; it proposes the closest one.

    >>> @register("keras.examples")
    ... class GlorotUniform: pass
    >>> lookup("keras.examples", "glorot_uniform", "initializer") is GlorotUniform
    True
    """
    if (module, name) in _registry:
        return _registry[module, name]
    names = registered(module)
    for known, item in names.items():
        if name in (snake_case(known), known.lower()):
            return item
    short = name if len(name) <= 40 else name[:37] + "..."
    # Keras writes optimizers as "rmsprop", but initializers as "he_normal".
    short_form = str.lower if module == "keras.optimizers" else snake_case
    typed = sorted({n if n.islower() else short_form(n) for n in names})
    raise ValueError(
        f'There is no {kind} called "{short}".{suggest(name, {*typed, *names})}\n'
        f"Expected one of: {', '.join(typed)}.\n"
        f"Check the spelling, or pass {article(kind)} object or function of your own."
    )


def article(noun: str) -> str:
    """Put "a" or "an" before a noun.

    >>> article("optimizer"), article("loss")
    ('an optimizer', 'a loss')
    """
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def serialize(value: Any) -> Any:
    """Describe a value as plain JSON, in the form that Keras writes.

    Numbers, strings, lists and dicts stay what they are. An object that has
    `get_config` becomes `{"module", "class_name", "config", "registered_name"}`.
    A function of kit becomes its name.

    >>> serialize((1, "same", None))
    [1, 'same', None]
    """
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [serialize(item) for item in value]
    if isinstance(value, dict):
        return {key: serialize(item) for key, item in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    if hasattr(value, "get_config"):
        return _serialize_object(value)
    if isinstance(value, np.ndarray) or hasattr(value, "__array__"):
        array = np.asarray(value)
        content = {"value": array.tolist(), "dtype": array.dtype.name}
        return {"class_name": "__numpy__", "config": content}
    if isinstance(value, slice):
        parts = {"start": value.start, "stop": value.stop, "step": value.step}
        return {"class_name": "__slice__", "config": serialize(parts)}
    if value is Ellipsis:
        return {"class_name": "__ellipsis__", "config": {}}
    return _serialize_function(value)


def restore_plain(value: dict[str, Any]) -> Any:
    """Make an array, a slice or an Ellipsis again from what `serialize` wrote.

    >>> restore_plain(serialize(slice(1, 3))), restore_plain(serialize(np.zeros(2)))
    (slice(1, 3, None), array([0., 0.]))
    """
    kind, config = value["class_name"], value["config"]
    if kind == "__ellipsis__":
        return Ellipsis
    if kind == "__slice__":
        return slice(config["start"], config["stop"], config["step"])
    return np.array(config["value"], dtype=config["dtype"])


PLAIN_OBJECTS = ("__numpy__", "__slice__", "__ellipsis__")


def _serialize_object(value):
    cls = type(value)
    module, class_name, key = registered_name(cls) or (
        cls.__module__,
        cls.__name__,
        cls.__name__,
    )
    return {
        "module": module,
        "class_name": class_name,
        "config": serialize(value.get_config()),
        "registered_name": key,
    }


def _serialize_function(value):
    known = registered_name(value)
    if known and known[2] is None:
        return known[1]
    name = getattr(value, "__name__", type(value).__name__)
    return {
        "module": "builtins",
        "class_name": "function",
        "config": name,
        "registered_name": known[2] if known else "function",
    }


class CustomObjectScope:
    """Names of your own that `deserialize` may use inside a `with` block.

    Args:
        objects: `{"name": class_or_function}`.

    >>> with CustomObjectScope({"mine": max}):
    ...     find_custom("mine") is max
    True
    """

    _active: list[dict[str, Any]] = []

    def __init__(self, objects: dict[str, Any] | None = None):
        self.objects = dict(objects or {})

    def __enter__(self):
        CustomObjectScope._active.append(self.objects)
        return self

    def __exit__(self, *error):
        CustomObjectScope._active.remove(self.objects)


def find_custom(*names: str | None) -> Any:
    """Return the user's own object of the first name that is known, or None.

    >>> with CustomObjectScope({"doubled": sum}):
    ...     find_custom("unknown", "doubled") is sum
    True
    """
    for name in names:
        for objects in reversed(CustomObjectScope._active):
            if name in objects:
                return objects[name]
        if name is not None and ("custom", name) in _registry:
            return _registry["custom", name]
    return None


def deserialize(config: Any, module: str | None = None, kind: str = "object") -> Any:
    """Build an object again from what `serialize` wrote.

    Only classes and functions in the registry, or passed as custom objects by the
    caller, can be built; nothing is imported or run by name.

    Args:
        config: The plain value.
        module: Where to look for names without a module, such as `"keras.losses"`.
        kind: The word for it in messages.

    Raises:
        ValueError: For a name that is not registered, or a malformed description.

    >>> from kit.layers.core import Dense
    >>> deserialize(serialize(Dense(10))).units
    10
    """
    if not isinstance(config, dict):
        raise ValueError(
            f"The description of {article(kind)} is {type(config).__name__}.\n"
            'Expected a dict with "class_name" and "config".\n'
            "Use the value that serialize or get_config returned."
        )
    class_name, inner = config.get("class_name"), config.get("config")
    if not isinstance(class_name, str):
        raise ValueError(
            f'The description of {article(kind)} has no "class_name".\n'
            'Expected {"class_name": "Dense", "config": {...}}.\n'
            "Use the value that serialize returned."
        )
    if class_name == "function":
        return _deserialize_function(config, module, kind)
    target = _find_class(config, module, kind)
    if not isinstance(inner, dict):
        raise ValueError(
            f'The "config" of {class_name[:40]} is {type(inner).__name__}.\n'
            "Expected a dict of the arguments of the class.\n"
            "The file or text is damaged or not a model of kit or Keras."
        )
    if hasattr(target, "from_config"):
        return target.from_config(inner)
    return target(**inner)


def _find_class(config, module, kind):
    class_name = config["class_name"]
    custom = find_custom(config.get("registered_name"), class_name)
    if custom is not None:
        return custom
    place = _public_module(config.get("module")) or module
    if place is not None and (place, class_name) in _registry:
        found = _registry[place, class_name]
    elif module is not None:
        found = lookup(module, class_name, kind)
    else:
        found = None
    if not isinstance(found, type):
        raise ValueError(
            f"{str(place)[:40]}.{class_name[:40]} is not a class that kit knows.\n"
            "Expected a class of kit, or one of yours that is registered.\n"
            "Register it with @kit.saving.register_keras_serializable(), or pass "
            "custom_objects={name: class}."
        )
    return found


def _public_module(module):
    """Map `keras.src.layers.core.dense` and `keras.layers` to `keras.layers`."""
    if not isinstance(module, str):
        return None
    parts = [part for part in module.split(".") if part != "src"]
    if parts[:1] != ["keras"]:
        return module
    depth = 3 if parts[2:3] == ["schedules"] else 2
    return ".".join(parts[:depth])


def _deserialize_function(config, module, kind):
    name = config.get("config")
    if not isinstance(name, str):
        raise ValueError(
            f"The description of {article(kind)} function has no name.\n"
            'Expected {"class_name": "function", "config": "name"}.\n'
            "Use the value that serialize returned."
        )
    custom = find_custom(config.get("registered_name"), name)
    if custom is not None:
        return custom
    if module is None:
        raise ValueError(
            f'The function "{name[:40]}" is not one that kit knows.\n'
            "Expected a registered function.\n"
            "Pass it as custom_objects={name: function}."
        )
    return lookup(module, name, kind)


def get(identifier: Any, module: str, kind: str) -> Any:
    """Resolve a string, a description, a class or an object, as all `get`s do.

    >>> get(None, "keras.layers", "layer") is None
    True
    """
    if identifier is None:
        return None
    if isinstance(identifier, str):
        custom = find_custom(identifier)
        found = custom if custom is not None else lookup(module, identifier, kind)
        return found() if isinstance(found, type) else found
    if isinstance(identifier, dict):
        return deserialize(identifier, module, kind)
    if isinstance(identifier, type):
        return identifier()
    if callable(identifier) or hasattr(identifier, "get_config"):
        return identifier
    raise ValueError(
        f"{identifier!r} cannot be used as {article(kind)}.\n"
        f"Expected a name, {article(kind)} object or a function.\n"
        f"Registered names: {', '.join(sorted(registered(module)))[:200]}."
    )
