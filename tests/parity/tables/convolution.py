"""Convolutions in one, two and three dimensions, of every kind."""

from tests.parity.case import Layer, named
from tests.parity.inputs import numbers

line, image, block = numbers(2, 9, 4), numbers(2, 7, 6, 4), numbers(1, 4, 5, 4, 2)

CASES = named(
    [
        Layer("layers.Conv1D(3, 2)", line),
        Layer("layers.Conv1D(3, 3, padding='same', activation='relu')", line),
        Layer("layers.Conv1D(3, 3, strides=2)", line),
        Layer("layers.Conv1D(3, 3, strides=3, padding='same')", line),
        Layer("layers.Conv1D(3, 3, padding='causal')", line),
        Layer("layers.Conv1D(3, 2, padding='causal', dilation_rate=3)", line),
        Layer("layers.Conv1D(3, 3, padding='causal', strides=2)", line),
        Layer("layers.Conv1D(3, 2, dilation_rate=2, padding='same')", line),
        Layer("layers.Conv1D(4, 3, groups=2, use_bias=False)", line),
        Layer("layers.Conv1D(8, 2, groups=4, padding='same')", line),
        Layer("layers.Conv1D(3, 1)", line),
        Layer("layers.Conv1D(2, 9)", line),
        Layer("layers.Conv2D(3, 3)", image),
        Layer("layers.Conv2D(3, (2, 3), padding='same', activation='relu')", image),
        Layer("layers.Conv2D(3, 2, strides=2)", image),
        Layer("layers.Conv2D(3, 3, strides=2, padding='same')", image),
        Layer("layers.Conv2D(3, 3, strides=(2, 1), padding='same')", image),
        Layer("layers.Conv2D(3, 2, strides=(1, 3))", image),
        Layer("layers.Conv2D(3, 2, dilation_rate=2)", image),
        Layer("layers.Conv2D(3, 3, dilation_rate=(1, 2), padding='same')", image),
        Layer("layers.Conv2D(4, 3, groups=2)", image),
        Layer("layers.Conv2D(8, 3, groups=4, padding='same', strides=2)", image),
        Layer("layers.Conv2D(4, 2, groups=2, dilation_rate=2)", image),
        Layer("layers.Conv2D(3, 1, use_bias=False)", image),
        Layer("layers.Conv2D(3, 1, strides=2)", image),
        Layer("layers.Conv2D(3, (1, 5))", image),
        Layer("layers.Conv2D(3, 4, strides=3, padding='same')", image),
        Layer("layers.Conv2D(2, 3, kernel_regularizer='l2')", image),
        Layer(
            "layers.Conv2D(2, 3, kernel_constraint='unit_norm')",
            image,
        ),
        Layer("layers.Conv2D(3, 3, activation='tanh')", numbers(1, 12, 12, 1)),
        Layer("layers.Conv2D(3, 3, padding='same')", numbers(1, 3, 3, 1)),
        Layer("layers.Conv2D(3, 5, padding='same')", numbers(2, 3, 2, 1)),
        Layer("layers.Conv3D(2, 2)", block),
        Layer("layers.Conv3D(2, 2, strides=2, padding='same')", block),
        Layer("layers.Conv3D(2, (1, 2, 3), dilation_rate=(1, 2, 1))", block),
        Layer("layers.Conv3D(2, 2, groups=2)", block),
        Layer("layers.DepthwiseConv1D(3)", line),
        Layer("layers.DepthwiseConv1D(2, strides=2, depth_multiplier=2)", line),
        Layer("layers.DepthwiseConv1D(3, padding='same', dilation_rate=2)", line),
        Layer("layers.DepthwiseConv2D(3)", image),
        Layer("layers.DepthwiseConv2D(2, padding='same', depth_multiplier=2)", image),
        Layer("layers.DepthwiseConv2D(3, strides=2, activation='relu')", image),
        Layer("layers.DepthwiseConv2D(2, dilation_rate=2, use_bias=False)", image),
        Layer("layers.SeparableConv1D(3, 3)", line),
        Layer("layers.SeparableConv1D(3, 2, strides=2, depth_multiplier=2)", line),
        Layer("layers.SeparableConv2D(3, 3)", image),
        Layer("layers.SeparableConv2D(3, 2, strides=2, padding='same')", image),
        Layer(
            "layers.SeparableConv2D(3, 2, depth_multiplier=2, use_bias=False)", image
        ),
        Layer(
            "layers.SeparableConv2D(3, 3, dilation_rate=2, padding='same', "
            "pointwise_regularizer='l2')",
            image,
        ),
        Layer("layers.Conv1DTranspose(3, 2)", line),
        Layer("layers.Conv1DTranspose(3, 3, strides=2)", line),
        Layer("layers.Conv1DTranspose(3, 3, strides=2, padding='same')", line),
        Layer("layers.Conv1DTranspose(3, 2, dilation_rate=2)", line),
        Layer(
            "layers.Conv1DTranspose(3, 3, strides=3, padding='same', output_padding=1)",
            line,
        ),
        Layer("layers.Conv2DTranspose(3, 2)", image),
        Layer("layers.Conv2DTranspose(3, 3, strides=2, padding='same')", image),
        Layer("layers.Conv2DTranspose(3, 3, strides=2, padding='valid')", image),
        Layer(
            "layers.Conv2DTranspose(3, (2, 3), strides=(3, 2), activation='relu')",
            image,
        ),
        Layer("layers.Conv2DTranspose(3, 2, strides=3, padding='same')", image),
        Layer(
            "layers.Conv2DTranspose(3, 3, strides=2, padding='same', output_padding=1)",
            image,
        ),
        Layer(
            "layers.Conv2DTranspose(3, 3, strides=2, padding='same', output_padding=0)",
            image,
        ),
        Layer(
            "layers.Conv2DTranspose(2, 3, dilation_rate=2, padding='same')",
            image,
        ),
        Layer("layers.Conv3DTranspose(2, 2, strides=2)", block),
        Layer("layers.Conv3DTranspose(2, 3, padding='same')", block),
    ]
)
