"""Layers that give all images the same size: by resizing or by cutting out a part."""

import jax
import jax.numpy as jnp
from jax import lax

from kit.kernels.random import uniform
from kit.layers.image_layer import ImageLayer, one_of
from kit.layers.shapes import positive_integer
from kit.layers.up_sampling import INTERPOLATIONS
from kit.random import SeedGenerator
from kit.serialization import register


class SizedImageLayer(ImageLayer):
    """The common part of the layers whose outputs have a given height and width."""

    def _set_size(self, height, width):
        self.height = positive_integer(height, "height")
        self.width = positive_integer(width, "width")

    def compute_output_shape(self, input_shape):
        """Replace the numbers of rows and columns."""
        return (*input_shape[:-3], self.height, self.width, input_shape[-1])


@register("keras.layers")
class Resizing(SizedImageLayer):
    """Stretches or shrinks images to one size.

    Args:
        height: Number of rows of the outputs.
        width: Number of columns.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"`, `"lanczos3"` or
            `"lanczos5"`.
        crop_to_aspect_ratio: Whether to cut off what does not fit the new
            proportions, instead of distorting the images.
        pad_to_aspect_ratio: Whether to add a border instead.
        fill_mode: What the border is made of; only `"constant"`.
        fill_value: The value of the border.
        antialias: Whether to smooth the images when they shrink.
        data_format: `"channels_last"`.

    Output shape: `(batch, height, width, channels)`; whole numbers stay whole.

    >>> Resizing(32, 32).compute_output_shape((None, 100, 80, 3))
    (None, 32, 32, 3)
    """

    def __init__(
        self,
        height: int,
        width: int,
        interpolation: str = "bilinear",
        crop_to_aspect_ratio: bool = False,
        pad_to_aspect_ratio: bool = False,
        fill_mode: str = "constant",
        fill_value: float = 0.0,
        antialias: bool = False,
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self._set_size(height, width)
        self.interpolation = one_of(interpolation, "interpolation", INTERPOLATIONS)
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode = one_of(fill_mode, "fill_mode", ("constant",))
        self.fill_value = fill_value
        self.antialias = bool(antialias)
        if crop_to_aspect_ratio and pad_to_aspect_ratio:
            raise ValueError(
                "Resizing can crop or pad to the aspect ratio, not both.\n"
                "Expected at most one of the two to be True.\n"
                "Leave out crop_to_aspect_ratio or pad_to_aspect_ratio."
            )

    def call(self, inputs):
        """Return the images in the new size."""
        images = inputs if inputs.ndim == 4 else inputs[None]
        if self.crop_to_aspect_ratio:
            images = crop_to_proportions(images, self.height, self.width)
        if self.pad_to_aspect_ratio:
            images = self._pad_to_proportions(images)
        resized = resize(
            images, self.height, self.width, self.interpolation, self.antialias
        )
        if not jnp.issubdtype(inputs.dtype, jnp.floating):
            limits = jnp.iinfo(inputs.dtype)
            resized = jnp.clip(jnp.round(resized), limits.min, limits.max)
        resized = resized.astype(inputs.dtype)
        return resized if inputs.ndim == 4 else resized[0]

    def _pad_to_proportions(self, images):
        _, height, width, _ = images.shape
        more_rows = max(width * self.height // self.width - height, 0) // 2
        more_columns = max(height * self.width // self.height - width, 0) // 2
        edges = [(0, 0), (more_rows,) * 2, (more_columns,) * 2, (0, 0)]
        return jnp.pad(images, edges, constant_values=self.fill_value)


@register("keras.layers")
class CenterCrop(SizedImageLayer):
    """Cuts out the middle of the images.

        outputs[b, y, x] = inputs[b, y + top, x + left]

    An image that is too small is cut to the right proportions and enlarged.

    Args:
        height: Number of rows of the outputs.
        width: Number of columns.
        data_format: `"channels_last"`.

    Output shape: `(batch, height, width, channels)`.

    >>> CenterCrop(24, 24).compute_output_shape((None, 28, 28, 1))
    (None, 24, 24, 1)
    """

    def __init__(
        self, height: int, width: int, data_format: str | None = None, **kwargs
    ):
        super().__init__(data_format=data_format, **kwargs)
        self._set_size(height, width)

    def change(self, images, training):
        """Return the middle of the images."""
        _, rows, columns, _ = images.shape
        if rows < self.height or columns < self.width:
            return cut_and_resize(images, self.height, self.width)
        return _middle(images, self.height, self.width)


@register("keras.layers")
class RandomCrop(SizedImageLayer):
    """Cuts a part out of every image, each at another place while training.

        outputs[b, y, x] = inputs[b, y + top[b], x + left[b]]

    Outside training, and for images that are too small, the images are cut to the
    right proportions and resized.

    Args:
        height: Number of rows of the outputs.
        width: Number of columns.
        seed: A whole number; by default drawn from the global stream.
        data_format: `"channels_last"`.
        name: A name for the layer.

    Output shape: `(batch, height, width, channels)`.

    >>> RandomCrop(24, 24).compute_output_shape((None, 28, 28, 1))
    (None, 24, 24, 1)
    """

    def __init__(
        self,
        height: int,
        width: int,
        seed: int | None = None,
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(data_format=data_format, name=name, **kwargs)
        self._set_size(height, width)
        self.seed = seed
        self.generator = SeedGenerator(seed)

    def change(self, images, training):
        """Return a part of each image."""
        spare_rows = images.shape[1] - self.height
        spare_columns = images.shape[2] - self.width
        if not training or min(spare_rows, spare_columns) < 0:
            return cut_and_resize(images, self.height, self.width)
        size = (self.height, self.width, images.shape[3])

        def cut(image, row, column):
            return lax.dynamic_slice(image, (row, column, 0), size)

        tops = self._draw_whole(len(images), spare_rows)
        return jax.vmap(cut)(images, tops, self._draw_whole(len(images), spare_columns))

    def _draw_whole(self, number, largest):
        """Return whole numbers from 0 to `largest`, one for each image."""
        drawn = uniform(self.generator.next(), (number,), 0.0, largest + 1.0)
        return jnp.minimum(drawn.astype("int32"), largest)


def resize(
    images: jax.Array,
    height: int,
    width: int,
    interpolation: str = "bilinear",
    antialias: bool = False,
) -> jax.Array:
    """Return a batch of images in another size.

    >>> resize(jnp.zeros((1, 4, 4, 3)), 8, 6).shape
    (1, 8, 6, 3)
    """
    shape = (images.shape[0], height, width, images.shape[3])
    return jax.image.resize(images, shape, interpolation, antialias=antialias)


def crop_to_proportions(images: jax.Array, height: int, width: int) -> jax.Array:
    """Return the largest middle part with the proportions height : width.

    >>> crop_to_proportions(jnp.zeros((1, 10, 10, 3)), 50, 100).shape
    (1, 5, 10, 3)
    """
    _, rows, columns, _ = images.shape
    new_rows = max(min(rows, columns * height // width), 1)
    new_columns = max(min(columns, rows * width // height), 1)
    return _middle(images, new_rows, new_columns)


def cut_and_resize(images: jax.Array, height: int, width: int) -> jax.Array:
    """Cut images to the proportions height : width, and resize them.

    >>> cut_and_resize(jnp.zeros((1, 10, 10, 3)), 50, 100).shape
    (1, 50, 100, 3)
    """
    return resize(crop_to_proportions(images, height, width), height, width)


def _middle(images, height, width):
    top = (images.shape[1] - height) // 2
    left = (images.shape[2] - width) // 2
    return images[:, top : top + height, left : left + width]
