"""Ftrl: follow the regularized leader, which sets small weights exactly to zero.

Made for wide linear models with many rare inputs.
"""

from typing import Any, Unpack

import jax
import jax.numpy as jnp

from kit.optimizers.arguments import (
    CommonArguments,
    require_between,
    require_not_negative,
)
from kit.optimizers.learning_rate import LearningRate
from kit.optimizers.optimizer import Optimizer
from kit.serialization import register


@register("keras.optimizers")
class Ftrl(Optimizer):
    """Choose the weight that would have been best so far, with L1 and L2 penalties.

    With parameter w, gradient g, learning rate η (eta), power p, penalties λ₁, λ₂
    (lambda), shrinkage s:

        n' = n + g²
        z = z + g + 2 s w - (n'⁻ᵖ - n⁻ᵖ) / η · w
        w = (clip(z, -λ₁, λ₁) - z) / (n'⁻ᵖ / η + 2 λ₂ + β / η)
        n = n'

    From McMahan et al., "Ad Click Prediction: a View from the Trenches" (2013).

    Args:
        learning_rate: The step size η, a schedule, or a function without arguments.
            Default 0.001.
        learning_rate_power: The power p, 0 or less. Default -0.5: a square root.
        initial_accumulator_value: The sum n before the first step. Default 0.1.
        l1_regularization_strength: The penalty λ₁ on |w|. Default 0.0.
        l2_regularization_strength: The penalty λ₂ on w². Default 0.0.
        l2_shrinkage_regularization_strength: The shrinkage s. Default 0.0.
        beta: The paper's β. Default 0.0.
        **common: The arguments of every `Optimizer`: `weight_decay`, `clipnorm`, ...

    >>> optimizer = Ftrl(learning_rate=0.1, l1_regularization_strength=1.0)
    >>> params, grads = [jnp.array([0.0, 0.0])], [jnp.array([10.0, -0.1])]
    >>> updates, state = optimizer.update(grads, optimizer.init(params), params)
    >>> updates[0].round(3)
    Array([-0.09,  0.  ], dtype=float32)
    """

    def __init__(
        self,
        learning_rate: LearningRate = 0.001,
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
        **common: Unpack[CommonArguments],
    ):
        super().__init__(learning_rate, **common)
        self.learning_rate_power = require_between(
            self, "learning_rate_power", learning_rate_power, float("-inf"), 0
        )
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta
        for name in (
            "initial_accumulator_value",
            "l1_regularization_strength",
            "l2_regularization_strength",
            "l2_shrinkage_regularization_strength",
        ):
            require_not_negative(self, name, getattr(self, name))

    def slot_names(self) -> tuple[tuple[str, ...], ...]:
        """Return the arrays that are kept for each parameter."""
        return (("accumulator", "linear"),)

    def new_slot(self, name: str, parameter: jax.Array) -> jax.Array:
        """Return the first value of the sum of squares n, or of z."""
        first = self.initial_accumulator_value if name == "accumulator" else 0.0
        return jnp.full_like(parameter, first)

    def step(self, gradient, parameter, slots, learning_rate, step_number) -> Any:
        """Return the change of one parameter, and its new n and z."""
        power = -self.learning_rate_power
        l1, l2 = self.l1_regularization_strength, self.l2_regularization_strength
        shrinkage = 2 * self.l2_shrinkage_regularization_strength * parameter
        n = slots["accumulator"]
        new_n = n + gradient**2
        growth = (new_n**power - n**power) / learning_rate
        z = slots["linear"] + gradient + shrinkage - growth * parameter
        curvature = new_n**power / learning_rate + 2 * l2 + self.beta / learning_rate
        best = (jnp.clip(z, -l1, l1) - z) / curvature
        return best - parameter, {"accumulator": new_n, "linear": z}
