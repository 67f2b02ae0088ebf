"""RecurrentCell: what the cells of SimpleRNN, LSTM and GRU have in common.

A cell computes one step of a sequence from its inputs and from its states, which are
what it remembers of the steps before.
"""

from typing import Any

import jax.numpy as jnp

from kit import activations, constraints, initializers, regularizers
from kit.kernels.random import uniform
from kit.layers.dropout import standardize_rate
from kit.layers.layer import Layer
from kit.layers.shapes import positive_integer
from kit.random import SeedGenerator


class RecurrentCell(Layer):
    """The common part of cells: weights for `gates` groups of `units` sums.

        sums = inputs @ kernel + state @ recurrent_kernel + bias

    The first state is also the output. Dropout draws once for a whole sequence: what is
    dropped in one step is dropped in all.
    """

    gates = 1

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
        kernel_constraint: Any = None,
        recurrent_constraint: Any = None,
        bias_constraint: Any = None,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        **kwargs,
    ):
        kwargs.pop("implementation", None)  # Keras's ways to compute the same
        super().__init__(**kwargs)
        self.units = positive_integer(units, "units")
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.recurrent_constraint = constraints.get(recurrent_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.dropout = standardize_rate(dropout)
        self.recurrent_dropout = standardize_rate(recurrent_dropout)
        self.seed = seed
        if self.dropout > 0 or self.recurrent_dropout > 0:
            self.seed_generator = SeedGenerator(seed)
        self.state_size: int | list[int] = self.units
        self.output_size = self.units

    def build(self, input_shape):
        """Make a kernel for the inputs, one for the state, and a bias."""
        width = self.gates * self.units
        self.kernel = self.add_weight(
            name="kernel",
            shape=(input_shape[-1], width),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel",
            shape=(self.units, width),
            initializer=self.recurrent_initializer,
            regularizer=self.recurrent_regularizer,
            constraint=self.recurrent_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=self._bias_shape(width),
                initializer=self._first_bias,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _bias_shape(self, width):
        return (width,)

    def _first_bias(self, shape, dtype=None):
        return self.bias_initializer(shape, dtype=dtype)

    def get_initial_state(self, batch_size: int | None = None) -> list:
        """Return states of zeros, as before the first step."""
        sizes = self.state_size
        sizes = [sizes] if isinstance(sizes, int) else sizes
        return [jnp.zeros((batch_size, n), self.compute_dtype) for n in sizes]

    def _drop(self, inputs, state, training):
        """Set some inputs and some of the state to zero, while training."""
        if not training or not hasattr(self, "seed_generator"):
            return inputs, state
        features = inputs.shape[-1]
        shape = (len(inputs), features + self.units)
        noise = uniform(self.seed_generator.next(), shape)  # from 0 up to 1
        inputs = _thin_out(inputs, noise[:, :features], self.dropout)
        return inputs, _thin_out(state, noise[:, features:], self.recurrent_dropout)


def _thin_out(x, noise, rate):
    return jnp.where(noise >= rate, x * (1 / (1 - rate)), 0) if rate > 0 else x


def first_state(states: Any) -> Any:
    """Return the state that a cell hands on as its output.

    >>> first_state(["hidden", "carry"])
    'hidden'
    """
    return states[0] if isinstance(states, list | tuple) else states


def like(states: Any, state: Any) -> Any:
    """Return a single state in a list, if it came in a list.

    >>> like(["old"], "new"), like("old", "new")
    (['new'], 'new')
    """
    return [state] if isinstance(states, list | tuple) else state


def cell_options(name: str, kwargs: dict) -> dict[str, Any]:
    """Return what a recurrent layer hands on to its cell of its own options.

    >>> cell_options("lstm_cell", {"dtype": "float32"})["name"]
    'lstm_cell'
    """
    kwargs.pop("implementation", None)
    shared = {key: kwargs[key] for key in ("dtype", "trainable") if key in kwargs}
    return {"name": name, **shared}
