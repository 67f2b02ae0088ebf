"""GRU: a recurrent layer that mixes what is new into what it knows.

`GRUCell` computes one step; `GRU` runs it along sequences.
"""

from typing import Any

import jax.numpy as jnp

from kit import activations
from kit.layers.input_spec import InputSpec
from kit.layers.recurrent import RNN
from kit.layers.recurrent_cell import RecurrentCell, cell_options, first_state, like
from kit.serialization import register


@register("keras.layers")
class GRUCell(RecurrentCell):
    """Computes one step of a GRU.

        xz, xr, xn = split(inputs @ kernel + bias[0], 3)
        hz, hr, hn = split(hidden @ recurrent_kernel + bias[1], 3)
        new    = tanh(xn + sigmoid(xr + hr) * hn)
        hidden = sigmoid(xz + hz) * hidden + (1 - sigmoid(xz + hz)) * new

    The gates say how much of the old is kept (update gate z), and how much of it is
    used to find the new (reset gate r).

    Args:
        units: Number of outputs.
        activation: Name or function, for what is new.
        recurrent_activation: Name or function, for the gates.
        use_bias: Whether to add a bias to each sum.
        kernel_initializer: How the kernel of the inputs starts.
        recurrent_initializer: How the kernel of the state starts.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernel.
        recurrent_regularizer: A penalty on the recurrent kernel.
        bias_regularizer: A penalty on the bias.
        kernel_constraint: A projection of the kernel after every update.
        recurrent_constraint: A projection of the recurrent kernel after every update.
        bias_constraint: A projection of the bias after every update.
        dropout: Share of the inputs to drop while training.
        recurrent_dropout: Share of the state to drop while training.
        reset_after: Whether the reset gate acts after the product with the recurrent
            kernel, as above, and not before it.
        seed: A whole number for dropout; by default drawn from the global stream.

    Input shape: `(batch, features)`, and one state `(batch, units)`.
    Output shape: `(batch, units)`, and the state.

    >>> import numpy as np
    >>> cell = GRUCell(4)
    >>> output, states = cell(np.ones((1, 2)), cell.get_initial_state(1))
    >>> output.shape, len(states)
    ((1, 4), 1)
    """

    gates = 3

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        reset_after: bool = True,
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
        self.reset_after = reset_after

    def _bias_shape(self, width):
        return (2, width) if self.reset_after else (width,)

    def call(self, inputs, states, training=False):
        """Return the output, and once more as the new state."""
        hidden = first_state(states)
        inputs, kept = self._drop(inputs, hidden, training)
        gate = self.recurrent_activation
        xz, xr, xn = jnp.split(self._plus_bias(inputs @ self.kernel, 0), 3, axis=-1)
        if self.reset_after:
            sums = self._plus_bias(kept @ self.recurrent_kernel, 1)
            hz, hr, hn = jnp.split(sums, 3, axis=-1)  # each (batch, units)
            new = self.activation(xn + gate(xr + hr) * hn)
        else:
            gates = 2 * self.units
            hz, hr = jnp.split(kept @ self.recurrent_kernel[:, :gates], 2, axis=-1)
            hn = (gate(xr + hr) * kept) @ self.recurrent_kernel[:, gates:]
            new = self.activation(xn + hn)
        update = gate(xz + hz)
        hidden = update * hidden + (1 - update) * new
        return hidden, like(states, hidden)

    def _plus_bias(self, sums, row):
        """Add the row of the bias; without `reset_after` there is only one."""
        if self.bias is None:
            return sums
        return sums + (self.bias[row] if self.reset_after else self.bias)


@register("keras.layers")
class GRU(RNN):
    """Reads a sequence step by step and mixes what is new into what it knows.

        xz, xr, xn = split(x[t] @ kernel + bias[0], 3)
        hz, hr, hn = split(hidden @ recurrent_kernel + bias[1], 3)
        new    = tanh(xn + sigmoid(xr + hr) * hn)
        hidden = sigmoid(xz + hz) * hidden + (1 - sigmoid(xz + hz)) * new

    Args:
        units: Number of outputs.
        activation: Name or function, for what is new.
        recurrent_activation: Name or function, for the gates.
        use_bias: Whether to add a bias to each sum.
        kernel_initializer: How the kernel of the inputs starts.
        recurrent_initializer: How the kernel of the state starts.
        bias_initializer: How the bias starts.
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
        return_state: Whether to return the last state, too.
        go_backwards: Whether to read from the last step to the first.
        stateful: Whether each batch goes on with the states of the batch before.
        unroll: Whether to write all steps out instead of looping.
        reset_after: Whether the reset gate acts after the product with the recurrent
            kernel, as above, and not before it.
        use_cudnn: Accepted for Keras's signature.

    Input shape: `(batch, steps, features)`.
    Output shape: `(batch, units)`, or `(batch, steps, units)` with `return_sequences`.

    >>> import numpy as np
    >>> GRU(4)(np.ones((2, 5, 3))).shape
    (2, 4)
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
        reset_after: bool = True,
        use_cudnn: Any = "auto",
        **kwargs,
    ):
        cell = GRUCell(
            units,
            activation,
            recurrent_activation,
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
            reset_after,
            seed,
            **cell_options("gru_cell", kwargs),
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
