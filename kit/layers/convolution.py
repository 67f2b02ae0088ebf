"""Convolution layers: small kernels that slide over sequences, images and volumes.

`Convolution` holds what the three have in common; they differ in the number of axes
and in their signatures. The computation is in kit.kernels.convolution.
"""

from typing import Any

from kit import constraints, initializers, regularizers
from kit.kernels.convolution import convolution
from kit.layers.convolution_base import ConvolutionBase
from kit.layers.shapes import positive_integer
from kit.serialization import register


class Convolution(ConvolutionBase):
    """The common part of Conv1D, Conv2D and Conv3D, which set the `rank`.

        outputs[b, i, o] = activation(
            sum over taps j, channels c of inputs[b, i s + j d, c] kernel[j, c, o]
            + bias[o])

    Args:
        filters: Number of kernels, each of which makes one channel of the output.
        kernel_size: Taps of a kernel along every axis.
        strides: Steps s of a kernel along every axis.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        groups: Parts of the channels that do not see each other.
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
        data_format: str | None = None,
        dilation_rate: int | tuple = 1,
        groups: int = 1,
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
        self.groups = positive_integer(groups, "groups")
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self._check_strides_and_dilation()
        if self.filters % self.groups:
            raise ValueError(
                f"filters={filters} cannot be cut into groups={groups}.\n"
                "Expected a number of filters that `groups` divides.\n"
                f"Write for example filters={8 * groups}."
            )

    def build(self, input_shape):
        """Make a kernel (*window, in // groups, filters) and a bias (filters,)."""
        channels = self._known_channels(input_shape)
        if channels % self.groups:
            raise ValueError(
                f'Layer "{self.name}" received {channels} channels.\n'
                f"Expected a number that groups={self.groups} divides.\n"
                "Change `groups`, or the filters of the layer before."
            )
        self.compute_output_shape(input_shape)  # says now if the kernel is too large
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels // self.groups, self.filters),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self._add_bias(self.filters)

    def call(self, inputs):
        """Return activation(convolution of inputs with the kernel + bias)."""
        kernel = self.kernel.value
        outputs = convolution(
            inputs.astype(kernel.dtype),
            kernel,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.groups,
        )  # (batch, *output, filters)
        return self._end(outputs)

    def compute_output_shape(self, input_shape):
        """Return (batch, *places of the kernel, filters)."""
        return (input_shape[0], *self._output_size(input_shape), self.filters)


@register("keras.layers", "Convolution1D")
class Conv1D(Convolution):
    """Slides kernels along a sequence.

        outputs[b, i, o] = activation(
            sum over taps j, channels c of inputs[b, i s + j d, c] kernel[j, c, o]
            + bias[o])

    Args:
        filters: Number of kernels, each of which makes one channel of the output.
        kernel_size: Taps of a kernel.
        strides: Steps s of a kernel.
        padding: `"valid"`; `"same"` for an output of size `steps / strides`; or
            `"causal"`, with which no output looks ahead.
        data_format: `"channels_last"`.
        dilation_rate: Distance d between neighbouring taps.
        groups: Parts of the channels that do not see each other.
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

    >>> Conv1D(8, 3).compute_output_shape((None, 10, 4))
    (None, 8, 8)
    """

    rank = 1
    allows_causal = True


@register("keras.layers", "Convolution2D")
class Conv2D(Convolution):
    """Slides kernels over an image.

        outputs[b, y, x, o] = activation(
            sum over taps i, j and channels c of
                inputs[b, y s + i d, x s + j d, c] kernel[i, j, c, o]
            + bias[o])

    Args:
        filters: Number of kernels, each of which makes one channel of the output.
        kernel_size: Height and width of a kernel.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        groups: Parts of the channels that do not see each other.
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

    >>> Conv2D(32, 3, padding="same").compute_output_shape((None, 28, 28, 1))
    (None, 28, 28, 32)
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
        groups: int = 1,
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
            data_format,
            dilation_rate,
            groups,
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


@register("keras.layers", "Convolution3D")
class Conv3D(Convolution):
    """Slides kernels through a volume, such as a film or a scan.

        outputs[b, i, o] = activation(
            sum over taps j, channels c of inputs[b, i s + j d, c] kernel[j, c, o]
            + bias[o])              with i and j of three numbers each

    Args:
        filters: Number of kernels, each of which makes one channel of the output.
        kernel_size: Depth, height and width of a kernel.
        strides: Steps s of a kernel.
        padding: `"valid"`, or `"same"` for an output of size `input / strides`.
        data_format: `"channels_last"`.
        dilation_rate: Distances d between neighbouring taps.
        groups: Parts of the channels that do not see each other.
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

    >>> Conv3D(8, 3).compute_output_shape((None, 9, 9, 9, 1))
    (None, 7, 7, 7, 8)
    """

    rank = 3

    def __init__(
        self,
        filters: int,
        kernel_size: int | tuple,
        strides: int | tuple = (1, 1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: int | tuple = (1, 1, 1),
        groups: int = 1,
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
            data_format,
            dilation_rate,
            groups,
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
