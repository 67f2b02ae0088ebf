"""Depthwise convolution layers: every channel has its own small kernels.

The channels are not mixed, which takes few weights; see also the separable layers.
"""

from typing import Any

from kit import constraints, initializers, regularizers
from kit.kernels.depthwise import depthwise_convolution
from kit.layers.convolution_base import ConvolutionBase
from kit.layers.shapes import positive_integer
from kit.serialization import register


class DepthwiseConvolution(ConvolutionBase):
    """The common part of DepthwiseConv1D and DepthwiseConv2D, which set the `rank`.

        outputs[b, i, c m + n] = activation(
            sum over taps j of inputs[b, i s + j d, c] kernel[j, c, n]
            + bias[c m + n])

    Args:
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        depth_multiplier: How many kernels m each channel has.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each channel of the output.
        depthwise_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        depthwise_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        depthwise_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.
    """

    def __init__(
        self,
        kernel_size: int | tuple,
        strides: int | tuple = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: int | tuple = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.depth_multiplier = positive_integer(depth_multiplier, "depth_multiplier")
        self._set_window(kernel_size, strides, padding, data_format, dilation_rate)
        self._set_ending(
            activation, use_bias, bias_initializer, bias_regularizer, bias_constraint
        )
        self.depthwise_initializer = initializers.get(depthwise_initializer)
        self.depthwise_regularizer = regularizers.get(depthwise_regularizer)
        self.depthwise_constraint = constraints.get(depthwise_constraint)

    def build(self, input_shape):
        """Make a kernel (*window, in, depth_multiplier) and a bias."""
        channels = self._known_channels(input_shape)
        self.compute_output_shape(input_shape)  # says now if the kernel is too large
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        self._add_bias(channels * self.depth_multiplier)

    def call(self, inputs):
        """Return activation(convolution of every channel + bias)."""
        kernel = self.kernel.value
        outputs = depthwise_convolution(
            inputs.astype(kernel.dtype),
            kernel,
            self.strides,
            self.padding,
            self.dilation_rate,
        )  # (batch, *output, in * depth_multiplier)
        return self._end(outputs)

    def compute_output_shape(self, input_shape):
        """Return (batch, *places of the kernel, in * depth_multiplier)."""
        channels = self._known_channels(input_shape) * self.depth_multiplier
        return (input_shape[0], *self._output_size(input_shape), channels)


@register("keras.layers")
class DepthwiseConv1D(DepthwiseConvolution):
    """Slides over every channel of a sequence kernels of its own.

        outputs[b, i, c m + n] = activation(
            sum over taps j of inputs[b, i s + j d, c] kernel[j, c, n]
            + bias[c m + n])

    Args:
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        depth_multiplier: How many kernels m each channel has.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each channel of the output.
        depthwise_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        depthwise_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        depthwise_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, new_steps, channels * depth_multiplier)`.

    >>> DepthwiseConv1D(3, depth_multiplier=2).compute_output_shape((None, 10, 3))
    (None, 8, 6)
    """

    rank = 1


@register("keras.layers")
class DepthwiseConv2D(DepthwiseConvolution):
    """Slides over every channel of an image kernels of its own.

        outputs[b, i, c m + n] = activation(
            sum over taps j of inputs[b, i s + j d, c] kernel[j, c, n]
            + bias[c m + n])

    Args:
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        depth_multiplier: How many kernels m each channel has.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        activation: Name or function; `None` leaves the sums unchanged.
        use_bias: Whether to add a bias to each channel of the output.
        depthwise_initializer: How the kernels start.
        bias_initializer: How the bias starts.
        depthwise_regularizer: A penalty on the kernels.
        bias_regularizer: A penalty on the bias.
        activity_regularizer: A penalty on the outputs.
        depthwise_constraint: A projection of the kernels after every update.
        bias_constraint: A projection of the bias after every update.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, new_rows, new_columns, channels * depth_multiplier)`.

    >>> DepthwiseConv2D(3, depth_multiplier=2).compute_output_shape((None, 10, 10, 3))
    (None, 8, 8, 6)
    """

    rank = 2

    def __init__(
        self,
        kernel_size: int | tuple,
        strides: int | tuple = (1, 1),
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: int | tuple = (1, 1),
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs,
    ):
        super().__init__(
            kernel_size,
            strides,
            padding,
            depth_multiplier,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            depthwise_initializer,
            bias_initializer,
            depthwise_regularizer,
            bias_regularizer,
            activity_regularizer,
            depthwise_constraint,
            bias_constraint,
            **kwargs,
        )
