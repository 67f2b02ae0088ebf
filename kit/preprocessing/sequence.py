"""`keras.preprocessing.sequence`, the older address of `pad_sequences`."""

from kit.utils.sequences import pad_sequences

__all__ = ["pad_sequences"]
