"""Finding an activation by name, and writing it to a file again.

It needs the registry alone; the functions register themselves where they are defined.
"""

from collections.abc import Callable
from typing import Any

from kit import serialization
from kit.activations.rectifiers import linear
from kit.diagnosis.writing import none_as_text, number_as_activation

MODULE = "keras.activations"


def get(identifier: Any) -> Callable:
    """Return the activation that a name, a description or a function stands for.

    Args:
        identifier: `None` for `linear`, a name such as `"relu"`, what `serialize`
            returned, or any function or layer from array to array.

    Raises:
        ValueError: If nothing has this name; it proposes the closest one.

    >>> get("relu").__name__, get(None).__name__
    ('relu', 'linear')
    """
    if identifier is None:
        return linear
    found = number_as_activation(identifier) or none_as_text(identifier)
    if found is not None:
        raise found.error()
    return serialization.get(identifier, MODULE, "activation")


def serialize(activation: Callable) -> str | dict:
    """Describe an activation as plain JSON: kit's functions by their name.

    >>> serialize(get("swish"))
    'silu'
    """
    return serialization.serialize(activation)


def deserialize(config: str | dict, custom_objects: dict | None = None) -> Callable:
    """Return the activation that `serialize` described.

    Args:
        config: A name or a description.
        custom_objects: `{name: function}` for functions of your own.

    >>> deserialize("tanh").__name__
    'tanh'
    """
    with serialization.CustomObjectScope(custom_objects):
        return get(config)
