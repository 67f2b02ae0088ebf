"""Finding an initializer by name, and writing it to a file again.

It needs the registry alone; the classes register themselves where they are defined.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from kit import serialization
from kit.initializers.fixed_values import Constant

MODULE = "keras.initializers"


def get(identifier: Any) -> Callable | None:
    """Return the initializer that a name, a description or a value stands for.

    Args:
        identifier: A name such as `"he_normal"`, what `serialize` returned, a class,
            a function of `(shape, dtype)`, or a number or array for `Constant`. `None`
            stays `None`.

    Raises:
        ValueError: If nothing has this name; it proposes the closest one.

    >>> type(get("he_normal")).__name__
    'HeNormal'
    >>> get(0.5)((2,)).tolist()
    [0.5, 0.5]
    """
    is_number = isinstance(identifier, int | float) and not isinstance(identifier, bool)
    if is_number or (hasattr(identifier, "__array__") and not callable(identifier)):
        return Constant(identifier if is_number else np.asarray(identifier))
    return serialization.get(identifier, MODULE, "initializer")


def serialize(initializer: Callable) -> dict:
    """Describe an initializer as plain JSON.

    >>> serialize(get("zeros"))["class_name"]
    'Zeros'
    """
    return serialization.serialize(initializer)


def deserialize(config: str | dict, custom_objects: dict | None = None) -> Any:
    """Return the initializer that `serialize` described.

    Args:
        config: A name or a description.
        custom_objects: `{name: class}` for initializers of your own.

    >>> deserialize({"class_name": "Constant", "config": {"value": 2.0}}).value
    2.0
    """
    with serialization.CustomObjectScope(custom_objects):
        return get(config)
