"""What a learning rate may be: a number, a schedule or a function without arguments.

`Optimizer` uses these checks when it is made and when its rate is set.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from kit.optimizers.schedules.learning_rate_schedule import LearningRateSchedule

LearningRate = float | LearningRateSchedule | Callable[[], Any]


def check_learning_rate(value: Any, owner: str) -> LearningRate:
    """Return a learning rate as a float, or unchanged if it is computed every step.

    Args:
        value: A number (also an int or a NumPy scalar), a schedule or a function
            without arguments.
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
            "Expected a number, a schedule or a function without arguments.\n"
            "Write for example learning_rate=0.001."
        )
    if not math.isfinite(number) or number < 0:
        raise ValueError(
            f"{owner} received learning_rate={number}.\n"
            "Expected a finite number that is not negative.\n"
            "Values between 0.0001 and 0.1 are usual; try learning_rate=0.001."
        )
    return number


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
