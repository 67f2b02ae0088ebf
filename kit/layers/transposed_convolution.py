"""Transposed convolution layers: they enlarge an image by spreading out each cell.

They go the way of a convolution's gradient, from small to large, and often follow
the middle of an autoencoder.
"""

from typing import Any

from kit import constraints, initializers, regularizers
from kit.kernels.convolution import convolution_transpose
from kit.kernels.geometry import transpose_geometry
from kit.layers.convolution_base import ConvolutionBase
from kit.layers.shapes import positive_integer, standardize_tuple
from kit.serialization import register


class TransposedConvolution(ConvolutionBase):
    """The common part of the transposed convolutions, which set the `rank`.

        sums[b, i s + j d, o] += inputs[b, i, c] kernel[j, o, c]   for all i, j, c
        outputs = activation(sums + bias)

    Args:
        filters: Number of channels of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s between the places where the kernel is added.
        padding: `"valid"`, or `"same"` for an output of size `input * strides`.
        output_padding: Cells added behind; fewer than `strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each filter.
        kernel_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        kernel_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple,
        strides: int | tuple = 1,
        padding: str = "valid",
        output_padding: int | tuple | None = None,
        data_format: str | None = None,
        dilation_rate: int | tuple = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.filters = positive_integer(filters, "filters")
        self._set_window(kernel_size, strides, padding, data_format, dilation_rate)
        self._set_ending(
            activation, use_bias, bias_initializer, bias_regularizer, bias_constraint
        )
        self.output_padding = self._checked_output_padding(output_padding)
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self._check_strides_and_dilation()

    def _checked_output_padding(self, value):
        if value is None:
            return None
        cells = standardize_tuple(value, self.rank, "output_padding", zero=True)
        if any(n >= s for n, s in zip(cells, self.strides, strict=True)):
            raise ValueError(
                f"output_padding={value!r} is too large for strides={self.strides}.\n"
                "Expected fewer cells than `strides` along every axis.\n"
                "Write for example output_padding=0, or leave it out."
            )
        return cells

    def build(self, input_shape):
        """Make a kernel (*window, filters, in) and a bias (filters,)."""
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, self.filters, self._known_channels(input_shape)),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self._add_bias(self.filters)

    def call(self, inputs):
        """Return activation(transposed convolution of inputs + bias)."""
        kernel = self.kernel.value
        outputs = convolution_transpose(
            inputs.astype(kernel.dtype),
            kernel,
            self.strides,
            self.padding,
            self.output_padding,
            self.dilation_rate,
        )  # (batch, *output, filters)
        return self._end(outputs)

    def compute_output_shape(self, input_shape):
        """Return (batch, *enlarged size, filters)."""
        size = input_shape[1:-1]
        known = [1 if n is None else n for n in size]
        geometry = transpose_geometry(
            known,
            self.kernel_size,
            self.strides,
            self.padding,
            self.output_padding,
            self.dilation_rate,
        )
        pairs = zip(size, geometry.size, strict=True)
        enlarged = [None if n is None else new for n, new in pairs]
        return (input_shape[0], *enlarged, self.filters)


@register("keras.layers", "Convolution1DTranspose")
class Conv1DTranspose(TransposedConvolution):
    """Enlarges a sequence: adds to the output a kernel for every cell of the input.

        sums[b, i s + j d, o] += inputs[b, i, c] kernel[j, o, c]   for all i, j, c
        outputs = activation(sums + bias)

    Args:
        filters: Number of channels of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s between the places where the kernel is added.
        padding: `"valid"`, or `"same"` for an output of size `input * strides`.
        output_padding: Cells added behind; fewer than `strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each filter.
        kernel_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        kernel_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, filters)`.

    >>> layer = Conv1DTranspose(8, 3, strides=2, padding="same")
    >>> layer.compute_output_shape((None, 7, 3))
    (None, 14, 8)
    """

    rank = 1


@register("keras.layers", "Convolution2DTranspose")
class Conv2DTranspose(TransposedConvolution):
    """Enlarges an image: adds to the output a kernel for every cell of the input.

        sums[b, i s + j d, o] += inputs[b, i, c] kernel[j, o, c]   for all i, j, c
        outputs = activation(sums + bias)

    Args:
        filters: Number of channels of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s between the places where the kernel is added.
        padding: `"valid"`, or `"same"` for an output of size `input * strides`.
        output_padding: Cells added behind; fewer than `strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each filter.
        kernel_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        kernel_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, filters)`.

    >>> layer = Conv2DTranspose(8, 3, strides=2, padding="same")
    >>> layer.compute_output_shape((None, 7, 7, 3))
    (None, 14, 14, 8)
    """

    rank = 2

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple,
        strides: int | tuple = (1, 1),
        padding: str = "valid",
        output_padding: int | tuple | None = None,
        data_format: str | None = None,
        dilation_rate: int | tuple = (1, 1),
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(
            filters,
            kernel_size,
            strides,
            padding,
            output_padding,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            kernel_initializer,
            bias_initializer,
            kernel_regularizer,
            bias_regularizer,
            activity_regularizer,
            kernel_constraint,
            bias_constraint,
            **kwargs,
        )


@register("keras.layers", "Convolution3DTranspose")
class Conv3DTranspose(TransposedConvolution):
    """Enlarges a volume: adds to the output a kernel for every cell of the input.

        sums[b, i s + j d, o] += inputs[b, i, c] kernel[j, o, c]   for all i, j, c
        outputs = activation(sums + bias)

    Args:
        filters: Number of channels of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s between the places where the kernel is added.
        padding: `"valid"`, or `"same"` for an output of size `input * strides`.
        data_format: `"channels_last"`.
        output_padding: Cells added behind; fewer than `strides`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each filter.
        kernel_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        kernel_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        kernel_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, new_depth, new_rows, new_columns, filters)`.

    >>> layer = Conv3DTranspose(8, 3, strides=2, padding="same")
    >>> layer.compute_output_shape((None, 7, 7, 7, 3))
    (None, 14, 14, 14, 8)
    """

    rank = 3

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple,
        strides: int | tuple = (1, 1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        output_padding: int | tuple | None = None,
        dilation_rate: int | tuple = (1, 1, 1),
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(
            filters,
            kernel_size,
            strides,
            padding,
            output_padding,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            kernel_initializer,
            bias_initializer,
            kernel_regularizer,
            bias_regularizer,
            activity_regularizer,
            kernel_constraint,
            bias_constraint,
            **kwargs,
        )
