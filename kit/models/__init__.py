"""Models: layers that are trained together, and how they are saved and copied."""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.models.cloning import clone_model
from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.saving.files import load_model, model_from_json, save_model

__all__ = [
    "Model",
    "Sequential",
    "clone_model",
    "load_model",
    "model_from_json",
    "save_model",
]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
