"""Initializer: the base class of all objects that make the first values of weights.

Values are made by NumPy, not by JAX: they are needed once, and NumPy compiles nothing.
"""

from collections.abc import Sequence

import numpy as np

from kit import config, random


class Initializer:
    """Makes an array of a given shape; subclasses define `__call__`.

    >>> class Tens(Initializer):
    ...     def __call__(self, shape, dtype=None):
    ...         return np.full(shape, 10.0, dtype)
    >>> Tens()((2,)).tolist()
    [10.0, 10.0]
    """

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return the first values of a weight.

        Args:
            shape: The size of the weight along every axis.
            dtype: The number format; by default `kit.config.floatx()`.
        """
        raise NotImplementedError(
            f'The initializer "{type(self).__name__}" has no __call__ method.\n'
            "Expected a method that returns an array.\n"
            "Define def __call__(self, shape, dtype=None) in the class."
        )

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        return {}

    @classmethod
    def from_config(cls, config: dict) -> "Initializer":
        """Make an initializer from what `get_config` returned."""
        return cls(**config)

    def clone(self) -> "Initializer":
        """Return a new initializer with the same arguments.

        Without a seed among them, the new one draws other numbers.
        """
        return self.from_config(self.get_config())


class RandomInitializer(Initializer):
    """Makes random numbers: the same ones each time the same object is called.

    Args:
        seed: A whole number that chooses the numbers. By default it is drawn, once,
            from the global stream that `kit.utils.set_random_seed` starts.
    """

    def __init__(self, seed: int | None = None):
        is_number = isinstance(seed, int | np.integer) and not isinstance(seed, bool)
        if seed is not None and (not is_number or seed < 0):
            raise ValueError(
                f"{type(self).__name__} received seed={seed!r}.\n"
                "Expected a whole number from 0 up, or None.\n"
                "Write for example seed=1."
            )
        self._given_seed = None if seed is None else int(seed)
        self.seed = random.next_seed() if seed is None else int(seed)

    def generator(self) -> np.random.Generator:
        """Return a source of random numbers at the start of this seed's sequence."""
        return random.generator(self.seed)

    def get_config(self) -> dict:
        """Return the arguments; the seed is None unless it was given."""
        return {"seed": self._given_seed}


def number_format(dtype: str | None) -> np.dtype:
    """Return NumPy's number format for `dtype`, by default `kit.config.floatx()`.

    >>> number_format(None).name
    'float32'
    """
    return np.dtype(dtype or config.floatx())


def normal(generator: np.random.Generator, shape: Sequence[int]) -> np.ndarray:
    """Draw from the normal distribution with mean 0 and standard deviation 1.

    >>> normal(random.generator(1), (2, 3)).shape
    (2, 3)
    """
    return generator.standard_normal(tuple(shape), "float32")


def truncated_normal(
    generator: np.random.Generator, shape: Sequence[int]
) -> np.ndarray:
    """Draw from the normal distribution, but nothing outside [-2, 2].

    Numbers outside are drawn again, so the standard deviation becomes 0.8796.

    >>> bool(abs(truncated_normal(random.generator(1), (1000,))).max() <= 2)
    True
    """
    values = normal(generator, shape)
    outside = np.abs(values) > 2
    while outside.any():
        values[outside] = normal(generator, (int(outside.sum()),))
        outside = np.abs(values) > 2
    return values


def uniform(
    generator: np.random.Generator, shape: Sequence[int], low: float, high: float
) -> np.ndarray:
    """Draw evenly from `low` to `high`.

    >>> bool(uniform(random.generator(1), (1000,), 3.0, 4.0).min() >= 3)
    True
    """
    return low + (high - low) * generator.random(tuple(shape), "float32")
