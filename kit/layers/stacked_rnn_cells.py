"""StackedRNNCells: several cells as one, each fed by the one before."""

from typing import Any

import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.serialization import deserialize, register


@register("keras.layers")
class StackedRNNCells(Layer):
    """Lets several cells act as a single one: the output of each goes to the next.

    Args:
        cells: The cells, from the inputs to the output.

    >>> from kit.layers.simple_rnn import SimpleRNNCell
    >>> cells = StackedRNNCells([SimpleRNNCell(3), SimpleRNNCell(2)])
    >>> output, states = cells(jnp.ones((1, 4)), cells.get_initial_state(1))
    >>> output.shape
    (1, 2)
    """

    def __init__(self, cells: list | tuple, **kwargs):
        super().__init__(**kwargs)
        for cell in cells:
            check_cell(cell)
        self.cells = list(cells)

    @property
    def state_size(self) -> list:
        """The sizes of the states of each cell."""
        return [cell.state_size for cell in self.cells]

    @property
    def output_size(self) -> int:
        """The number of outputs of the last cell."""
        return output_size_of(self.cells[-1])

    def get_initial_state(self, batch_size: int | None = None) -> list:
        """Return states of zeros for each cell, as before the first step."""
        return [initial_state_of(cell, batch_size) for cell in self.cells]

    def build(self, input_shape):
        """Make the weights of each cell for the outputs of the one before."""
        for cell in self.cells:
            build_cell(cell, input_shape)
            input_shape = (input_shape[0], output_size_of(cell))

    def call(self, inputs, states, training=False):
        """Return the output of the last cell and the new states of all."""
        after = []
        for cell, before in zip(self.cells, states, strict=True):
            inputs, new = cell(inputs, before)
            after.append(new)
        return inputs, after

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "StackedRNNCells":
        """Make the cells again from what `get_config` returned."""
        cells = [deserialize(c, "keras.layers", "cell") for c in config["cells"]]
        return cls(**{**config, "cells": cells})


def check_cell(cell: Any) -> None:
    """Check that an object can be the cell of a recurrent layer.

    Raises:
        ValueError: If it has no `call` or no `state_size`.
    """
    if not hasattr(cell, "call") or not hasattr(cell, "state_size"):
        raise ValueError(
            f"{cell!r:.50} is not a cell.\n"
            "Expected a layer with call(inputs, states) and a state_size.\n"
            "Take LSTMCell(32), or give your layer self.state_size = 32."
        )


def build_cell(cell: Any, input_shape: tuple) -> None:
    """Make the weights of a cell, if it is a layer without them."""
    if isinstance(cell, Layer) and not cell.built:
        cell.build(input_shape)
        cell.built = True


def output_size_of(cell: Any) -> int:
    """Return how many outputs a cell has: by default, the size of its first state."""
    size = getattr(cell, "output_size", None)
    size = cell.state_size if size is None else size
    return size[0] if isinstance(size, list | tuple) else size


def initial_state_of(cell: Any, batch_size: int | None) -> list:
    """Return a list of states of zeros, or what the cell itself begins with."""
    if hasattr(cell, "get_initial_state"):
        states = cell.get_initial_state(batch_size=batch_size)
        return list(states) if isinstance(states, list | tuple) else [states]
    sizes = cell.state_size
    sizes = sizes if isinstance(sizes, list | tuple) else [sizes]
    dtype = getattr(cell, "compute_dtype", None)
    return [jnp.zeros((batch_size, size), dtype) for size in sizes]
