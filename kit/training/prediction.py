"""Prediction: batches of inputs through the compiled forward pass."""

import math
from typing import Any

import jax
import numpy as np

from kit.training.callback import CallbackList
from kit.training.data_checks import number_of_rows
from kit.training.data_source import ArraySource
from kit.training.padding import may_pad_forward

# Inputs are padded to one of these numbers of rows, so that few programs serve all.
SIZES = (1, 8, 32, 128, 512, 1024)
# As many rows at once as keep the outputs of the widest layer within this.
MOST_BYTES = 32 * 2**20


def predict_rows(model: Any, source: Any, callbacks: CallbackList) -> Any:
    """Return the outputs for all inputs of a source.

    Args:
        model: A model.
        source: Where the inputs come from.
        callbacks: Called before, after and at every batch.
    """
    callbacks.on_predict_begin()
    model._make_ready(source.example()[0])
    run = model._runner.predictor()
    parts = []
    batch = 0
    pad = may_pad_forward(model)
    whole = pad and not callbacks.wants_every_batch("predict")
    for count, x in _pieces(source, most_rows(model) if whole else None):
        callbacks.on_predict_batch_begin(batch)
        outputs = _forward(run, x, pad)
        parts.append(outputs)
        batch += count
        callbacks.on_predict_batch_end(batch - 1, {"outputs": outputs})
    callbacks.on_predict_end()
    return jax.tree.map(lambda *arrays: np.concatenate(arrays), *parts)


def most_rows(model: Any) -> int:
    """Return how many rows one call may take, by the size of the widest layer."""
    nodes = getattr(getattr(model, "_graph", None), "nodes", [])
    widths = [
        math.prod(size or 1 for size in tensor.shape[1:])
        for node in nodes
        for tensor in node.output_tensors
    ]
    fitting = MOST_BYTES // (4 * max(widths, default=1))
    return max([size for size in SIZES if size <= fitting], default=SIZES[0])


def _pieces(source, most_rows):
    """Yield (number of batches, inputs) pieces: batches, or many at once."""
    if isinstance(source, ArraySource):
        x = source.arrays[0]
        limit = min(source.num_rows, source.num_batches * source.batch_size)
        size = max(source.batch_size, most_rows or 0)
        batches = 0
        for start in range(0, limit, size):
            stop = min(start + size, limit)
            begun, batches = batches, -(-stop // source.batch_size)
            yield batches - begun, jax.tree.map(lambda a, s=slice(start, stop): a[s], x)
        return
    for x, *_ in source._epoch_batches(0):
        yield 1, x


def _forward(run, x, pad):
    rows = number_of_rows(x)
    size = next((s for s in SIZES if s >= rows), rows) if pad else rows

    def filled(array):
        array = np.asarray(array)
        if size > rows:
            missing = [(0, size - rows)] + [(0, 0)] * (array.ndim - 1)
            array = np.pad(array, missing)
        return jax.device_put(array)

    outputs = run(jax.tree.map(filled, x))
    return jax.tree.map(lambda array: np.asarray(array)[:rows], outputs)
