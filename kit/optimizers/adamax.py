"""Adamax: Adam with the greatest recent gradient in place of the mean square.

A variation of `Adam` from the same paper.
"""

from typing import Any, Unpack

import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between, usual_epsilon
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Adamax(Optimizer):
    """Follow the mean gradient, scaled by the greatest recent gradient.

    With parameter w, gradient g, step number t = 1, 2, ..., learning rate η (eta),
    decays β₁, β₂ (beta), small ε:

        m = m + (1 - β₁) (g - m)
        u = max(β₂ u, |g|)
        w = w - η m / ((1 - β₁ᵗ) (u + ε))

    From Kingma and Ba, "Adam: A Method for Stochastic Optimization", section 7.1,
    arXiv:1412.6980 (2014).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        beta_1: How slowly the mean gradient forgets, β₁ in 0 to 1. Default 0.9.
        beta_2: How slowly the greatest one forgets, β₂ in 0 to 1. Default 0.999.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Adamax(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.1,  0.1], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.beta_1 = require_between(self, "beta_1", beta_1, 0, 1)
        self.beta_2 = require_between(self, "beta_2", beta_2, 0, 1)
        self.epsilon = usual_epsilon(epsilon)

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return (("momentum", "norm"),)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, its new mean and greatest gradient."""
        m, u = slots["momentum"], slots["norm"]
        m = m + (1 - self.beta_1) * (gradient - m)
        u = jnp.maximum(self.beta_2 * u, jnp.abs(gradient))
        correction = 1 - self.beta_1**step_number
        change = -learning_rate * m / (correction * (u + self.epsilon))
        return change, {"momentum": m, "norm": u}
