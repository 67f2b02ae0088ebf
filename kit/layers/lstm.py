"""LSTM: a recurrent layer that decides what to remember, what to forget, what to tell.

`LSTMCell` computes one step; `LSTM` runs it along sequences.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import activations
from kit.layers.input_spec import InputSpec
from kit.layers.recurrent import RNN
from kit.layers.recurrent_cell import RecurrentCell, cell_options
from kit.serialization import register


@register("keras.layers")
class LSTMCell(RecurrentCell):
    """Computes one step of an LSTM.

        i, f, c, o = split(inputs @ kernel + hidden @ recurrent_kernel + bias, 4)
        carry  = sigmoid(f) * carry + sigmoid(i) * tanh(c)
        hidden = sigmoid(o) * tanh(carry)

    The gates say how much of the new (input gate i) is added to the old (forget gate
    f), and how much of it is told (output gate o).

    Args:
        units: Number of outputs.
        activation: Name or function, for what is new and for what is told.
        recurrent_activation: Name or function, for the gates.
        use_bias: Whether to add a bias to each sum.
        kernel_initializer: How the kernel of the inputs starts.
        recurrent_initializer: How the kernel of the state starts.
        bias_initializer: How the bias starts.
        unit_forget_bias: Whether the bias of the forget gate starts at 1, so that the
            cell remembers at first.
        kernel_regularizer: A penalty on the kernel.
        recurrent_regularizer: A penalty on the recurrent kernel.
        bias_regularizer: A penalty on the bias.
        kernel_constraint: A projection of the kernel after every update.
        recurrent_constraint: A projection of the recurrent kernel after every update.
        bias_constraint: A projection of the bias after every update.
        dropout: Share of the inputs to drop while training.
        recurrent_dropout: Share of the state to drop while training.
        seed: A whole number for dropout; by default drawn from the global stream.

    Input shape: `(batch, features)`, and two states `(batch, units)`.
    Output shape: `(batch, units)`, and the two states.

    >>> cell = LSTMCell(4)
    >>> output, states = cell(np.ones((1, 2)), cell.get_initial_state(1))
    >>> output.shape, len(states)
    ((1, 4), 2)
    """

    gates = 4

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(
            units,
            activation,
            use_bias,
            kernel_initializer,
            recurrent_initializer,
            bias_initializer,
            kernel_regularizer,
            recurrent_regularizer,
            bias_regularizer,
            kernel_constraint,
            recurrent_constraint,
            bias_constraint,
            dropout,
            recurrent_dropout,
            seed,
            **kwargs,
        )
        self.recurrent_activation = activations.get(recurrent_activation)
        self.unit_forget_bias = unit_forget_bias
        self.state_size = [self.units, self.units]

    def _first_bias(self, shape, dtype=None):
        bias = np.array(super()._first_bias(shape, dtype))
        if self.unit_forget_bias:
            bias[self.units : 2 * self.units] = 1
        return bias

    def call(self, inputs, states, training=False):
        """Return the output and the new states, `[hidden, carry]`."""
        hidden, carry = states
        inputs, hidden = self._drop(inputs, hidden, training)
        sums = inputs @ self.kernel + hidden @ self.recurrent_kernel
        if self.bias is not None:
            sums = sums + self.bias
        # The way back computes the gates once more: on a CPU this is faster than to
        # write them down in every step and to read them again (0.92 of the time).
        hidden, carry = jax.checkpoint(self._open_gates)(sums, carry)
        return hidden, [hidden, carry]

    def _open_gates(self, sums, carry):
        i, f, c, o = jnp.split(sums, 4, axis=-1)  # each (batch, units)
        gate = self.recurrent_activation
        carry = gate(f) * carry + gate(i) * self.activation(c)
        return gate(o) * self.activation(carry), carry


@register("keras.layers")
class LSTM(RNN):
    """Reads a sequence step by step and remembers what matters for long.

        i, f, c, o = split(x[t] @ kernel + hidden @ recurrent_kernel + bias, 4)
        carry  = sigmoid(f) * carry + sigmoid(i) * tanh(c)
        hidden = sigmoid(o) * tanh(carry)

    Args:
        units: Number of outputs.
        activation: Name or function, for what is new and for what is told.
        recurrent_activation: Name or function, for the gates.
        use_bias: Whether to add a bias to each sum.
        kernel_initializer: How the kernel of the inputs starts.
        recurrent_initializer: How the kernel of the state starts.
        bias_initializer: How the bias starts.
        unit_forget_bias: Whether the bias of the forget gate starts at 1.
        kernel_regularizer: A penalty on the kernel.
        recurrent_regularizer: A penalty on the recurrent kernel.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        kernel_constraint: A projection of the kernel after every update.
        recurrent_constraint: A projection of the recurrent kernel after every update.
        bias_constraint: A projection of the bias after every update.
        dropout: Share of the inputs to drop while training.
        recurrent_dropout: Share of the state to drop while training.
        seed: A whole number for dropout; by default drawn from the global stream.
        return_sequences: Whether to return the outputs of all steps, not the last one.
        return_state: Whether to return the last hidden state and carry, too.
        go_backwards: Whether to read from the last step to the first.
        stateful: Whether each batch goes on with the states of the batch before.
        unroll: Whether to write all steps out instead of looping.
        use_cudnn: Accepted for Keras's signature.

    Input shape: `(batch, steps, features)`.
    Output shape: `(batch, units)`, or `(batch, steps, units)` with `return_sequences`.

    >>> LSTM(4)(np.ones((2, 5, 3))).shape
    (2, 4)
    >>> outputs, hidden, carry = LSTM(4, return_state=True)(np.ones((2, 5, 3)))
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        use_cudnn: Any = "auto",
        **kwargs,
    ):
        cell = LSTMCell(
            units,
            activation,
            recurrent_activation,
            use_bias,
            kernel_initializer,
            recurrent_initializer,
            bias_initializer,
            unit_forget_bias,
            kernel_regularizer,
            recurrent_regularizer,
            bias_regularizer,
            kernel_constraint,
            recurrent_constraint,
            bias_constraint,
            dropout,
            recurrent_dropout,
            seed,
            **cell_options("lstm_cell", kwargs),
        )
        super().__init__(
            cell,
            return_sequences,
            return_state,
            go_backwards,
            stateful,
            unroll,
            activity_regularizer=activity_regularizer,
            **kwargs,
        )
        self.use_cudnn = use_cudnn
        self.input_spec = InputSpec(ndim=3)
