"""Sequences of different lengths made into one array, for Embedding and LSTM."""

from collections.abc import Sequence
from typing import Any

import numpy as np


def pad_sequences(
    sequences: Sequence[Sequence],
    maxlen: int | None = None,
    dtype: Any = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: float | str = 0.0,
) -> np.ndarray:
    """Fill up, or cut, sequences so that all have the same length.

    Args:
        sequences: A list of sequences; their items may be arrays of one shape.
        maxlen: The common length; by default that of the longest sequence.
        dtype: Number format of the result; `object` for words.
        padding: `"pre"` to fill up in front, `"post"` behind.
        truncating: `"pre"` to cut off the beginning, `"post"` the end.
        value: What to fill up with.

    Returns:
        An array of shape (number of sequences, maxlen, shape of an item).

    >>> pad_sequences([[1], [2, 3, 4]]).tolist()
    [[0, 0, 1], [2, 3, 4]]
    >>> pad_sequences([[1], [2, 3, 4]], maxlen=2, padding="post").tolist()
    [[1, 0], [3, 4]]
    """
    _check_side("padding", padding)
    _check_side("truncating", truncating)
    _check_value(value, dtype)
    lengths = _lengths(sequences)
    if maxlen is None:
        maxlen = max(lengths, default=0)
    item_shape = _item_shape(sequences)
    padded = np.full((len(lengths), maxlen, *item_shape), value, dtype)
    for row, sequence in enumerate(sequences):
        start = max(0, len(sequence) - maxlen) if truncating == "pre" else 0
        kept = np.asarray(sequence[start : start + maxlen], dtype)
        if not len(kept):
            continue
        if kept.shape[1:] != item_shape:
            raise ValueError(
                f"Sequence {row} has items of shape {kept.shape[1:]}.\n"
                f"Expected {item_shape}, as in the first sequence.\n"
                "Give all items the same shape."
            )
        if padding == "pre":
            padded[row, maxlen - len(kept) :] = kept
        else:
            padded[row, : len(kept)] = kept
    return padded


def _check_side(argument, side):
    if side not in ("pre", "post"):
        raise ValueError(
            f"pad_sequences received {argument}={side!r}.\n"
            'Expected "pre" (in front) or "post" (behind).\n'
            f'Write for example {argument}="post".'
        )


def _check_value(value, dtype):
    """Refuse to fill an array of numbers up with a text."""
    if isinstance(value, str) and np.dtype(dtype).kind not in "OSU":
        raise ValueError(
            f"pad_sequences received value={value!r} and dtype={dtype!r}.\n"
            "Expected a number, because the result holds numbers.\n"
            "Pass dtype=object for sequences of words."
        )


def _lengths(sequences):
    lengths = []
    for position, sequence in enumerate(sequences):
        if not hasattr(sequence, "__len__"):
            raise ValueError(
                f"Item {position} of sequences is {sequence!r}, not a sequence.\n"
                "Expected a list of sequences.\n"
                "Put a single sequence into a list: pad_sequences([sequence])."
            )
        lengths.append(len(sequence))
    return lengths


def _item_shape(sequences):
    """Return the shape of one item of the first sequence that is not empty."""
    for sequence in sequences:
        if len(sequence):
            return np.asarray(sequence).shape[1:]
    return ()
