"""Models: layers that are trained together."""

from kit.models.model import Model
from kit.models.sequential import Sequential

__all__ = ["Model", "Sequential"]
