"""The older address of helpers for sequences and images; today they are in `utils`."""

from kit.diagnosis.names import unknown_attribute as _unknown
from kit.preprocessing import image, sequence

__all__ = ["image", "sequence"]


def __getattr__(name: str):
    """Propose the right word for a misspelt one."""
    raise _unknown(__name__, name, globals())
