"""Adagrad: divides every gradient by the root of the sum of all its squares.

The first rule with a step size for every weight; `RMSprop` and `Adadelta` mend that
its steps only ever get smaller.
"""

from typing import Any, Unpack

import jax
import jax.numpy as jnp

from kit.optimizers.arguments import (
    CommonArguments,
    require_not_negative,
    usual_epsilon,
)
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Adagrad(Optimizer):
    """Take smaller steps for weights that have already moved a lot.

    With parameter w, gradient g, learning rate η (eta), small ε:

        a = a + g²
        w = w - η g / sqrt(a + ε)

    From Duchi et al., "Adaptive Subgradient Methods for Online Learning and
    Stochastic Optimization", JMLR 12 (2011). The paper's η is 1.

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        initial_accumulator_value: The sum a before the first step. Default 0.1.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Adagrad(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.1 ,  0.03], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.initial_accumulator_value = require_not_negative(
            self, "initial_accumulator_value", initial_accumulator_value
        )
        self.epsilon = usual_epsilon(epsilon)

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return (("accumulator",),)

    def new_slot(self, name: str, parameter: jax.Array) -> jax.Array:
        """Return the first value of the sum of squares."""
        return jnp.full_like(parameter, self.initial_accumulator_value)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new sum of squares."""
        accumulator = slots["accumulator"] + gradient**2
        change = -learning_rate * gradient / jnp.sqrt(accumulator + self.epsilon)
        return change, {"accumulator": accumulator}
