"""Nadam: Adam with Nesterov's look ahead.

A variation of `Adam`; its momentum grows slowly during the first steps.
"""

from typing import Any, Unpack

import jax
import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between, usual_epsilon
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Nadam(Optimizer):
    """Look ahead along the mean gradient, scaled as in Adam.

    With parameter w, gradient g, step number t = 1, 2, ..., learning rate η (eta),
    decays β₁, β₂ (beta), momentum u of step t, small ε:

        u(t) = β₁ (1 - 0.5 · 0.96ᵗ)
        U(t) = u(1) u(2) ... u(t)
        m = m + (1 - β₁) (g - m)
        v = v + (1 - β₂) (g² - v)
        m̂ = u(t+1) m / (1 - U(t+1)) + (1 - u(t)) g / (1 - U(t))
        v̂ = v / (1 - β₂ᵗ)
        w = w - η m̂ / (sqrt(v̂) + ε)

    From Dozat, "Incorporating Nesterov Momentum into Adam" (2015).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        beta_1: How slowly the mean gradient forgets, β₁ in 0 to 1. Default 0.9.
        beta_2: How slowly the mean square forgets, β₂ in 0 to 1. Default 0.999.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Nadam(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> [round(float(change), 3) for change in updates[0]]
    [-0.106, 0.106]
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
        return (("momentum", "velocity"),)

    def new_shared(self) -> dict[str, jax.Array]:
        """Return the product U before the first step: 1."""
        return {"u_product": jnp.ones(())}

    def next_shared(self, shared, step_number) -> dict[str, jax.Array]:
        """Return the product U(t) of the momenta up to this step."""
        return {"u_product": shared["u_product"] * self._u(step_number)}

    def _u(self, step_number):
        return self.beta_1 * (1 - 0.5 * 0.96**step_number)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new means."""
        u, u_next = self._u(step_number), self._u(step_number + 1)
        product = slots["u_product"]
        product_next = product * u_next
        m, v = slots["momentum"], slots["velocity"]
        m = m + (1 - self.beta_1) * (gradient - m)
        v = v + (1 - self.beta_2) * (gradient**2 - v)
        m_hat = u_next * m / (1 - product_next) + (1 - u) * gradient / (1 - product)
        v_hat = v / (1 - self.beta_2**step_number)
        change = -learning_rate * m_hat / (jnp.sqrt(v_hat) + self.epsilon)
        return change, {"momentum": m, "velocity": v}
