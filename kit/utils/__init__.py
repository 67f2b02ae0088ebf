"""Helpers around a model: labels, seeds, sequences, images, the progress bar.

categorical    to_categorical
"""

from kit.utils.categorical import to_categorical

__all__ = ["to_categorical"]
