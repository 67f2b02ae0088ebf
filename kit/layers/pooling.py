"""Pooling layers: each window of the input becomes one number per channel.

`Pooling` holds what the six have in common; they differ in the number of axes and in
whether a window gives its largest value or its mean. See kit.kernels.pooling.
"""

from collections.abc import Callable

from kit import config
from kit.kernels.pooling import average_pool, max_pool
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.shapes import standardize_tuple
from kit.layers.windows import standardize_padding, window_output
from kit.serialization import register


class Pooling(Layer):
    """The common part of the pooling layers, which set `rank` and `pool`.

    Args:
        pool_size: Size of the window along every axis.
        strides: Steps of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.
    """

    rank: int
    pool: Callable

    def __init__(self, pool_size, strides, padding, data_format, **kwargs):
        super().__init__(**kwargs)
        strides = pool_size if strides is None else strides
        self.pool_size = standardize_tuple(pool_size, self.rank, "pool_size")
        self.strides = standardize_tuple(strides, self.rank, "strides")
        self.padding = standardize_padding(padding)
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def build(self, input_shape):
        """Check that the window fits into the input."""
        self.compute_output_shape(input_shape)

    def call(self, inputs):
        """Return one number for every window and channel."""
        return self.pool(inputs, self.pool_size, self.strides, self.padding)

    def compute_output_shape(self, input_shape):
        """Return (batch, *places of the window, channels)."""
        size = window_output(
            input_shape,
            self.pool_size,
            self.strides,
            self.padding,
            (1,) * self.rank,
            self.name,
        )
        return (input_shape[0], *size, input_shape[-1])


@register("keras.layers", "MaxPool1D")
class MaxPooling1D(Pooling):
    """Keeps the largest value of every window of a sequence.

        outputs[b, i, c] = max over taps j of inputs[b, i s + j, c]

    Args:
        pool_size: Size of the window.
        strides: Steps s of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, channels)`.

    >>> MaxPooling1D(2).compute_output_shape((None, 28, 32))
    (None, 14, 32)
    """

    rank = 1
    pool = staticmethod(max_pool)

    def __init__(
        self,
        pool_size: int | tuple = 2,
        strides: int | tuple | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@register("keras.layers", "MaxPool2D")
class MaxPooling2D(Pooling):
    """Keeps the largest value of every window of an image.

        outputs[b, i, c] = max over taps j of inputs[b, i s + j, c]

    Args:
        pool_size: Height and width of the window.
        strides: Steps s of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, channels)`.

    >>> MaxPooling2D(2).compute_output_shape((None, 28, 28, 32))
    (None, 14, 14, 32)
    """

    rank = 2
    pool = staticmethod(max_pool)

    def __init__(
        self,
        pool_size: int | tuple = (2, 2),
        strides: int | tuple | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@register("keras.layers", "MaxPool3D")
class MaxPooling3D(Pooling):
    """Keeps the largest value of every window of a volume.

        outputs[b, i, c] = max over taps j of inputs[b, i s + j, c]

    Args:
        pool_size: Depth, height and width of the window.
        strides: Steps s of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, new_depth, new_rows, new_columns, channels)`.

    >>> MaxPooling3D(2).compute_output_shape((None, 28, 28, 28, 32))
    (None, 14, 14, 14, 32)
    """

    rank = 3
    pool = staticmethod(max_pool)

    def __init__(
        self,
        pool_size: int | tuple = (2, 2, 2),
        strides: int | tuple | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@register("keras.layers", "AvgPool1D")
class AveragePooling1D(Pooling):
    """Averages over every window of a sequence.

        outputs[b, i, c] = mean over taps j of inputs[b, i s + j, c]

    Padding takes no part in the mean.

    Args:
        pool_size: Size of the window.
        strides: Steps s of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, channels)`.

    >>> AveragePooling1D(2).compute_output_shape((None, 28, 32))
    (None, 14, 32)
    """

    rank = 1
    pool = staticmethod(average_pool)

    def __init__(
        self,
        pool_size: int | tuple,
        strides: int | tuple | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@register("keras.layers", "AvgPool2D")
class AveragePooling2D(Pooling):
    """Averages over every window of an image.

        outputs[b, i, c] = mean over taps j of inputs[b, i s + j, c]

    Padding takes no part in the mean.

    Args:
        pool_size: Height and width of the window.
        strides: Steps s of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, channels)`.

    >>> AveragePooling2D(2).compute_output_shape((None, 28, 28, 32))
    (None, 14, 14, 32)
    """

    rank = 2
    pool = staticmethod(average_pool)

    def __init__(
        self,
        pool_size: int | tuple,
        strides: int | tuple | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)


@register("keras.layers", "AvgPool3D")
class AveragePooling3D(Pooling):
    """Averages over every window of a volume.

        outputs[b, i, c] = mean over taps j of inputs[b, i s + j, c]

    Padding takes no part in the mean.

    Args:
        pool_size: Depth, height and width of the window.
        strides: Steps s of the window; by default its own size.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, new_depth, new_rows, new_columns, channels)`.

    >>> AveragePooling3D(2).compute_output_shape((None, 28, 28, 28, 32))
    (None, 14, 14, 14, 32)
    """

    rank = 3
    pool = staticmethod(average_pool)

    def __init__(
        self,
        pool_size: int | tuple,
        strides: int | tuple | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(pool_size, strides, padding, data_format, name=name, **kwargs)
