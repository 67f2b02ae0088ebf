"""Lion: every weight moves by the same amount, up or down.

It keeps one array for each parameter, half as much as `Adam`.
"""

from typing import Any, Unpack

import jax.numpy as jnp

from kit.optimizers.arguments import CommonArguments, require_between
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Lion(Optimizer):
    """Follow only the sign of a mean of the gradients.

    With parameter w, gradient g, learning rate η (eta), decays β₁, β₂ (beta):

        w = w - η sign(β₁ m + (1 - β₁) g)
        m = β₂ m + (1 - β₂) g

    Its steps are larger than Adam's: use a rate 3 to 10 times smaller, and a weight
    decay as many times larger.

    From Chen et al., "Symbolic Discovery of Optimization Algorithms",
    arXiv:2302.06675 (2023).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        beta_1: The weight of the mean in the sign, above 0 to 1. Default 0.9.
        beta_2: How slowly the mean forgets, β₂ in 0 to 1. Default 0.99.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Lion(learning_rate=0.1)
    >>> params, grads = [jnp.array([1.0, 2.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.1,  0.1], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.99,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.beta_1 = require_between(self, "beta_1", beta_1, 0, 1)
        self.beta_2 = require_between(self, "beta_2", beta_2, 0, 1)
        if self.beta_1 == 0:
            raise ValueError(
                "Lion received beta_1=0.\n"
                "Expected a number above 0, for the sign of a mean to be followed.\n"
                "Leave beta_1 out to use the usual value 0.9."
            )

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return (("momentum",),)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new mean."""
        m = slots["momentum"]
        direction = jnp.sign(self.beta_1 * m + (1 - self.beta_1) * gradient)
        m = self.beta_2 * m + (1 - self.beta_2) * gradient
        return -learning_rate * direction, {"momentum": m}
