"""RNN: a recurrent layer, which reads a sequence step by step with a cell.

SimpleRNN, LSTM and GRU are RNNs with a cell of their own; `recurrent_loop` does the
walking.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.layers.layer_config import parameters
from kit.layers.recurrent_loop import run_cell
from kit.layers.stacked_rnn_cells import (
    StackedRNNCells,
    build_cell,
    check_cell,
    initial_state_of,
    output_size_of,
)
from kit.serialization import deserialize, register
from kit.variables import Variable


@register("keras.layers")
class RNN(Layer):
    """Runs a cell along the steps of a sequence.

        output[t], states = cell(inputs[t], states)

    Args:
        cell: A layer with `call(inputs, states)`, which returns the output and the new
            states, and with `state_size`; or a list of cells, one upon the other.
        return_sequences: Whether to return the outputs of all steps, not the last one.
        return_state: Whether to return the last states, too.
        go_backwards: Whether to read from the last step to the first; the outputs then
            come in this order.
        stateful: Whether each batch goes on with the states of the batch before; the
            batch size must be fixed.
        unroll: Whether to write all steps out instead of looping.
        zero_output_for_mask: Whether the output of a masked step is zero instead of
            the output before it.

    Input shape: `(batch, steps, features)`.
    Output shape: `(batch, units)`, or `(batch, steps, units)` with `return_sequences`.

    >>> class Sum(Layer):
    ...     state_size = 3
    ...     def call(self, inputs, states):
    ...         total = states[0] + inputs
    ...         return total, [total]
    >>> RNN(Sum())(jnp.ones((1, 5, 3))).tolist()
    [[5.0, 5.0, 5.0]]
    """

    supports_masking = True

    def __init__(
        self,
        cell: Any,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.cell = StackedRNNCells(cell) if isinstance(cell, list | tuple) else cell
        check_cell(self.cell)
        self.return_sequences = return_sequences
        self.return_state = return_state
        self.go_backwards = go_backwards
        self.stateful = stateful
        self.unroll = unroll
        self.zero_output_for_mask = zero_output_for_mask
        self.states: list | None = None  # Variables, if stateful

    def __getattr__(self, name: str) -> Any:
        """Find `units`, `activation` and so on in the cell that was made with them."""
        cell = vars(self).get("cell")
        if cell is None or name not in [p.name for p in parameters(type(cell))]:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}.")
        return getattr(cell, name)

    @property
    def state_size(self) -> list:
        """The sizes of the cell's states, in a list."""
        sizes = self.cell.state_size
        return list(sizes) if isinstance(sizes, list | tuple) else [sizes]

    def build(self, input_shape):
        """Make the weights of the cell, and variables for the states if stateful."""
        build_cell(self.cell, (input_shape[0], *input_shape[2:]))
        for weight in self.weights:  # forward_lstm/lstm_cell/kernel, as in files
            weight.path = f"{self.name}/{weight.path}"
        if self.stateful:
            if input_shape[0] is None:
                raise ValueError(
                    f'Layer "{self.name}" is stateful and got shape {input_shape}.\n'
                    "Expected a fixed batch size: row i goes on with row i before.\n"
                    "Begin with Input(shape=(...), batch_size=32)."
                )
            self.states = jax.tree.map(
                lambda state: Variable(state, "rnn_state", trainable=False),
                self.get_initial_state(input_shape[0]),
            )

    @property
    def variables(self) -> list[Variable]:
        """All weights, and the states of a stateful layer."""
        return super().variables + _flat(self.states)

    def get_initial_state(self, batch_size: int) -> list:
        """Return the states before the first step, usually zeros."""
        return initial_state_of(self.cell, batch_size)

    def reset_state(self) -> None:
        """Forget the batches before, if stateful."""
        for state in _flat(self.states):
            state.assign(jnp.zeros(state.shape))

    reset_states = reset_state

    def call(self, sequences, initial_state=None, mask=None, training=False):
        """Return the outputs, and with `return_state` the last states behind them."""
        states = self._first_states(sequences, initial_state)
        mask = mask[0] if isinstance(mask, list | tuple) else mask
        steps = self._in_reading_order(sequences)
        mask = None if mask is None else self._in_reading_order(mask.astype(bool))
        outputs, states = self._run_cells(steps, states, mask, training)
        if self.stateful:
            pairs = zip(_flat(self.states), jax.tree.leaves(states), strict=True)
            for variable, state in pairs:
                variable.assign(state)
        if self.return_sequences:
            outputs = jnp.swapaxes(outputs, 0, 1)
        return (outputs, *states) if self.return_state else outputs

    def _in_reading_order(self, sequences):
        """Put the steps first, (steps, batch, ...), in the order of reading."""
        steps = jnp.swapaxes(sequences, 0, 1)
        return jnp.flip(steps, 0) if self.go_backwards else steps

    def _first_states(self, sequences, given):
        batch = sequences.shape[0]
        if given is None and self.stateful:
            given = jax.tree.map(lambda v: v.value, self.states, is_leaf=_is_variable)
        if given is None:
            given = self.get_initial_state(batch)
        given = list(given) if isinstance(given, list | tuple) else [given]
        states = jax.tree.map(lambda s: jnp.asarray(s, self.compute_dtype), given)
        for state in jax.tree.leaves(states):
            if state.shape[0] != batch:
                raise ValueError(
                    f'Layer "{self.name}" got {batch} sequences and the states of '
                    f"{state.shape[0]}.\n"
                    "Expected the same number of both.\n"
                    "Pass batches of one size, or call reset_state() between them."
                )
        return states

    def _run_cells(self, steps, states, mask, training):
        """Run the cell, or cell after cell of a stack, along the steps."""
        stacked = type(self.cell) is StackedRNNCells
        cells = self.cell.cells if stacked else [self.cell]
        after = []
        for cell, before in zip(cells, states if stacked else [states], strict=True):
            steps, last = run_cell(
                cell,
                steps,
                before,
                mask,
                training=training,
                unroll=self.unroll,
                every_output=self.return_sequences or cell is not cells[-1],
                zero_for_mask=self.zero_output_for_mask,
            )
            after.append(last)
        return steps, after if stacked else after[0]

    def compute_mask(self, inputs, previous_mask=None):
        """Keep the mask if all outputs are returned; states have none."""
        mask = previous_mask
        mask = mask[0] if isinstance(mask, list | tuple) else mask
        mask = mask if self.return_sequences else None
        return [mask, *[None] * len(self.state_size)] if self.return_state else mask

    def compute_output_shape(self, input_shape):
        """Return (batch, units) or (batch, steps, units), and the states' shapes."""
        batch, steps = input_shape[:2]
        units = output_size_of(self.cell)
        outputs = (batch, steps, units) if self.return_sequences else (batch, units)
        if not self.return_state:
            return outputs
        return (outputs, *(_state_shape(batch, size) for size in self.state_size))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer."""
        config = super().get_config()
        config.pop("use_cudnn", None)
        return {**config, "zero_output_for_mask": self.zero_output_for_mask}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Layer:
        """Make a layer from what `get_config` returned."""
        if isinstance(config.get("cell"), dict):
            cell = deserialize(config["cell"], "keras.layers", "cell")
            return cls(**{**config, "cell": cell})
        return super().from_config(config)


def _is_variable(value):
    return isinstance(value, Variable)


def _flat(states):
    return jax.tree.leaves(states, is_leaf=_is_variable)


def _state_shape(batch, size):
    if isinstance(size, list | tuple):
        return [_state_shape(batch, one) for one in size]
    return (batch, size)
