"""Saving models and weights, and the names under which your classes are saved."""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.saving.files import (
    load_model,
    load_weights,
    model_from_json,
    save_model,
    save_weights,
)
from kit.saving.objects import deserialize_keras_object, serialize_keras_object
from kit.serialization import CustomObjectScope, register_keras_serializable
from kit.utils.registered import get_registered_name, get_registered_object

custom_object_scope = CustomObjectScope

__all__ = [
    "CustomObjectScope",
    "custom_object_scope",
    "deserialize_keras_object",
    "get_registered_name",
    "get_registered_object",
    "load_model",
    "load_weights",
    "model_from_json",
    "register_keras_serializable",
    "save_model",
    "save_weights",
    "serialize_keras_object",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
