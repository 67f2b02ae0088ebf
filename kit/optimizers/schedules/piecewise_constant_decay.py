"""PiecewiseConstantDecay: a learning rate that changes at a few given steps."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.optimizers.schedules.learning_rate_schedule import LearningRateSchedule
from kit.serialization import register


@register("keras.optimizers.schedules")
class PiecewiseConstantDecay(LearningRateSchedule):
    """Take the first value up to the first boundary, then the second value, ...

    With step s, boundaries b₁ < b₂ < ..., values η₀, η₁, ...:

        η = η₀ if s <= b₁,   η₁ if b₁ < s <= b₂,   ...

    Args:
        boundaries: The last step of every value but the last, rising.
        values: The rates, one more than boundaries.
        name: A word for files. Default `"PiecewiseConstant"`.

    >>> schedule = PiecewiseConstantDecay([10, 20], [0.1, 0.01, 0.001])
    >>> [round(float(schedule(step)), 3) for step in (0, 10, 11, 21)]
    [0.1, 0.1, 0.01, 0.001]
    """

    def __init__(
        self,
        boundaries: Sequence[float],
        values: Sequence[float],
        name: str = "PiecewiseConstant",
    ):
        if len(boundaries) != len(values) - 1 or len(boundaries) == 0:
            raise ValueError(
                f"There are {len(boundaries)} boundaries and {len(values)} values.\n"
                "Expected at least one boundary, and one value more than boundaries.\n"
                "Write for example PiecewiseConstantDecay([1000], [0.1, 0.01])."
            )
        if list(boundaries) != sorted(set(boundaries)):
            raise ValueError(
                f"The boundaries are {str(list(boundaries))[:50]}.\n"
                "Expected steps in rising order, each one only once.\n"
                "Sort them, and their values with them."
            )
        self.boundaries = boundaries
        self.values = values
        self.name = name

    def __call__(self, step: Any) -> jax.Array:
        """Return the learning rate of one step."""
        passed = jnp.asarray(step) > jnp.asarray(self.boundaries)  # (boundaries,)
        return jnp.asarray(self.values, config.floatx())[jnp.sum(passed)]
