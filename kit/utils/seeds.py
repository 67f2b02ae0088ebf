"""One call that makes a whole program repeat itself."""

import random

import numpy as np

from kit import random as kit_random


def set_random_seed(seed: int) -> None:
    """Start all random numbers again from `seed`: Python's, NumPy's and kit's.

    Call it first in a notebook: the same cells in the same order then give the same
    weights, the same order of samples and the same results.

    Args:
        seed: A whole number from 0 to 2**32 - 1.

    >>> set_random_seed(1); first = np.random.random()
    >>> set_random_seed(1); first == np.random.random()
    True
    """
    is_number = isinstance(seed, int | np.integer) and not isinstance(seed, bool)
    if not is_number or not 0 <= seed < 2**32:
        raise ValueError(
            f"set_random_seed received {seed!r}.\n"
            "Expected a whole number from 0 to 4294967295.\n"
            "Write for example kit.utils.set_random_seed(1)."
        )
    random.seed(int(seed))
    np.random.seed(int(seed))
    kit_random.set_seed(int(seed))
