"""Adam: momentum and a step size for every weight, corrected in the first steps.

The usual first choice; `AdamW`, `Nadam`, `Adamax` and `Lamb` are variations of it.
"""

from typing import Any, Unpack

import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between, usual_epsilon
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Adam(Optimizer):
    """Follow the mean gradient, scaled by the root of the mean squared gradient.

    With parameter w, gradient g, step number t = 1, 2, ..., learning rate η (eta),
    decays β₁, β₂ (beta), small ε:

        m = m + (1 - β₁) (g - m)                   mean of the gradients
        v = v + (1 - β₂) (g² - v)                  mean of their squares
        w = w - η sqrt(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (sqrt(v) + ε)

    The factor with t corrects that m and v start at zero. The ε is the paper's
    "epsilon hat", as in Keras; torch and optax add theirs to the corrected root.
    With `amsgrad=True` the greatest v so far takes the place of v in the last line.

    From Kingma and Ba, "Adam: A Method for Stochastic Optimization",
    arXiv:1412.6980 (2014); amsgrad from Reddi et al., arXiv:1904.09237 (2018).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        beta_1: How slowly the mean gradient forgets, β₁ in 0 to 1. Default 0.9.
        beta_2: How slowly the mean square forgets, β₂ in 0 to 1. Default 0.999.
        epsilon: The small ε that keeps the division finite. Default 1e-7.
        amsgrad: Whether step sizes may never grow again. Default False.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Adam(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, 0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.1, -0.1], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.beta_1 = require_between(self, "beta_1", beta_1, 0, 1)
        self.beta_2 = require_between(self, "beta_2", beta_2, 0, 1)
        self.epsilon = usual_epsilon(epsilon)
        self.amsgrad = bool(amsgrad)

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        names = (("momentum", "velocity"),)
        return (*names, ("velocity_hat",)) if self.amsgrad else names

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new means."""
        m, v = slots["momentum"], slots["velocity"]
        m = m + (1 - self.beta_1) * (gradient - m)
        v = v + (1 - self.beta_2) * (gradient**2 - v)
        new_slots = {"momentum": m, "velocity": v}
        if self.amsgrad:
            v = jnp.maximum(slots["velocity_hat"], v)
            new_slots["velocity_hat"] = v
        correction = jnp.sqrt(1 - self.beta_2**step_number)
        correction = correction / (1 - self.beta_1**step_number)
        change = -learning_rate * correction * m / (jnp.sqrt(v) + self.epsilon)
        return change, new_slots
