"""CosineDecay: a learning rate that warms up and then falls along half a cosine."""

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
class CosineDecay(LearningRateSchedule):
    """Fall slowly, then fast, then slowly again; before it rise in a line if wanted.

    With step s, initial rate η₀ (eta), decay steps T, least share α (alpha):

        η = η₀ ((1 - α) (1 + cos(π min(s, T) / T)) / 2 + α)

    With `warmup_target` η₁ and W `warmup_steps`, the rate first rises from η₀ to η₁
    during W steps; then the formula holds with η₁ for η₀ and s - W for s.

    From Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm
    Restarts", arXiv:1608.03983 (2016); the warmup from Goyal et al.,
    arXiv:1706.02677 (2017).

    Args:
        initial_learning_rate: The rate η₀ of the first step.
        decay_steps: The number of steps T (batches, not epochs), above 0.
        alpha: The share α of the greatest rate at the end. Default 0.0.
        name: A word for files. Default `"CosineDecay"`.
        warmup_target: The rate η₁ after the warmup. Default None: no warmup.
        warmup_steps: The number of steps W of the warmup. Default 0.

    >>> schedule = CosineDecay(0.0, 10, warmup_target=0.1, warmup_steps=4)
    >>> [round(float(schedule(step)), 3) for step in (0, 2, 4, 9, 14)]
    [0.0, 0.05, 0.1, 0.05, 0.0]
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ):
        require_positive("CosineDecay", "decay_steps", decay_steps)
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.alpha = alpha
        self.name = name
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def __call__(self, step: Any) -> jax.Array:
        """Return the learning rate of one step."""
        step = as_float(step)
        start, top = self.initial_learning_rate, self.warmup_target
        if top is None:
            return self._fall(step, start)
        warmed = step / max(self.warmup_steps, 1)
        rising = start + (top - start) * warmed
        falling = self._fall(step - self.warmup_steps, top)
        return jnp.where(step < self.warmup_steps, rising, falling)

    def _fall(self, step, top):
        done = jnp.minimum(step / self.decay_steps, 1)
        cosine = (1 + jnp.cos(math.pi * done)) / 2
        return top * ((1 - self.alpha) * cosine + self.alpha)
