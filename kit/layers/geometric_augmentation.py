"""Random changes of where the pixels are: flips, rotations, shifts, zooms.

Each image gets its own change, drawn anew whenever it is seen in training.
"""

import functools
import math
from typing import Any

import jax
import jax.numpy as jnp
from jax.scipy.ndimage import map_coordinates

from kit.layers.image_layer import RandomImageLayer, factor_limits, one_of
from kit.serialization import register

FLIPS = ("horizontal", "vertical", "horizontal_and_vertical")
FILL_MODES = ("reflect", "wrap", "constant", "nearest")
INTERPOLATIONS = ("bilinear", "nearest")


@register("keras.layers")
class RandomFlip(RandomImageLayer):
    """Mirrors half of the images while training.

        outputs[b, y, x] = inputs[b, y, columns - 1 - x]      with probability 1/2

    Args:
        mode: `"horizontal"` (left and right change places), `"vertical"`, or
            `"horizontal_and_vertical"`, which decides on each of them by itself.
        seed: A whole number; by default drawn from the global stream.
        data_format: `"channels_last"`.

    Output shape: the input's.

    >>> import numpy as np
    >>> RandomFlip("horizontal")(np.ones((2, 8, 8, 3)), training=True).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        mode: str = "horizontal_and_vertical",
        seed: int | None = None,
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self._make_generator(seed)
        self.mode = one_of(mode, "mode", FLIPS)

    def augment(self, images):
        """Return the images, some of them mirrored."""
        if "horizontal" in self.mode:
            images = self._flip_some(images, axis=2)
        if "vertical" in self.mode:
            images = self._flip_some(images, axis=1)
        return images

    def _flip_some(self, images, axis):
        flips = self.draw(images, (0.0, 1.0))[..., None] < 0.5  # (batch, 1, 1, 1)
        return jnp.where(flips, jnp.flip(images, axis), images)


class AffineLayer(RandomImageLayer):
    """The common part of the layers that look up each pixel at another place.

    outputs[b, y, x] = inputs[b, y', x']   with y', x' between the pixels
    """

    def _set_sampling(self, fill_mode, interpolation, seed, fill_value):
        self._make_generator(seed)
        self.fill_mode = one_of(fill_mode, "fill_mode", FILL_MODES)
        self.interpolation = one_of(interpolation, "interpolation", INTERPOLATIONS)
        self.fill_value = fill_value

    def _sample(self, images: jax.Array, rows: jax.Array, columns: jax.Array):
        """Return for each image its values at (rows, columns), (batch, y, x)."""
        look_up = functools.partial(
            map_coordinates,
            order=1 if self.interpolation == "bilinear" else 0,
            mode=self.fill_mode,
            cval=self.fill_value,
        )
        size = images.shape[:3]
        places = [jnp.broadcast_to(rows, size), jnp.broadcast_to(columns, size)]
        each_channel = jax.vmap(look_up, in_axes=(-1, None), out_axes=-1)
        return jax.vmap(each_channel)(images, places)


def pixel_places(images: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Return the rows (1, y, 1) and columns (1, 1, x) of the pixels.

    >>> [places.shape for places in pixel_places(jnp.zeros((8, 28, 20, 3)))]
    [(1, 28, 1), (1, 1, 20)]
    """
    _, height, width, _ = images.shape
    rows = jnp.arange(height, dtype="float32")[None, :, None]
    columns = jnp.arange(width, dtype="float32")[None, None, :]
    return rows, columns


