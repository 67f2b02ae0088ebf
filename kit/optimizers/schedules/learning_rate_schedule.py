"""LearningRateSchedule: a learning rate that depends on the number of the step.

Optimizers call a schedule with the count of steps done so far; the schedules of this
folder are subclasses, and users write their own in the same way.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit import config
from kit.optimizers.arguments import remembered_arguments


class LearningRateSchedule:
    """Base of all schedules: a function of the step that can be written to a file.

    Write a schedule of your own with `__call__`; to save it, store every argument
    of `__init__` as the attribute of the same name.

    >>> class Halving(LearningRateSchedule):
    ...     def __init__(self, start):
    ...         self.start = start
    ...     def __call__(self, step):
    ...         return self.start / 2**step
    >>> Halving(0.4)(1), Halving(0.4).get_config()
    (0.2, {'start': 0.4})
    """

    def __call__(self, step: Any) -> jax.Array:
        """Return the learning rate of one step.

        Args:
            step: The number of steps done so far: 0 in the first one. It counts
                batches, not epochs. Inside a compiled step it is a traced array, so
                write `jnp.where(step < 10, a, b)` instead of `if step < 10`.
        """
        raise NotImplementedError(
            f"{type(self).__name__} has no method __call__.\n"
            "Expected a schedule to return the rate of every step.\n"
            "Write for example: def __call__(self, step): return 0.1 / (step + 1)."
        )

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same schedule."""
        return remembered_arguments(self)

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "LearningRateSchedule":
        """Make a schedule from what `get_config` returned."""
        return cls(**config)


def as_float(step: Any) -> jax.Array:
    """Return a step as a number that fractions can be made of.

    >>> as_float(3)
    Array(3., dtype=float32)
    """
    return jnp.asarray(step).astype(config.floatx())


def require_positive(schedule: str, argument: str, value: float) -> None:
    """Raise ValueError unless a number of steps is positive.

    >>> require_positive("CosineDecay", "decay_steps", 100)
    """
    if not value > 0:
        raise ValueError(
            f"{schedule} received {argument}={value!r}.\n"
            "Expected a number of steps above 0.\n"
            f"Write for example {argument}=1000; steps are batches, not epochs."
        )
