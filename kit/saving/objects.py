"""Single objects as plain values: a layer, an optimizer, a loss."""

from typing import Any

from kit.saving.keras_form import to_keras
from kit.saving.validation import checked_object
from kit.serialization import CustomObjectScope, deserialize, serialize


def serialize_keras_object(obj: Any) -> Any:
    """Describe an object as plain JSON values, in the form that Keras writes.

    >>> from kit.layers.core import Dense
    >>> serialize_keras_object(Dense(10))["config"]["units"]
    10
    """
    return to_keras(serialize(obj))


def deserialize_keras_object(
    config: Any, custom_objects: dict[str, Any] | None = None, safe_mode: bool = True
) -> Any:
    """Make an object again from what `serialize_keras_object` returned.

    Args:
        config: The description; lists and dicts of descriptions are possible too.
        custom_objects: Classes and functions of yours, by name.
        safe_mode: Accepted for Keras's signature; it is always safe.

    Raises:
        ValueError: If it names a class that is not registered.

    >>> from kit.layers.core import Dense
    >>> deserialize_keras_object(serialize_keras_object(Dense(10))).units
    10
    """
    del safe_mode
    with CustomObjectScope(custom_objects):
        return _made(checked_object(config, None, "The description"))


def _made(value):
    if isinstance(value, list):
        return [_made(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "class_name" in value and "config" in value:
        return deserialize(value)
    return {key: _made(item) for key, item in value.items()}
