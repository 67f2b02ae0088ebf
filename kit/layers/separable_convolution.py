"""Separable convolution layers: first every channel alone, then the channels mixed.

Two small steps replace one large kernel, with far fewer weights and multiplications.
"""

from typing import Any

from kit import constraints, initializers, regularizers
from kit.kernels.convolution import convolution
from kit.kernels.depthwise import depthwise_convolution
from kit.layers.convolution_base import ConvolutionBase
from kit.layers.shapes import positive_integer
from kit.serialization import register


class SeparableConvolution(ConvolutionBase):
    """The common part of SeparableConv1D and SeparableConv2D, which set the `rank`."""

    def _set_steps(self, filters, depth_multiplier, depthwise, pointwise):
        """Keep the sizes, and (initializer, regularizer, constraint) of both steps."""
        self.filters = positive_integer(filters, "filters")
        self.depth_multiplier = positive_integer(depth_multiplier, "depth_multiplier")
        self.depthwise_initializer = initializers.get(depthwise[0])
        self.depthwise_regularizer = regularizers.get(depthwise[1])
        self.depthwise_constraint = constraints.get(depthwise[2])
        self.pointwise_initializer = initializers.get(pointwise[0])
        self.pointwise_regularizer = regularizers.get(pointwise[1])
        self.pointwise_constraint = constraints.get(pointwise[2])

    def build(self, input_shape):
        """Make a depthwise kernel, a pointwise kernel and a bias."""
        channels = self._known_channels(input_shape)
        self.compute_output_shape(input_shape)  # says now if the kernel is too large
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        ones = (1,) * self.rank
        self.pointwise_kernel = self.add_weight(
            name="pointwise_kernel",
            shape=(*ones, channels * self.depth_multiplier, self.filters),
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
        )
        self._add_bias(self.filters)

    def call(self, inputs):
        """Return activation(both steps + bias)."""
        kernel = self.depthwise_kernel.value
        each = depthwise_convolution(
            inputs.astype(kernel.dtype),
            kernel,
            self.strides,
            self.padding,
            self.dilation_rate,
        )  # (batch, *output, in * depth_multiplier)
        return self._end(convolution(each, self.pointwise_kernel.value))

    def compute_output_shape(self, input_shape):
        """Return (batch, *places of the kernel, filters)."""
        return (input_shape[0], *self._output_size(input_shape), self.filters)


@register("keras.layers", "SeparableConvolution1D")
class SeparableConv1D(SeparableConvolution):
    """Slides over a sequence: first over every channel alone, then mixes the channels.

        each[b, i, c m + n] = sum over taps j of
            inputs[b, i s + j d, c] depthwise_kernel[j, c, n]
        outputs = activation(each @ pointwise_kernel + bias)

    Args:
        filters: Number of channels of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        depth_multiplier: How many kernels m each channel has in the first step.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each filter.
        depthwise_initializer: How the kernels of the first step start.
        pointwise_initializer: How the kernel of the second step starts.
        bias_initializer: How the bias starts.
        depthwise_regularizer: A penalty on the kernels of the first step.
        pointwise_regularizer: A penalty on the kernel of the second step.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        depthwise_constraint: A projection of the first kernels after every update.
        pointwise_constraint: A projection of the second kernel after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, filters)`.

    >>> SeparableConv1D(16, 3).compute_output_shape((None, 10, 3))
    (None, 8, 16)
    """

    rank = 1

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple,
        strides: int | tuple = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | tuple = 1,
        depth_multiplier: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self._set_window(kernel_size, strides, padding, data_format, dilation_rate)
        self._set_ending(
            activation, use_bias, bias_initializer, bias_regularizer, bias_constraint
        )
        self._set_steps(
            filters,
            depth_multiplier,
            (depthwise_initializer, depthwise_regularizer, depthwise_constraint),
            (pointwise_initializer, pointwise_regularizer, pointwise_constraint),
        )


@register("keras.layers", "SeparableConvolution2D")
class SeparableConv2D(SeparableConvolution):
    """Slides over an image: first over every channel alone, then mixes the channels.

        each[b, i, c m + n] = sum over taps j of
            inputs[b, i s + j d, c] depthwise_kernel[j, c, n]
        outputs = activation(each @ pointwise_kernel + bias)

    Args:
        filters: Number of channels of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        depth_multiplier: How many kernels m each channel has in the first step.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each filter.
        depthwise_initializer: How the kernels of the first step start.
        pointwise_initializer: How the kernel of the second step starts.
        bias_initializer: How the bias starts.
        depthwise_regularizer: A penalty on the kernels of the first step.
        pointwise_regularizer: A penalty on the kernel of the second step.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        depthwise_constraint: A projection of the first kernels after every update.
        pointwise_constraint: A projection of the second kernel after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, filters)`.

    >>> SeparableConv2D(16, 3).compute_output_shape((None, 10, 10, 3))
    (None, 8, 8, 16)
    """

    rank = 2

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple,
        strides: int | tuple = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | tuple = (1, 1),
        depth_multiplier: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self._set_window(kernel_size, strides, padding, data_format, dilation_rate)
        self._set_ending(
            activation, use_bias, bias_initializer, bias_regularizer, bias_constraint
        )
        self._set_steps(
            filters,
            depth_multiplier,
            (depthwise_initializer, depthwise_regularizer, depthwise_constraint),
            (pointwise_initializer, pointwise_regularizer, pointwise_constraint),
        )
