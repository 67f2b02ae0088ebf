"""What programs written for Keras look for under `keras.backend`.

Mostly the settings of `kit.config` under their older address.
"""

import gc
from typing import Any

import numpy as np

from kit.config import (
    epsilon,
    floatx,
    image_data_format,
    set_epsilon,
    set_floatx,
    set_image_data_format,
)
from kit.naming import reset_names
from kit.variables import Variable

__all__ = [
    "backend",
    "clear_session",
    "epsilon",
    "floatx",
    "get_value",
    "image_data_format",
    "set_epsilon",
    "set_floatx",
    "set_image_data_format",
    "set_value",
]


def backend() -> str:
    """Return the name of the library that calculates: always `"jax"`.

    >>> backend()
    'jax'
    """
    return "jax"


def clear_session(free_memory: bool = True) -> None:
    """Start the numbering of names again: the next Dense layer is called "dense".

    Models that exist keep working. Random numbers go on as before.

    Args:
        free_memory: Whether to look for unused objects at once.

    >>> from kit.naming import auto_name
    >>> clear_session(); auto_name("Dense")
    'dense'
    """
    reset_names()
    if free_memory:
        gc.collect()


def get_value(variable: Variable) -> np.ndarray:
    """Return the value of a Variable as NumPy's array.

    >>> get_value(Variable([1.0, 2.0])).tolist()
    [1.0, 2.0]
    """
    return np.asarray(variable)


def set_value(variable: Variable, value: Any) -> None:
    """Replace the value of a Variable.

    >>> v = Variable([1.0, 2.0])
    >>> set_value(v, [3.0, 4.0]); v.numpy().tolist()
    [3.0, 4.0]
    """
    variable.assign(value)
