"""Lamb: Adam with steps in proportion to the size of each parameter.

Made for very large batches; a variation of `Adam`.
"""

from typing import Any, Unpack

import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between, usual_epsilon
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Lamb(Optimizer):
    """Take the direction of Adam, and the length from the parameter itself.

    With parameter w, gradient g, step number t = 1, 2, ..., learning rate η (eta),
    decays β₁, β₂ (beta), small ε, and |x| the length of x as a vector:

        m = m + (1 - β₁) (g - m)
        v = v + (1 - β₂) (g² - v)
        r = m / (1 - β₁ᵗ) / (sqrt(v / (1 - β₂ᵗ)) + ε)
        w = w - η |w| / |r| · r                    or w - η r if w or r is zero

    From You et al., "Large Batch Optimization for Deep Learning: Training BERT in
    76 minutes", arXiv:1904.00962 (2019).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        beta_1: How slowly the mean gradient forgets, β₁ in 0 to 1. Default 0.9.
        beta_2: How slowly the mean square forgets, β₂ in 0 to 1. Default 0.999.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Lamb(learning_rate=0.1)
    >>> params, grads = [jnp.array([3.0, 4.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.354,  0.354], dtype=float32)
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

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new means."""
        m, v = slots["momentum"], slots["velocity"]
        m = m + (1 - self.beta_1) * (gradient - m)
        v = v + (1 - self.beta_2) * (gradient**2 - v)
        m_hat = m / (1 - self.beta_1**step_number)
        v_hat = v / (1 - self.beta_2**step_number)
        direction = m_hat / (jnp.sqrt(v_hat) + self.epsilon)
        length = jnp.sqrt(jnp.sum(parameter**2))
        stride = jnp.sqrt(jnp.sum(direction**2))
        both = (length > 0) & (stride > 0)
        ratio = jnp.where(both, length / jnp.where(both, stride, 1.0), 1.0)
        change = -learning_rate * ratio * direction
        return change, {"momentum": m, "velocity": v}
