"""What a learning rate may be: a number, a schedule or a function.

`Optimizer` checks it here when it is made and when its rate is set, and computes it
here in every step.
"""

import inspect
import math
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kit import config
from kit.optimizers.schedules.learning_rate_schedule import LearningRateSchedule

LearningRate = float | LearningRateSchedule | Callable[..., Any]


def check_learning_rate(value: Any, owner: str) -> LearningRate:
    """Return a learning rate as a float, or unchanged if it is computed every step.

    Args:
        value: A number (also an int or a NumPy scalar), a schedule, or a function of
            the step or of nothing.
        owner: The word for the optimizer in the message.

    Raises:
        ValueError: If it is no number, or one that is negative, infinite or NaN.

    >>> check_learning_rate(1, "SGD")
    1.0
    """
    if callable(value):
        return value
    number = _as_number(value)
    if number is None:
        raise ValueError(
            f"{owner} received learning_rate={_short(value)}.\n"
            "Expected a number, a schedule or a function.\n"
            "Write for example learning_rate=0.001."
        )
    if not math.isfinite(number) or number < 0:
        raise ValueError(
            f"{owner} received learning_rate={number}.\n"
            "Expected a finite number that is not negative.\n"
            "Values between 0.0001 and 0.1 are usual; try learning_rate=0.001."
        )
    return number


def compute_rate(rate: Callable, step: Any) -> jax.Array:
    """Return the rate that a schedule or function gives for a step.

    Raises:
        ValueError: If it decides by `if` about a step that is not known yet.

    >>> compute_rate(lambda: 0.5, 0), compute_rate(lambda step: 0.5 + step, 1)
    (Array(0.5, dtype=float32), Array(1.5, dtype=float32))
    """
    try:
        value = rate(step) if _takes_step(rate) else rate()
    except jax.errors.TracerBoolConversionError as error:
        name = getattr(rate, "__name__", type(rate).__name__)
        raise ValueError(
            f'The schedule "{name}" uses the step in a Python "if".\n'
            "Expected array operations: the step is not known while it is compiled.\n"
            "Write jnp.where(step < 10, 0.1, 0.01) instead of the if."
        ) from error
    return jnp.asarray(value, config.floatx())


def _takes_step(rate):
    """Tell a function of the step from one without arguments."""
    if isinstance(rate, LearningRateSchedule):
        return True
    try:
        parameters = inspect.signature(rate).parameters.values()
    except (TypeError, ValueError):  # a function that is not written in Python
        return False
    return any(
        p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
        for p in parameters
    )


def _as_number(value):
    """Return a real number as float, or None for anything else."""
    if isinstance(value, bool | np.bool_ | str | bytes) or value is None:
        return None
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        return None
    if array.ndim > 0 or array.dtype.kind not in "iufV":  # "V": bfloat16
        return None
    return float(array)


def _short(value):
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
