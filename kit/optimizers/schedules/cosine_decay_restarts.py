"""CosineDecayRestarts: half a cosine again and again, each time longer."""

import math
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
class CosineDecayRestarts(LearningRateSchedule):
    """Fall along half a cosine, jump up, and fall again.

    With initial rate η₀ (eta), period number i = 0, 1, ..., share f of the period
    that is done, factors m and t, least share α (alpha):

        η = η₀ ((1 - α) mⁱ (1 + cos(π f)) / 2 + α),   period i has T tⁱ steps

    From Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
    Restarts", arXiv:1608.03983 (2016).

    Args:
        initial_learning_rate: The rate η₀ of the first step.
        first_decay_steps: The number T of steps of the first period, above 0.
        t_mul: The factor t from one period's length to the next. Default 2.0.
        m_mul: The factor m from one period's first rate to the next. Default 1.0.
        alpha: The share α of η₀ at the end of a period. Default 0.0.
        name: A word for files. Default `"SGDRDecay"`.

    >>> schedule = CosineDecayRestarts(0.1, first_decay_steps=10)
    >>> [round(float(schedule(step)), 3) for step in (0, 5, 10, 20)]
    [0.1, 0.05, 0.1, 0.05]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: int,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ):
        require_positive("CosineDecayRestarts", "first_decay_steps", first_decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = first_decay_steps
        self.t_mul = t_mul
        self.m_mul = m_mul
        self.alpha = alpha
        self.name = name

    def __call__(self, step: Any) -> jax.Array:
        """Return the learning rate of one step."""
        period, done = self._period(as_float(step))
        cosine = self.m_mul**period * (1 + jnp.cos(math.pi * done)) / 2
        return self.initial_learning_rate * ((1 - self.alpha) * cosine + self.alpha)

    def _period(self, step):
        """Return the number of the period at this step, and the share that is done.

        Time is counted in first periods. As a geometric sum, the periods before
        number i last (1 - tⁱ) / (1 - t).
        """
        t, time = self.t_mul, step / self.first_decay_steps
        if t == 1:
            period = step // self.first_decay_steps
            return period, time - period
        logarithm = jnp.log(1 - time * (1 - t)) / jnp.log(jnp.asarray(t, time.dtype))
        period = jnp.floor(logarithm)
        begin = (1 - t**period) / (1 - t)
        return period, (time - begin) / t**period
