"""Adadelta: Adagrad that forgets, with steps in the unit of the weights.

A sibling of `RMSprop`, found in the same year.
"""

from typing import Any, Unpack

import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between, usual_epsilon
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Adadelta(Optimizer):
    """Scale every gradient so that steps are as large as the recent ones.

    With parameter w, gradient g, step d, learning rate η (eta), decay ρ (rho):

        a = ρ a + (1 - ρ) g²
        d = -g sqrt(b + ε) / sqrt(a + ε)
        b = ρ b + (1 - ρ) d²
        w = w + η d

    From Zeiler, "ADADELTA: An Adaptive Learning Rate Method", arXiv:1212.5701
    (2012). The paper has no η, so that `learning_rate=1.0` is its form; Keras's
    default of 0.001 moves very slowly.

    Args:
        learning_rate: The factor η, a schedule, or a function without arguments.
            Default 0.001.
        rho: How slowly both means forget, 0 to 1. Default 0.95.
        epsilon: The small ε of the first steps. Default 1e-7.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Adadelta(learning_rate=1.0)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(4)
    Array([-0.0014,  0.0014], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.rho = require_between(self, "rho", rho, 0, 1)
        self.epsilon = usual_epsilon(epsilon)

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return (("accumulated_grad", "accumulated_delta_var"),)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new means of squares."""
        rho, epsilon = self.rho, self.epsilon
        a, b = slots["accumulated_grad"], slots["accumulated_delta_var"]
        a = rho * a + (1 - rho) * gradient**2
        delta = -gradient * jnp.sqrt(b + epsilon) / jnp.sqrt(a + epsilon)
        b = rho * b + (1 - rho) * delta**2
        new_slots = {"accumulated_grad": a, "accumulated_delta_var": b}
        return learning_rate * delta, new_slots
