"""ExponentialDecay: a learning rate that falls by the same factor again and again."""

from typing import Any

import jax

from kit.optimizers.schedules.learning_rate_schedule import (
    LearningRateSchedule,
    as_float,
    require_positive,
)
from kit.serialization import register


@register("keras.optimizers.schedules")
class ExponentialDecay(LearningRateSchedule):
    """Multiply the rate by `decay_rate` once every `decay_steps` steps.

    With step s, initial rate η₀ (eta), decay rate q, decay steps T:

        η = η₀ q^(s / T)

    Args:
        initial_learning_rate: The rate η₀ of the first step.
        decay_steps: The number of steps T (batches, not epochs), above 0.
        decay_rate: The factor q.
        staircase: Whether to fall only every T steps: s / T is rounded down. Default
            False.
        name: A word for files. Default `"ExponentialDecay"`.

    >>> schedule = ExponentialDecay(0.1, decay_steps=10, decay_rate=0.5)
    >>> [round(float(schedule(step)), 3) for step in (0, 10, 20)]
    [0.1, 0.05, 0.025]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ):
        require_positive("ExponentialDecay", "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> jax.Array:
        """Return the learning rate of one step."""
        step = as_float(step)
        periods = (
            step // self.decay_steps if self.staircase else step / self.decay_steps
        )
        return self.initial_learning_rate * self.decay_rate**periods
