"""Noise layers: while training, random numbers are added or multiplied.

Like Dropout they keep a network from learning its training data by heart.
"""

import math
from typing import Any

import jax.numpy as jnp

from kit.kernels.random import bernoulli_keep, normal
from kit.layers.dropout import (
    NoiseLayer,
    checked_noise_shape,
    filled_noise_shape,
    standardize_rate,
)
from kit.serialization import register


@register("keras.layers")
class GaussianNoise(NoiseLayer):
    """Adds normally distributed noise while training.

        outputs = inputs + stddev * z,     z from the normal distribution

    Args:
        stddev: Standard deviation of the noise, from 0 to 1.
        seed: A whole number; by default drawn from the global stream.

    Output shape: the input's.

    >>> import numpy as np
    >>> GaussianNoise(0.1)(np.ones((1, 3))).tolist()
    [[1.0, 1.0, 1.0]]
    """

    def __init__(self, stddev: float, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        if not isinstance(stddev, int | float) or not 0 <= stddev <= 1:
            raise ValueError(
                f"stddev={stddev!r} is not a strength of noise.\n"
                "Expected a number from 0 to 1.\n"
                "Write for example stddev=0.1."
            )
        self.stddev = stddev
        self._make_generator(seed, stddev)

    def call(self, inputs, training=False):
        """Return the inputs with noise added, while training."""
        if not training or self.stddev == 0:
            return inputs
        noise = normal(self.seed_generator.next(), inputs.shape)
        return inputs + (self.stddev * noise).astype(inputs.dtype)


@register("keras.layers")
class GaussianDropout(NoiseLayer):
    """Multiplies by normally distributed noise around 1 while training.

        outputs = inputs * (1 + sqrt(rate / (1 - rate)) * z)

    The noise has the same mean and variance as that of Dropout with this rate.

    Args:
        rate: The strength, from 0 up to 1.
        seed: A whole number; by default drawn from the global stream.

    Output shape: the input's.

    >>> import numpy as np
    >>> GaussianDropout(0.5)(np.ones((1, 3))).tolist()
    [[1.0, 1.0, 1.0]]
    """

    def __init__(self, rate: float, seed: int | None = None, **kwargs):
        super().__init__(**kwargs)
        self.rate = standardize_rate(rate)
        self._make_generator(seed, rate)

    def call(self, inputs, training=False):
        """Return the inputs times the noise, while training."""
        if not training or self.rate == 0:
            return inputs
        stddev = math.sqrt(self.rate / (1 - self.rate))
        noise = 1 + stddev * normal(self.seed_generator.next(), inputs.shape)
        return inputs * noise.astype(inputs.dtype)


# The limit of selu for large negative inputs: -alpha * scale.
_SELU_FLOOR = -1.6732632423543772 * 1.0507009873554805


@register("keras.layers")
class AlphaDropout(NoiseLayer):
    """Dropout for networks with `selu`: mean and variance stay 0 and 1.

        outputs = a * (inputs * keep + floor * (1 - keep)) + b

    where `keep` is 0 with probability `rate`, `floor` = -1.7581 is the least value of
    selu, a = 1 / sqrt((1 - rate) (1 + rate floor^2)) and b = -a floor rate.

    Args:
        rate: The share of numbers to drop, from 0 up to 1.
        noise_shape: Shape of `keep`, with 1 along axes whose numbers are kept or
            dropped together and `None` for the input's own size.
        seed: A whole number; by default drawn from the global stream.

    Output shape: the input's.

    >>> import numpy as np
    >>> AlphaDropout(0.5)(np.ones((1, 3))).tolist()
    [[1.0, 1.0, 1.0]]
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Any = None,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.rate = standardize_rate(rate)
        self.noise_shape = checked_noise_shape(noise_shape)
        self._make_generator(seed, rate)

    def call(self, inputs, training=False):
        """Return the inputs with some replaced by the floor, while training."""
        if not training or self.rate == 0:
            return inputs
        shape = filled_noise_shape(self.noise_shape, inputs.shape)
        keep = bernoulli_keep(self.seed_generator.next(), shape, self.rate)
        a = ((1 - self.rate) * (1 + self.rate * _SELU_FLOOR**2)) ** -0.5
        b = -a * _SELU_FLOOR * self.rate
        return a * jnp.where(keep, inputs, _SELU_FLOOR) + b
