"""Layers that add or cut off borders of sequences, images and volumes.

They have no weights and learn nothing.
"""

from typing import Any

import jax.numpy as jnp

from kit import config
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.serialization import register


def standardize_borders(value: Any, rank: int, name: str) -> tuple:
    """Return a pair (in front, behind) for each of `rank` axes.

    Args:
        value: One number for all; one for each axis; or a pair for each axis.
        rank: How many axes.
        name: The argument's name, for the message.

    Raises:
        ValueError: For anything else, and for negative numbers.

    >>> standardize_borders(1, 2, "padding")
    ((1, 1), (1, 1))
    >>> standardize_borders((1, (0, 2)), 2, "padding")
    ((1, 1), (0, 2))
    """
    each = value if isinstance(value, list | tuple) else (value,) * rank
    pairs = [
        tuple(one) if isinstance(one, list | tuple) else (one, one) for one in each
    ]
    fits = len(pairs) == rank and all(
        len(pair) == 2 and all(isinstance(n, int) and n >= 0 for n in pair)
        for pair in pairs
    )
    if not fits:
        raise ValueError(
            f"{name}={value!r} does not describe borders.\n"
            "Expected a number of cells from 0 up, one for each axis, or a pair "
            "(in front, behind) for each.\n"
            f"Write for example {name}=1 or {name}={((1, 1),) * rank}."
        )
    return tuple(pairs)


class Padding(Layer):
    """The common part of the layers that add zeros, which set the `rank`."""

    rank: int

    def __init__(self, padding, data_format, **kwargs):
        super().__init__(**kwargs)
        self.data_format = config.standardize_data_format(data_format)
        self._borders = standardize_borders(padding, self.rank, "padding")
        self.padding = self._borders
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def call(self, inputs):
        """Return the inputs with a border of zeros."""
        return jnp.pad(inputs, ((0, 0), *self._borders, (0, 0)))

    def compute_output_shape(self, input_shape):
        """Add the borders to the sizes."""
        pairs = zip(input_shape[1:-1], self._borders, strict=True)
        sizes = [None if n is None else n + sum(pair) for n, pair in pairs]
        return (input_shape[0], *sizes, input_shape[-1])


class Cropping(Layer):
    """The common part of the layers that cut off borders, which set the `rank`."""

    rank: int

    def __init__(self, cropping, **kwargs):
        super().__init__(**kwargs)
        self._borders = standardize_borders(cropping, self.rank, "cropping")
        self.cropping = self._borders
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def call(self, inputs):
        """Return the middle of the inputs."""
        self.compute_output_shape(inputs.shape)  # says if nothing would be left
        pairs = zip(inputs.shape[1:-1], self._borders, strict=True)
        middle = tuple(slice(first, n - last) for n, (first, last) in pairs)
        return inputs[:, *middle]

    def compute_output_shape(self, input_shape):
        """Subtract the borders from the sizes."""
        sizes = []
        for size, pair in zip(input_shape[1:-1], self._borders, strict=True):
            if size is not None and size <= sum(pair):
                raise ValueError(
                    f'Layer "{self.name}" would crop {tuple(input_shape)} to nothing.\n'
                    f"Expected more cells than cropping={self.cropping} cuts off.\n"
                    "Crop less, or give the layer larger inputs."
                )
            sizes.append(None if size is None else size - sum(pair))
        return (input_shape[0], *sizes, input_shape[-1])


@register("keras.layers")
class ZeroPadding1D(Padding):
    """Adds a border of zeros to a sequence.

        outputs[b, i + in_front, c] = inputs[b, i, c], and 0 elsewhere

    Args:
        padding: Cells to add at both ends, or a pair (in front, behind).
        data_format: `"channels_last"`.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, channels)`.

    >>> ZeroPadding1D(2).compute_output_shape((None, 10, 3))
    (None, 14, 3)
    """

    rank = 1

    def __init__(
        self, padding: int | tuple = 1, data_format: str | None = None, **kwargs
    ):
        # A pair means (in front, behind) here, as there is one axis only.
        pair = [padding] if isinstance(padding, list | tuple) else padding
        super().__init__(pair, data_format, **kwargs)
        (self.padding,) = self._borders


