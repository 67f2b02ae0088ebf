"""Initializers that draw every number independently, from a fixed distribution.

`VarianceScaling` builds on them and fits the width to the size of the layer.
"""

from collections.abc import Sequence

import numpy as np

from kit.initializers.initializer import (
    RandomInitializer,
    normal,
    number_format,
    truncated_normal,
    uniform,
)
from kit.serialization import register


@register("keras.initializers", "normal")
class RandomNormal(RandomInitializer):
    """Draws from the normal distribution.

    Args:
        mean: The centre of the distribution.
        stddev: Its standard deviation.
        seed: A whole number that chooses the numbers, or None.

    >>> RandomNormal(stddev=0.1, seed=1)((2, 3)).shape
    (2, 3)
    """

    def __init__(
        self, mean: float = 0.0, stddev: float = 0.05, seed: int | None = None
    ):
        super().__init__(seed)
        self.mean = mean
        self.stddev = stddev

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return random numbers of this shape."""
        values = self.mean + self.stddev * normal(self.generator(), shape)
        return values.astype(number_format(dtype))

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        return {"mean": self.mean, "stddev": self.stddev, **super().get_config()}


@register("keras.initializers")
class TruncatedNormal(RandomNormal):
    """Draws from the normal distribution, but nothing beyond two `stddev`.

    Numbers further away are drawn again, so the standard deviation of the result is
    only 0.8796 times `stddev`.

    Args:
        mean: The centre of the distribution.
        stddev: The standard deviation before the far numbers are taken away.
        seed: A whole number that chooses the numbers, or None.

    >>> values = TruncatedNormal(stddev=0.1, seed=1)((1000,))
    >>> bool(abs(values).max() <= 0.2)
    True
    """

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return random numbers of this shape."""
        values = self.mean + self.stddev * truncated_normal(self.generator(), shape)
        return values.astype(number_format(dtype))


@register("keras.initializers", "uniform")
class RandomUniform(RandomInitializer):
    """Draws evenly from an interval.

    Args:
        minval: The lower end.
        maxval: The upper end.
        seed: A whole number that chooses the numbers, or None.

    >>> values = RandomUniform(2.0, 3.0, seed=1)((1000,))
    >>> bool(values.min() >= 2 and values.max() <= 3)
    True
    """

    def __init__(
        self, minval: float = -0.05, maxval: float = 0.05, seed: int | None = None
    ):
        super().__init__(seed)
        self.minval = minval
        self.maxval = maxval

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return random numbers of this shape."""
        values = uniform(self.generator(), shape, self.minval, self.maxval)
        return values.astype(number_format(dtype))

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        return {"minval": self.minval, "maxval": self.maxval, **super().get_config()}
