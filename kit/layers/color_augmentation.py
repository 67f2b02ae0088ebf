"""Random changes of the pixels' values: contrast and brightness.

Each image gets its own change, drawn anew whenever it is seen in training.
"""

import jax.numpy as jnp

from kit.layers.image_layer import RandomImageLayer, factor_limits, value_limits
from kit.serialization import register


@register("keras.layers")
class RandomContrast(RandomImageLayer):
    """Strengthens or weakens the contrast of every image while training.

        outputs = (inputs - mean) * u + mean

    with the mean of each channel of the image, and u drawn evenly between 1 - lower
    and 1 + upper; the result is cut off at the limits of `value_range`.

    Args:
        factor: `lower` and `upper` as a pair, or one number for both, from 0 to 1.
        value_range: The smallest and the largest value of a pixel.
        seed: A whole number; by default drawn from the global stream.

    Output shape: the input's.

    >>> import numpy as np
    >>> RandomContrast(0.2)(np.ones((2, 8, 8, 3)), training=True).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        factor: float | tuple,
        value_range: tuple = (0, 255),
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        pair = factor if isinstance(factor, list | tuple) else (factor, factor)
        self.factor = factor_limits(pair, "factor", lowest=0.0)
        self.value_range = value_limits(value_range)
        self._make_generator(seed)

    def augment(self, images):
        """Return the images with another contrast."""
        lower, upper = self.factor
        strength = self.draw(images, (1 - lower, 1 + upper))[..., None]
        mean = jnp.mean(images, (1, 2), keepdims=True)  # (batch, 1, 1, channels)
        changed = (images - mean) * strength.astype(images.dtype) + mean
        return jnp.clip(changed, *self.value_range)


@register("keras.layers")
class RandomBrightness(RandomImageLayer):
    """Makes every image brighter or darker while training.

        outputs = inputs + u * (highest - lowest)

    with u drawn evenly between the limits of `factor`; the result is cut off at the
    limits of `value_range`.

    Args:
        factor: The largest change in both directions, from 0 to 1; or a pair of
            limits from -1 (black) to 1 (white).
        value_range: The smallest and the largest value of a pixel.
        seed: A whole number; by default drawn from the global stream.

    Output shape: the input's.

    >>> import numpy as np
    >>> RandomBrightness(0.2)(np.ones((2, 8, 8, 3)), training=True).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        factor: float | tuple,
        value_range: tuple = (0, 255),
        seed: int | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.factor = factor_limits(factor, "factor")
        self.value_range = value_limits(value_range)
        self._make_generator(seed)

    def augment(self, images):
        """Return the images brighter or darker."""
        lowest, highest = self.value_range
        change = self.draw(images, self.factor)[..., None] * (highest - lowest)
        return jnp.clip(images + change.astype(images.dtype), lowest, highest)
