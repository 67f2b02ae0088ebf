"""Questions about the names under which classes and functions are saved."""

from typing import Any

from kit import serialization


def get_registered_name(obj: Any) -> str:
    """Return the name under which a class or function of yours is saved.

    >>> @serialization.register_keras_serializable(package="lesson")
    ... class Twice: pass
    >>> get_registered_name(Twice)
    'lesson>Twice'
    """
    known = serialization.registered_name(obj)
    return known[2] if known and known[2] else obj.__name__


def get_registered_object(name: str, custom_objects: dict | None = None) -> Any:
    """Return the class or function of yours that is saved under a name, or None.

    Args:
        name: A registered name, such as `"lesson>Twice"`.
        custom_objects: `{name: class_or_function}` to look in too.

    >>> get_registered_object("lesson>Nobody") is None
    True
    """
    with serialization.CustomObjectScope(custom_objects):
        return serialization.find_custom(name)