@register("keras.layers")
class ZeroPadding2D(Padding):
    """Adds a border of zeros to an image.

        outputs[b, i + in_front, c] = inputs[b, i, c], and 0 elsewhere

    Args:
        padding: Cells to add at all sides, (rows, columns), or a pair for each axis:
            ((top, bottom), (left, right)).
        data_format: `"channels_last"`.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, channels)`.

    >>> ZeroPadding2D(2).compute_output_shape((None, 10, 10, 3))
    (None, 14, 14, 3)
    """

    rank = 2

    def __init__(
        self, padding: int | tuple = (1, 1), data_format: str | None = None, **kwargs
    ):
        super().__init__(padding, data_format, **kwargs)


@register("keras.layers")
class ZeroPadding3D(Padding):
    """Adds a border of zeros to a volume.

        outputs[b, i + in_front, c] = inputs[b, i, c], and 0 elsewhere

    Args:
        padding: Cells to add at all sides, one number for each axis, or a pair
            (in front, behind) for each axis.
        data_format: `"channels_last"`.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, new_depth, new_rows, new_columns, channels)`.

    >>> ZeroPadding3D(2).compute_output_shape((None, 10, 10, 10, 3))
    (None, 14, 14, 14, 3)
    """

    rank = 3

    def __init__(
        self,
        padding: int | tuple = ((1, 1), (1, 1), (1, 1)),
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(padding, data_format, **kwargs)


@register("keras.layers")
class Cropping1D(Cropping):
    """Cuts off the border of a sequence.

        outputs[b, i, c] = inputs[b, i + in_front, c]

    Args:
        cropping: Cells to cut off at both ends, or a pair (in front, behind).

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, channels)`.

    >>> Cropping1D(2).compute_output_shape((None, 10, 3))
    (None, 6, 3)
    """

    rank = 1

    def __init__(self, cropping: int | tuple = (1, 1), **kwargs):
        # A pair means (in front, behind) here, as there is one axis only.
        pair = [cropping] if isinstance(cropping, list | tuple) else cropping
        super().__init__(pair, **kwargs)
        (self.cropping,) = self._borders


@register("keras.layers")
class Cropping2D(Cropping):
    """Cuts off the border of an image.

        outputs[b, i, c] = inputs[b, i + in_front, c]

    Args:
        cropping: Cells to cut off at all sides, (rows, columns), or a pair for each
            axis: ((top, bottom), (left, right)).
        data_format: `"channels_last"`.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, channels)`.

    >>> Cropping2D(2).compute_output_shape((None, 10, 10, 3))
    (None, 6, 6, 3)
    """

    rank = 2

    def __init__(
        self,
        cropping: int | tuple = ((0, 0), (0, 0)),
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(cropping, **kwargs)
        self.data_format = config.standardize_data_format(data_format)


@register("keras.layers")
class Cropping3D(Cropping):
    """Cuts off the border of a volume.

        outputs[b, i, c] = inputs[b, i + in_front, c]

    Args:
        cropping: Cells to cut off at all sides, one number for each axis, or a pair
            (in front, behind) for each axis.
        data_format: `"channels_last"`.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, new_depth, new_rows, new_columns, channels)`.

    >>> Cropping3D(2).compute_output_shape((None, 10, 10, 10, 3))
    (None, 6, 6, 6, 3)
    """

    rank = 3

    def __init__(
        self,
        cropping: int | tuple = ((1, 1), (1, 1), (1, 1)),
        data_format: str | None = None,
        **kwargs,
    ):
        super().__init__(cropping, **kwargs)
        self.data_format = config.standardize_data_format(data_format)
