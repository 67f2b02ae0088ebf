"""run_cell: a cell's steps, one after the other, as one compiled loop.

`RNN` stands on it. The inputs are multiplied by the kernel inside the loop: on a CPU
the products of one step stay in the cache, which is up to twice as fast as computing
those of all steps beforehand.
"""

from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from kit.layers.call_context import CallContext
from kit.layers.layer import Layer
from kit.layers.recurrent_cell import RecurrentCell, first_state
from kit.random import SeedGenerator
from kit.variables import Scope


def run_cell(
    cell: Any,
    steps: jax.Array,
    states: Any,
    mask: jax.Array | None = None,
    *,
    training: bool = False,
    unroll: bool = False,
    every_output: bool = True,
    zero_for_mask: bool = False,
) -> tuple[Any, Any]:
    """Call a cell on each step of a sequence.

    A masked step leaves the states as they are and repeats the output before it.
    What is assigned to a Variable inside a cell is lost after each step: a random layer
    in it draws the same for all steps, and anew for the next batch.

    Args:
        cell: A layer that takes `(inputs, states)` and returns `(output, states)`.
        steps: The inputs, (steps, batch, ...).
        states: The states before the first step.
        mask: True where a step counts, (steps, batch).
        training: Whether this run is part of training.
        unroll: Whether to write all steps out instead of looping.
        every_output: Whether to return the outputs of all steps.
        zero_for_mask: Whether the output of a masked step is zero.

    Returns:
        The outputs (steps, batch, ...), or the last one, and the last states.
    """
    variables = _draw_anew(cell)
    values = [variable.value for variable in variables]
    # The output of our own cells is their first state: no need to collect it.
    collect = every_output or zero_for_mask or not isinstance(cell, RecurrentCell)

    def step(states, inputs_and_mask):
        inputs, counts = inputs_and_mask
        with Scope(variables, values), CallContext(training=training):
            output, after = cell(inputs, states)
        after = _in_form_of(states, after)
        if counts is not None:
            before = jnp.zeros_like(output) if zero_for_mask else _output_of(states)
            output = _choose(counts, output, before)
            after = jax.tree.map(lambda a, b: _choose(counts, a, b), after, states)
        return after, output if collect else None

    states, outputs = lax.scan(
        step, states, (steps, mask), unroll=len(steps) if unroll else 1
    )
    if every_output:
        return outputs, states
    return outputs[-1] if collect else first_state(states), states


def _draw_anew(cell):
    """Move the seeds of random layers on; returns all variables of the cell."""
    if not isinstance(cell, Layer):
        return []
    for layer in cell._flatten_layers():
        for item in layer._contents():
            if isinstance(item, SeedGenerator):
                item.next()
    return cell.variables


def _in_form_of(states, after):
    """Return new states in the number format and structure of the old ones."""
    if not isinstance(after, list | tuple):
        after = [after]
    leaves, form = jax.tree.flatten(states)
    pairs = zip(jax.tree.leaves(after), leaves, strict=True)
    return jax.tree.unflatten(form, [new.astype(old.dtype) for new, old in pairs])


def _output_of(states):
    """The output before this step: the first state, that of the last cell."""
    first = states[0]
    return states[-1][0] if isinstance(first, list | tuple) else first


def _choose(counts, new, old):
    """Take the new rows where the step counts; `counts` is (batch,)."""
    return jnp.where(counts.reshape((-1,) + (1,) * (new.ndim - 1)), new, old)
