"""A closer look at a training that has gone wrong: where is the first NaN, and why?

Nothing here runs while all is well. Batches are run again from the state before them,
which JAX's arrays keep, as they never change.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit.diagnosis.learning import LostLoss
from kit.layers.call_context import CallContext
from kit.training.program import take_batch

LARGE = 1e5  # weights beyond this have run away
_ROWS = 64  # of a batch, to look at layers


def find_lost_loss(model: Any, before: tuple, block: Any, start: int, stop: int):
    """Find the batch that made the loss NaN or infinite, and the reason.

    Args:
        model: A model whose loss is not finite any more.
        before: Trainable, non-trainable, optimizer and metrics values before them.
        block: The block of batches.
        start: The first batch that was run.
        stop: The batch behind the last one.

    Returns:
        The number of the batch in the block, and a LostLoss without epoch and batch.
    """

    def run(until):
        trainable = model.trainable_variables
        return model._runner.run(trainable, before, block, start, until)

    batch = _first_bad_batch(run, start, stop)
    state = run(batch)[1] if batch > start else before
    rows = block.table[batch]
    rows = rows[rows >= 0]
    data = take_batch(block.arrays, rows)
    return batch, _cause(model, state, data)


def _first_bad_batch(run, start, stop):
    """Bisect: the average loss is finite up to the bad batch, and never after it."""
    good, bad = start, stop
    while bad - good > 1:
        middle = (good + bad) // 2
        logs, _ = run(middle)
        if np.isfinite(float(logs.get("loss", np.nan))):
            good = middle
        else:
            bad = middle
    return good


def _cause(model, state, data):
    lost = {"value": float("nan"), "epoch": 0, "batch": 0}
    for name, part in zip(("x", "y", "sample_weight"), data, strict=False):
        for leaf in jax.tree.leaves(part):
            row = _bad_row(leaf)
            if row is not None:
                return LostLoss(**lost, cause="data", where=name, row=row)
    size = _largest(state[0])
    gradient = gradient_sizes(model, state, data)
    length = float(np.sqrt(sum(value**2 for value in gradient.values())))
    lost |= {
        "largest_weight": size,
        "gradient": length if np.isfinite(length) else None,
    }
    if not size < LARGE:
        return LostLoss(**lost, cause="rate")
    name = _first_bad_layer(model, state, data)
    if name is not None:
        return LostLoss(**lost, cause="layer", where=name)
    loss = model.loss if isinstance(model.loss, str) else _name_of(model.loss)
    return LostLoss(**lost, cause="loss", where=loss)


def _name_of(loss):
    return str(getattr(loss, "__name__", None) or getattr(loss, "name", "loss"))


def _bad_row(array):
    array = np.asarray(array)
    if array.dtype.kind != "f" or not array.size:
        return None
    bad = ~np.isfinite(array.reshape(len(array), -1)).all(axis=1)
    return int(np.argmax(bad)) if bad.any() else None


def _largest(arrays):
    if not arrays:
        return 0.0
    return max(float(jnp.max(jnp.abs(array))) for array in arrays if array.size)


def _first_bad_layer(model, state, data):
    """The first layer that makes NaN or infinity of finite numbers."""
    with listening(model) as heard:
        _forward(model, state, data)
    for layer, inputs, outputs in heard:
        if _finite(inputs) and not _finite(outputs):
            return layer.name
    return None


def _finite(tensors):
    leaves = [leaf for leaf in jax.tree.leaves(tensors) if isinstance(leaf, jax.Array)]
    return all(bool(jnp.all(jnp.isfinite(leaf))) for leaf in leaves)


def _forward(model, state, data):
    x = jax.tree.map(lambda array: array[:_ROWS], data[0])
    with model._lend(state[0], state[1], state[3]), CallContext(training=True):
        return model(x, training=True)


def gradient_sizes(model: Any, state: tuple, data: tuple) -> dict[str, float]:
    """Return the length of the gradient of each layer's weights.

    Args:
        model: A model.
        state: Trainable, non-trainable, optimizer and metrics values.
        data: `(x, y, sample_weight)`, one batch.
    """
    x, y, weight = data

    def loss(trainable):
        with model._lend(trainable, state[1], state[3]), CallContext(training=True):
            y_pred = model(x, training=True)
            return model.compute_loss(x, y, y_pred, weight, training=True)

    gradients = jax.jit(jax.grad(loss))(list(state[0]))
    found: dict[str, float] = {}
    for variable, gradient in zip(model.trainable_variables, gradients, strict=True):
        name = variable.path.split("/")[0]
        found[name] = found.get(name, 0.0) + float(jnp.sum(gradient**2))
    return {name: float(np.sqrt(value)) for name, value in found.items()}


def dead_shares(model: Any, state: tuple, data: tuple) -> dict[str, float]:
    """Return for each layer with relu how many of its units are 0 for all samples."""
    with listening(model) as heard:
        _forward(model, state, data)
    found = {}
    for layer, _, outputs in heard:
        activation = getattr(getattr(layer, "activation", None), "__name__", "")
        is_relu = activation == "relu" or type(layer).__name__ == "ReLU"
        if is_relu and isinstance(outputs, jax.Array) and outputs.ndim > 1:
            axes = tuple(range(outputs.ndim - 1))
            found[layer.name] = float(jnp.mean(jnp.all(outputs == 0, axis=axes)))
    return found


@contextmanager
def listening(model: Any) -> Iterator[list]:
    """Write down what every layer gets and gives while the block runs.

    Args:
        model: Its layers at all depths are listened to.

    Yields:
        A list of (layer, inputs, outputs) that grows in the order of the calls.
    """
    heard: list[tuple] = []

    def listened(layer, call):
        def heard_call(*args, **kwargs):
            outputs = call(*args, **kwargs)
            heard.append((layer, args, outputs))
            return outputs

        return heard_call

    layers = [layer for layer in model._flatten_layers() if layer is not model]
    layers = [layer for layer in layers if not layer._sublayers()]
    try:
        for layer in layers:
            vars(layer)["call"] = listened(layer, layer.call)
        yield heard
    finally:
        for layer in layers:
            vars(layer).pop("call", None)
