"""ConvolutionBase: what all kinds of convolution layers share.

They all keep a window, add a bias and end in an activation; they differ in how the
kernel is applied, which each says in its own file.
"""

from typing import Any

from kit import activations, config, constraints, initializers, regularizers
from kit.layers.call_context import current_context
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.shapes import standardize_tuple
from kit.layers.windows import standardize_padding, window_output


class ConvolutionBase(Layer):
    """The window, the bias and the activation of a convolution layer.

    A subclass sets `rank`, the number of spatial axes.
    """

    rank: int
    allows_causal = False

    def _set_window(self, kernel_size, strides, padding, data_format, dilation_rate):
        self.kernel_size = standardize_tuple(kernel_size, self.rank, "kernel_size")
        self.strides = standardize_tuple(strides, self.rank, "strides")
        self.padding = standardize_padding(padding, self.allows_causal)
        self.data_format = config.standardize_data_format(data_format)
        self.dilation_rate = standardize_tuple(
            dilation_rate, self.rank, "dilation_rate"
        )
        self.input_spec = InputSpec(ndim=self.rank + 2)

    def _set_ending(self, activation, use_bias, initializer, regularizer, constraint):
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.bias_initializer = initializers.get(initializer)
        self.bias_regularizer = regularizers.get(regularizer)
        self.bias_constraint = constraints.get(constraint)

    def _check_strides_and_dilation(self):
        if max(self.strides) > 1 and max(self.dilation_rate) > 1:
            raise ValueError(
                f"strides={self.strides} came with dilation_rate="
                f"{self.dilation_rate}.\n"
                "Expected only one of them to be larger than 1.\n"
                "Leave out `strides` or `dilation_rate`."
            )

    def _known_channels(self, input_shape) -> int:
        """Return the number of channels of the input, which must be known."""
        channels = input_shape[-1]
        if channels is None:
            raise ValueError(
                f'Layer "{self.name}" received an unknown number of channels.\n'
                "Expected a known size of the last axis; None has no size.\n"
                "Give Input a shape that ends in the number of channels."
            )
        self.input_spec = InputSpec(ndim=self.rank + 2, axes={-1: channels})
        return channels

    def _add_bias(self, channels: int) -> None:
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(channels,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )

    def _end(self, outputs: Any) -> Any:
        """Return activation(outputs + bias), or the outputs if that comes later."""
        context = current_context()
        if context is not None and context.ends_later is self:
            return outputs
        if self.bias is not None:
            outputs = outputs + self.bias
        return self.activation(outputs)

    def _output_size(self, input_shape) -> tuple:
        """Return how many places the window visits along every axis."""
        return window_output(
            input_shape,
            self.kernel_size,
            self.strides,
            self.padding,
            self.dilation_rate,
            self.name,
        )
