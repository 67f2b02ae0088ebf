"""Dropout layers: while training, some numbers are set to zero at random.

The network cannot rely on a single unit then. Outside training they do nothing.
"""

from typing import Any

import jax.numpy as jnp

from kit.kernels.random import bernoulli_keep
from kit.layers.layer import Layer
from kit.random import SeedGenerator
from kit.serialization import register


def standardize_rate(rate: Any) -> float:
    """Return a probability from 0 up to, but not including, 1.

    Raises:
        ValueError: For anything else.

    >>> standardize_rate(0.5)
    0.5
    """
    number = isinstance(rate, int | float) or hasattr(rate, "__float__")
    if not number or not 0 <= float(rate) < 1:
        raise ValueError(
            f"rate={rate!r} is not a share of units to drop.\n"
            "Expected a number from 0 up to, but not including, 1.\n"
            "Write for example rate=0.5 to drop half of them."
        )
    return rate


class RandomRate(Layer):
    """The common part of layers that draw random numbers at a `rate` or strength.

    Nothing random is needed at strength 0, and so there is no generator then.
    """

    supports_masking = True

    def _make_generator(self, seed, strength):
        self.seed = seed
        if strength > 0:
            self.seed_generator = SeedGenerator(seed)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape


@register("keras.layers")
class Dropout(RandomRate):
    """Sets a share of the numbers to zero while training, and enlarges the others.

        outputs = inputs * keep / (1 - rate),   keep = 0 with probability rate, else 1

    The sum keeps its mean value, so nothing has to change when training is over.

    Args:
        rate: The share of numbers to drop, from 0 up to 1.
        noise_shape: Shape of `keep`, with 1 along axes whose numbers are kept or
            dropped together and `None` for the input's own size.
        seed: A whole number; by default drawn from the global stream.

    Output shape: the input's.

    >>> import numpy as np
    >>> Dropout(0.5)(np.ones((1, 4))).tolist()
    [[1.0, 1.0, 1.0, 1.0]]
    >>> sorted({*Dropout(0.5)(np.ones((1, 100)), training=True)[0].tolist()})
    [0.0, 2.0]
    """

    def __init__(
        self,
        rate: float,
        noise_shape: tuple | None = None,
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.rate = standardize_rate(rate)
        self.noise_shape = _checked_noise_shape(noise_shape)
        self._make_generator(seed, rate)

    def call(self, inputs, training=False):
        """Return the inputs with some numbers dropped, while training."""
        if not training or self.rate == 0:
            return inputs
        return drop(inputs, self.seed_generator.next(), self.rate, self.noise_shape)


def drop(inputs, key, rate: float, noise_shape: tuple | None = None):
    """Return inputs * keep / (1 - rate), where `keep` is random and has `noise_shape`.

    >>> drop(jnp.ones((2, 2)), jnp.array([1, 2], "uint32"), 0.0).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    shape = inputs.shape
    if noise_shape is not None:
        pairs = zip(noise_shape, inputs.shape, strict=True)
        shape = tuple(size if noise is None else noise for noise, size in pairs)
    keep = bernoulli_keep(key, shape, rate)
    return jnp.where(keep, inputs * (1 / (1 - rate)), 0)


def _checked_noise_shape(noise_shape):
    if noise_shape is None:
        return None
    sizes = noise_shape if isinstance(noise_shape, list | tuple) else [noise_shape, ""]
    if not all(n is None or (isinstance(n, int) and n > 0) for n in sizes):
        raise ValueError(
            f"noise_shape={noise_shape!r} is not a shape.\n"
            "Expected a tuple of whole numbers from 1 up, or None for the input's.\n"
            "Write for example noise_shape=(None, 1, None)."
        )
    return tuple(sizes)
