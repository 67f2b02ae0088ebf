"""PolynomialDecay: a learning rate that falls to an end value, by default in a line."""

from typing import Any

import jax
import jax.numpy as jnp

from kit.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    as_float,
    require_positive,
)
from kit.serialization import register


@register("keras.optimizers.schedules")
class PolynomialDecay(LearningRateSchedule):
    """Go from one rate to another within `decay_steps` steps, then stay there.

    With step s, rates η₀ and η₁ (eta), decay steps T, power p:

        η = (η₀ - η₁) (1 - min(s, T) / T)ᵖ + η₁

    Args:
        initial_learning_rate: The rate η₀ of the first step.
        decay_steps: The number of steps T (batches, not epochs), above 0.
        end_learning_rate: The rate η₁ after T steps. Default 0.0001.
        power: The power p; 1 is a straight line. Default 1.0.
        cycle: Whether to stretch T to the next multiple of itself at its end, so that
            the rate jumps up and falls again. Default False.
        name: A word for files. Default `"PolynomialDecay"`.

    >>> schedule = PolynomialDecay(0.1, decay_steps=10, end_learning_rate=0.0)
    >>> [round(float(schedule(step)), 3) for step in (0, 5, 10, 15)]
    [0.1, 0.05, 0.0, 0.0]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ):
        require_positive("PolynomialDecay", "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.end_learning_rate = end_learning_rate
        self.power = power
        self.cycle = cycle
        self.name = name

    def __call__(self, step: Any) -> jax.Array:
        """Return the learning rate of one step."""
        step, length = as_float(step), self.decay_steps
        if self.cycle:
            cycles = jnp.maximum(-(-step // length), 1)  # rounded up, from 1
            done = step / (cycles * length)
        else:
            done = jnp.minimum(step / length, 1)
        start, end = self.initial_learning_rate, self.end_learning_rate
        return (start - end) * (1 - done) ** self.power + end
