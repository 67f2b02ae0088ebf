"""SimpleRNN: a recurrent layer that feeds its output back into itself.

`SimpleRNNCell` computes one step; `SimpleRNN` runs it along sequences.
"""

from typing import Any

from kit.layers.input_spec import InputSpec
from kit.layers.recurrent import RNN
from kit.layers.recurrent_cell import RecurrentCell, cell_options, first_state, like
from kit.serialization import register


@register("keras.layers")
class SimpleRNNCell(RecurrentCell):
    """Computes one step of a SimpleRNN.

        output = tanh(inputs @ kernel + state @ recurrent_kernel + bias)

    Args:
        units: Number of outputs.
        activation: Name or function.
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
        seed: A whole number for dropout; by default drawn from the global stream.

    Input shape: `(batch, features)`, and one state `(batch, units)`.
    Output shape: `(batch, units)`, and the state.

    >>> import numpy as np
    >>> cell = SimpleRNNCell(4)
    >>> output, states = cell(np.ones((1, 2)), cell.get_initial_state(1))
    >>> output.shape, len(states)
    ((1, 4), 1)
    """

    def call(self, inputs, states, training=False):
        """Return the output, and once more as the new state."""
        inputs, state = self._drop(inputs, first_state(states), training)
        sums = inputs @ self.kernel + state @ self.recurrent_kernel
        if self.bias is not None:
            sums = sums + self.bias
        output = self.activation(sums)
        return output, like(states, output)


@register("keras.layers")
class SimpleRNN(RNN):
    """Reads a sequence step by step; each output depends on the one before.

        output[t] = tanh(x[t] @ kernel + output[t - 1] @ recurrent_kernel + bias)

    Args:
        units: Number of outputs.
        activation: Name or function.
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
        return_sequences: Whether to return the outputs of all steps, not the last one.
        return_state: Whether to return the last state, too.
        go_backwards: Whether to read from the last step to the first.
        stateful: Whether each batch goes on with the states of the batch before.
        unroll: Whether to write all steps out instead of looping.
        seed: A whole number for dropout; by default drawn from the global stream.

    Input shape: `(batch, steps, features)`.
    Output shape: `(batch, units)`, or `(batch, steps, units)` with `return_sequences`.

    >>> import numpy as np
    >>> SimpleRNN(4)(np.ones((2, 5, 3))).shape
    (2, 4)
    """

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
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
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        stateful: bool = False,
        unroll: bool = False,
        seed: int | None = None,
        **kwargs,
    ):
        cell = SimpleRNNCell(
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
            **cell_options("simple_rnn_cell", kwargs),
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
        self.input_spec = InputSpec(ndim=3)
