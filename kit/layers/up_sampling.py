"""Layers that enlarge by repeating cells, or by filling in values between them.

They have no weights and learn nothing.
"""

import jax
import jax.numpy as jnp

from kit import config
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.shapes import positive_integer, standardize_tuple
from kit.serialization import register, suggest

# Names of Keras that jax.image.resize knows as well.
INTERPOLATIONS = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")


def check_interpolation(name: str) -> str:
    """Return the name of an interpolation in lower case.

    Raises:
        ValueError: For an unknown one.

    >>> check_interpolation("Bilinear")
    'bilinear'
    """
    lower = name.lower() if isinstance(name, str) else name
    if lower not in INTERPOLATIONS:
        raise ValueError(
            f"interpolation={name!r} is not available.{suggest(name, INTERPOLATIONS)}\n"
            f"Expected one of: {', '.join(INTERPOLATIONS)}.\n"
            'Write for example interpolation="bilinear".'
        )
    return lower


def repeat_cells(inputs: jax.Array, factors: tuple) -> jax.Array:
    """Repeat every cell along each spatial axis.

    >>> repeat_cells(jnp.array([[[1], [2]]]), (2,)).ravel().tolist()
    [1, 1, 2, 2]
    """
    for axis, factor in enumerate(factors, start=1):
        inputs = jnp.repeat(inputs, factor, axis)
    return inputs


def _enlarged(input_shape, factors):
    pairs = zip(input_shape[1:-1], factors, strict=True)
    sizes = [None if n is None else n * factor for n, factor in pairs]
    return (input_shape[0], *sizes, input_shape[-1])


@register("keras.layers")
class UpSampling1D(Layer):
    """Repeats every step of a sequence.

        outputs[b, i, c] = inputs[b, i // size, c]

    Args:
        size: How often.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, steps * size, channels)`.

    >>> UpSampling1D(2).compute_output_shape((None, 10, 3))
    (None, 20, 3)
    """

    def __init__(self, size: int = 2, **kwargs):
        super().__init__(**kwargs)
        self.size = positive_integer(size, "size")
        self.input_spec = InputSpec(ndim=3)

    def call(self, inputs):
        """Return the steps repeated."""
        return repeat_cells(inputs, (self.size,))

    def compute_output_shape(self, input_shape):
        """Multiply the number of steps."""
        return _enlarged(input_shape, (self.size,))


@register("keras.layers")
class UpSampling2D(Layer):
    """Enlarges an image by whole factors.

        outputs[b, y, x, c] = inputs[b, y // size[0], x // size[1], c]

    With another interpolation than "nearest" the values between are filled in.

    Args:
        size: The factor, or one for the rows and one for the columns.
        data_format: `"channels_last"`.
        interpolation: `"nearest"`, `"bilinear"`, `"bicubic"`, `"lanczos3"` or
            `"lanczos5"`.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, rows * size[0], columns * size[1], channels)`.

    >>> UpSampling2D(2).compute_output_shape((None, 14, 14, 3))
    (None, 28, 28, 3)
    """

    def __init__(
        self,
        size: int | tuple = (2, 2),
        data_format: str | None = None,
        interpolation: str = "nearest",
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.size = standardize_tuple(size, 2, "size")
        self.data_format = config.standardize_data_format(data_format)
        self.interpolation = check_interpolation(interpolation)
        self.input_spec = InputSpec(ndim=4)

    def call(self, inputs):
        """Return the images enlarged."""
        if self.interpolation == "nearest":
            return repeat_cells(inputs, self.size)
        shape = self.compute_output_shape(inputs.shape)
        return jax.image.resize(inputs, shape, self.interpolation, antialias=False)

    def compute_output_shape(self, input_shape):
        """Multiply the numbers of rows and columns."""
        return _enlarged(input_shape, self.size)


@register("keras.layers")
class UpSampling3D(Layer):
    """Enlarges a volume by repeating its cells.

        outputs[b, z, y, x, c] = inputs[b, z // size[0], y // size[1], x // size[2], c]

    Args:
        size: The factor, or one for each axis.
        data_format: `"channels_last"`.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, depth * size[0], rows * size[1], columns * size[2],
    channels)`.

    >>> UpSampling3D(2).compute_output_shape((None, 7, 7, 7, 3))
    (None, 14, 14, 14, 3)
    """

    def __init__(
        self, size: int | tuple = (2, 2, 2), data_format: str | None = None, **kwargs
    ):
        super().__init__(**kwargs)
        self.size = standardize_tuple(size, 3, "size")
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=5)

    def call(self, inputs):
        """Return the cells repeated."""
        return repeat_cells(inputs, self.size)

    def compute_output_shape(self, input_shape):
        """Multiply the sizes."""
        return _enlarged(input_shape, self.size)
