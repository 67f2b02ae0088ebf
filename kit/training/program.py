"""Programs: the compiled loops that run many batches in one call.

A program walks through the table of a block from batch `start` to batch `stop`; both
are arguments, so that one compilation serves every number of batches.
"""

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from kit.distribution import divide
from kit.kernels.collector import collector_paused
from kit.kernels.compiler_options import compiler_options
from kit.layers.call_context import CallContext
from kit.training.data_source import Block
from kit.training.numbers import Numbers
from kit.training.rows_in_place import RowsInPlace

# The products of such a training are as fast with Eigen as with YNNPACK, and suffer
# less when something else keeps a core busy; see compiler_options.
MANY_ROWS = 128
FEW_WEIGHTS = 2**17  # 784-128-10 has 101,770


class Program:
    """One compiled loop for a step function.

    Args:
        step: `step(state, data) -> (logs, state)`, pure.
        results: Computes the logs from the state after the loop; if None, the logs
            are those that the last step returned.
        options: Compiler options, or None.
        eager: Run the steps one by one in Python, so that prints and breakpoints
            inside a layer work.
        numbers: Hyper-parameters of the step that may change between two calls.
    """

    def __init__(
        self,
        step: Callable,
        results: Callable | None = None,
        options: dict | None = None,
        eager: bool = False,
        numbers: Numbers | None = None,
    ):
        self.step, self.results, self.eager = step, results, eager
        self.numbers = numbers or Numbers()
        self._compiled = jax.jit(
            self._loop, static_argnames=("padded",), compiler_options=options
        )

    def __call__(self, state: Any, block: Block, start: int, stop: int):
        """Run the batches `start` up to `stop`; returns `(logs, state)`."""
        if self.eager:
            return self._run_eagerly(state, block, start, stop)
        numbers = self.numbers.inputs()
        return self._compiled(
            state, block.arrays, block.table, start, stop, numbers, padded=block.padded
        )

    def _one(self, state, arrays, rows, padded):
        """Run one step on the rows of a batch, marking which of them are real."""
        batch = divide(take_batch(arrays, rows))
        real = (rows >= 0).astype("float32") if padded else None
        with CallContext(rows=real):
            return self.step(state, batch)

    @collector_paused()  # for the moment of tracing, the only one in which it runs
    def _loop(self, state, arrays, table, start, stop, numbers, padded):
        with self.numbers.lent(numbers):
            return self._walk(state, arrays, table, start, stop, padded)

    def _walk(self, state, arrays, table, start, stop, padded):
        def body(i, carry):
            logs, state = carry
            new, after = self._one(state, arrays, take_rows(table, i), padded)
            state = jax.tree.map(lambda x, old: x.astype(old.dtype), after, state)
            return (logs if self.results else new), state

        logs = {} if self.results else self._empty_logs(state, arrays, table, padded)
        logs, state = lax.fori_loop(start, stop, body, (logs, state))
        return (self.results(state) if self.results else logs), state

    def _empty_logs(self, state, arrays, table, padded):
        """Zeros in the form of what the step returns, to start the loop with."""
        shapes = jax.eval_shape(
            lambda s: self._one(s, arrays, table[0], padded)[0], state
        )
        return jax.tree.map(lambda leaf: jnp.zeros(leaf.shape, leaf.dtype), shapes)

    def _run_eagerly(self, state, block, start, stop):
        logs = {}
        for i in range(start, stop):
            rows = block.table[i]
            if block.padded:  # no loop, no fixed shape: just leave the padding out
                rows = rows[: int((rows >= 0).sum())]
            logs, state = self._one(state, block.arrays, rows, False)
        return logs, state


def take_batch(arrays: Any, rows: jax.Array) -> Any:
    """Return these rows of all arrays of a block; padding (-1) takes row 0."""

    def take(array):
        if isinstance(array, RowsInPlace):
            return array.take(rows)
        return take_rows(array, rows)

    return jax.tree.map(take, arrays, is_leaf=lambda x: isinstance(x, RowsInPlace))


def take_rows(array: Any, rows: jax.Array) -> jax.Array:
    """Return these rows; padding (-1) takes row 0, whatever it holds."""
    return jnp.take(jnp.asarray(array), jnp.maximum(rows, 0), axis=0, mode="clip")


def options_for(model: Any, batch: int = 0) -> dict | None:
    """Return the compiler options that suit the layers of a model.

    Args:
        model: A built model.
        batch: How many rows a batch of its training has; 0 for a prediction.
    """
    layers = model._flatten_layers()
    weights = sum(variable.value.size for variable in model.trainable_variables)
    return compiler_options(
        any(hasattr(layer, "kernel_size") for layer in layers),
        has_small_products=batch >= MANY_ROWS and weights <= FEW_WEIGHTS,
    )
