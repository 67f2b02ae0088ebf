"""The older address of helpers for sequences and images; today they are in `utils`."""

from kit.preprocessing import image, sequence

__all__ = ["image", "sequence"]