@register("keras.layers")
class RandomRotation(AffineLayer):
    """Turns every image by a random angle around its middle while training.

        angle = 2 pi u,      u drawn evenly between the limits of `factor`

    Args:
        factor: The largest turn, as a part of a full one, to both sides; or a pair
            of limits. Positive means counter-clockwise.
        fill_mode: What is outside the image: `"reflect"` (d c b a | a b c d),
            `"wrap"`, `"constant"` or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        seed: A whole number; by default drawn from the global stream.
        fill_value: The value outside for `"constant"`.
        data_format: `"channels_last"`.

    Output shape: the input's.

    >>> import numpy as np
    >>> RandomRotation(0.1)(np.ones((2, 8, 8, 3)), training=True).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        factor: float | tuple,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: int | None = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.factor = factor_limits(factor, "factor")
        self._set_sampling(fill_mode, interpolation, seed, fill_value)

    def augment(self, images):
        """Return the images turned."""
        angle = 2 * math.pi * self.draw(images, self.factor)  # (batch, 1, 1)
        rows, columns = pixel_places(images)
        middle_row, middle_column = rows.mean(), columns.mean()
        y, x = rows - middle_row, columns - middle_column
        return self._sample(
            images,
            middle_row + y * jnp.cos(angle) + x * jnp.sin(angle),
            middle_column + x * jnp.cos(angle) - y * jnp.sin(angle),
        )


@register("keras.layers")
class RandomTranslation(AffineLayer):
    """Shifts every image by a random distance while training.

        outputs[b, y, x] = inputs[b, y - u * rows, x - v * columns]

    with u, v drawn evenly between the limits of the two factors.

    Args:
        height_factor: The largest shift, as a part of the height, up and down; or a
            pair of limits. Positive means down.
        width_factor: The same for the width. Positive means to the right.
        fill_mode: What is outside the image: `"reflect"` (d c b a | a b c d),
            `"wrap"`, `"constant"` or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        seed: A whole number; by default drawn from the global stream.
        fill_value: The value outside for `"constant"`.
        data_format: `"channels_last"`.

    Output shape: the input's.

    >>> import numpy as np
    >>> RandomTranslation(0.1, 0.1)(np.ones((2, 8, 8, 3)), training=True).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        height_factor: float | tuple,
        width_factor: float | tuple,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: int | None = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.height_factor = height_factor
        self.width_factor = width_factor
        self._height_limits = factor_limits(height_factor, "height_factor")
        self._width_limits = factor_limits(width_factor, "width_factor")
        self._set_sampling(fill_mode, interpolation, seed, fill_value)

    def augment(self, images):
        """Return the images shifted."""
        _, height, width, _ = images.shape
        rows, columns = pixel_places(images)
        down = self.draw(images, self._height_limits) * height  # (batch, 1, 1)
        right = self.draw(images, self._width_limits) * width
        return self._sample(images, rows - down, columns - right)


@register("keras.layers")
class RandomZoom(AffineLayer):
    """Enlarges or shrinks every image around its middle while training.

        outputs[b, middle + y, middle + x] = inputs[b, middle + (1 + u) y,
                                                       middle + (1 + v) x]

    with u, v drawn evenly between the limits of the two factors.

    Args:
        height_factor: The largest change of the height in both directions; or a pair
            of limits. Positive means smaller (zooming out).
        width_factor: The same for the width; `None` keeps the proportions.
        fill_mode: What is outside the image: `"reflect"` (d c b a | a b c d),
            `"wrap"`, `"constant"` or `"nearest"`.
        interpolation: `"bilinear"` or `"nearest"`.
        seed: A whole number; by default drawn from the global stream.
        fill_value: The value outside for `"constant"`.
        data_format: `"channels_last"`.

    Output shape: the input's.

    >>> import numpy as np
    >>> RandomZoom(0.1)(np.ones((2, 8, 8, 3)), training=True).shape
    (2, 8, 8, 3)
    """

    def __init__(
        self,
        height_factor: float | tuple,
        width_factor: float | tuple | None = None,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: int | None = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(data_format=data_format, **kwargs)
        self.height_factor = height_factor
        self.width_factor = width_factor
        self._height_limits = factor_limits(height_factor, "height_factor")
        self._width_limits: Any = None
        if width_factor is not None:
            self._width_limits = factor_limits(width_factor, "width_factor")
        self._set_sampling(fill_mode, interpolation, seed, fill_value)

    def augment(self, images):
        """Return the images zoomed."""
        rows, columns = pixel_places(images)
        middle_row, middle_column = rows.mean(), columns.mean()
        tall = wide = 1 + self.draw(images, self._height_limits)  # (batch, 1, 1)
        if self._width_limits is not None:
            wide = 1 + self.draw(images, self._width_limits)
        return self._sample(
            images,
            middle_row + tall * (rows - middle_row),
            middle_column + wide * (columns - middle_column),
        )
