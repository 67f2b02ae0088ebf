"""What layers for images share: one image or a batch, and chance for each image.

Random changes make more training data out of few images; outside training such
layers only turn the pixels into real numbers.
"""

from typing import Any

import jax

from kit import config
from kit.kernels.random import uniform
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.random import SeedGenerator
from kit.serialization import suggest


class ImageLayer(Layer):
    """Takes one image (rows, columns, channels), or a batch of them.

    A subclass defines `change(images, training)` for a batch.

    Args:
        data_format: `"channels_last"`.
    """

    training_by_default = True

    def __init__(self, data_format: str | None = None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(min_ndim=3, max_ndim=4)

    def call(self, inputs, training=True):
        """Return the changed images, as real numbers."""
        images = inputs.astype(self.compute_dtype)
        if images.ndim == 3:
            return self.change(images[None], training)[0]
        return self.change(images, training)

    def change(self, images: jax.Array, training: bool) -> jax.Array:
        """Return the changed images of a batch (batch, rows, columns, channels)."""
        raise NotImplementedError(
            f'Layer "{self.name}" has no change method.\n'
            "Expected a method that changes a batch of images.\n"
            "Write def change(self, images, training): ..."
        )

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape


class RandomImageLayer(ImageLayer):
    """Changes every image in its own random way, while training.

    A subclass defines `augment(images)` and draws its random numbers with `draw`.
    """

    def _make_generator(self, seed):
        self.seed = seed
        self.generator = SeedGenerator(seed)

    def change(self, images: jax.Array, training: bool) -> jax.Array:
        """Return the images, changed at random while training."""
        return self.augment(images) if training else images

    def augment(self, images: jax.Array) -> jax.Array:
        """Return the images of a batch, changed at random."""
        raise NotImplementedError(
            f'Layer "{self.name}" has no augment method.\n'
            "Expected a method that changes a batch of images at random.\n"
            "Write def augment(self, images): ..."
        )

    def draw(self, images: jax.Array, limits: tuple[float, float]) -> jax.Array:
        """Return one random number between the limits for each image: (batch, 1, 1)."""
        low, high = limits
        return uniform(self.generator.next(), (len(images), 1, 1), low, high)


def factor_limits(
    factor: Any, name: str, lowest: float = -1.0, highest: float = 1.0
) -> tuple[float, float]:
    """Return (lower, upper) from a pair, or (-factor, factor) from one number.

    Raises:
        ValueError: For anything else, and for numbers outside [lowest, highest].

    >>> factor_limits(0.2, "factor"), factor_limits((0.1, 0.3), "factor")
    ((-0.2, 0.2), (0.1, 0.3))
    """
    several = isinstance(factor, list | tuple)
    pair = tuple(factor) if several else (factor, factor)
    fits = len(pair) == 2 and all(
        isinstance(n, int | float) and lowest <= n <= highest for n in pair
    )
    if not fits:
        raise ValueError(
            f"{name}={factor!r} is not a range of change.\n"
            f"Expected a number from {lowest} to {highest}, or a pair of them.\n"
            f"Write for example {name}=0.2."
        )
    if several:
        return min(pair), max(pair)
    return max(-abs(pair[0]), lowest), abs(pair[0])


def one_of(value: Any, name: str, choices: tuple[str, ...]) -> str:
    """Return a value that is among the choices.

    Raises:
        ValueError: If it is not.

    >>> one_of("wrap", "fill_mode", ("wrap", "nearest"))
    'wrap'
    """
    if value not in choices:
        raise ValueError(
            f"{name}={value!r} is not available.{suggest(value, choices)}\n"
            f"Expected one of: {', '.join(choices)}.\n"
            f'Write for example {name}="{choices[0]}".'
        )
    return value


def value_limits(value_range: Any) -> list[float]:
    """Return [lowest, highest] of the pixel values.

    Raises:
        ValueError: If these are not two numbers.

    >>> value_limits((0, 255))
    [0, 255]
    """
    pair = value_range if isinstance(value_range, list | tuple) else ()
    if len(pair) != 2 or not all(isinstance(n, int | float) for n in pair):
        raise ValueError(
            f"value_range={value_range!r} is not a range of pixel values.\n"
            "Expected the smallest and the largest value.\n"
            "Write value_range=(0, 255), or (0, 1) after Rescaling(1 / 255)."
        )
    return sorted(pair)
