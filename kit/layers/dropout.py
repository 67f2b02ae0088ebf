"""Dropout layers: while training, some numbers are set to zero at random.

The network cannot rely on a single unit then. Outside training they do nothing.
"""

from typing import Any

import jax.numpy as jnp

from kit import config
from kit.kernels.random import bernoulli_keep
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.random import SeedGenerator
from kit.serialization import register
from kit.variables import is_absent


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


class NoiseLayer(Layer):
    """The common part of layers that are random while training.

    At strength 0 nothing is random, and there is no generator of random numbers.
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
class Dropout(NoiseLayer):
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
        self.noise_shape = checked_noise_shape(noise_shape)
        self._make_generator(seed, rate)

    def call(self, inputs, training=False):
        """Return the inputs with some numbers dropped, while training."""
        if not training or is_absent(self.rate):
            return inputs
        return drop(inputs, self.seed_generator.next(), self.rate, self.noise_shape)


def drop(inputs, key, rate: float, noise_shape: tuple | None = None):
    """Return inputs * keep / (1 - rate), where `keep` is random and has `noise_shape`.

    >>> drop(jnp.ones((2, 2)), jnp.array([1, 2], "uint32"), 0.0).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """
    keep = bernoulli_keep(key, filled_noise_shape(noise_shape, inputs.shape), rate)
    return jnp.where(keep, inputs * (1 / (1 - rate)), 0)


def checked_noise_shape(noise_shape: Any) -> tuple | None:
    """Return a shape of whole numbers and None, or None.

    Raises:
        ValueError: For anything else.

    >>> checked_noise_shape([None, 1, 3])
    (None, 1, 3)
    """
    if noise_shape is None:
        return None
    several = isinstance(noise_shape, list | tuple)
    if not several or not all(
        n is None or (isinstance(n, int) and n > 0) for n in noise_shape
    ):
        raise ValueError(
            f"noise_shape={noise_shape!r} is not a shape.\n"
            "Expected a tuple of whole numbers from 1 up, or None for the input's.\n"
            "Write for example noise_shape=(None, 1, None)."
        )
    return tuple(noise_shape)


def filled_noise_shape(noise_shape: tuple | None, shape: tuple) -> tuple:
    """Return the noise shape with the input's sizes where it has none.

    >>> filled_noise_shape((None, 1), (32, 10))
    (32, 1)
    """
    if noise_shape is None:
        return shape
    if len(noise_shape) != len(shape):
        raise ValueError(
            f"noise_shape={noise_shape} has {len(noise_shape)} sizes.\n"
            f"Expected one for each axis of the input, which has {shape}.\n"
            "Write None where the input's own size is meant."
        )
    pairs = zip(noise_shape, shape, strict=True)
    return tuple(size if noise is None else noise for noise, size in pairs)


class SpatialDropout(NoiseLayer):
    """The common part of the spatial dropouts, which set the `rank`."""

    rank: int

    def __init__(self, rate, seed, name, dtype):
        super().__init__(name=name, dtype=dtype)
        self.rate = standardize_rate(rate)
        self._make_generator(seed, rate)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def call(self, inputs, training=False):
        """Return the inputs with some channels dropped, while training."""
        if not training or is_absent(self.rate):
            return inputs
        noise_shape = (None, *[1] * self.rank, None)
        return drop(inputs, self.seed_generator.next(), self.rate, noise_shape)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer."""
        found = super().get_config()
        del found["trainable"]  # not an argument of these layers
        return found


@register("keras.layers")
class SpatialDropout1D(SpatialDropout):
    """Drops whole channels of a sequence while training.

        outputs[b, :, c] = inputs[b, :, c] * keep[b, c] / (1 - rate)

    Neighbours resemble each other, so dropping single ones would hide little.

    Args:
        rate: The share of channels to drop, from 0 up to 1.
        seed: A whole number; by default drawn from the global stream.
        name: A name for the layer.
        dtype: Number format.

    Input and output shape: `(batch, steps, channels)`.

    >>> import numpy as np
    >>> x = np.ones((1, 2, 8))
    >>> y = SpatialDropout1D(0.5, seed=1)(x, training=True)
    >>> bool((y == y[0:1, 0:1]).all())
    True
    """

    rank = 1

    def __init__(
        self,
        rate: float,
        seed: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ):
        super().__init__(rate, seed, name, dtype)


@register("keras.layers")
class SpatialDropout2D(SpatialDropout):
    """Drops whole channels of an image while training.

        outputs[b, :, c] = inputs[b, :, c] * keep[b, c] / (1 - rate)

    Neighbours resemble each other, so dropping single ones would hide little.

    Args:
        rate: The share of channels to drop, from 0 up to 1.
        data_format: `"channels_last"`.
        seed: A whole number; by default drawn from the global stream.
        name: A name for the layer.
        dtype: Number format.

    Input and output shape: `(batch, rows, columns, channels)`.

    >>> import numpy as np
    >>> x = np.ones((1, 2, 2, 8))
    >>> y = SpatialDropout2D(0.5, seed=1)(x, training=True)
    >>> bool((y == y[0:1, 0:1, 0:1]).all())
    True
    """

    rank = 2

    def __init__(
        self,
        rate: float,
        data_format: str | None = None,
        seed: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ):
        super().__init__(rate, seed, name, dtype)
        self.data_format = config.standardize_data_format(data_format)


@register("keras.layers")
class SpatialDropout3D(SpatialDropout):
    """Drops whole channels of a volume while training.

        outputs[b, :, c] = inputs[b, :, c] * keep[b, c] / (1 - rate)

    Neighbours resemble each other, so dropping single ones would hide little.

    Args:
        rate: The share of channels to drop, from 0 up to 1.
        data_format: `"channels_last"`.
        seed: A whole number; by default drawn from the global stream.
        name: A name for the layer.
        dtype: Number format.

    Input and output shape: `(batch, depth, rows, columns, channels)`.

    >>> import numpy as np
    >>> x = np.ones((1, 2, 2, 2, 8))
    >>> y = SpatialDropout3D(0.5, seed=1)(x, training=True)
    >>> bool((y == y[0:1, 0:1, 0:1, 0:1]).all())
    True
    """

    rank = 3

    def __init__(
        self,
        rate: float,
        data_format: str | None = None,
        seed: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ):
        super().__init__(rate, seed, name, dtype)
        self.data_format = config.standardize_data_format(data_format)
