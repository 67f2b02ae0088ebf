"""Pooling, and layers that only move or repeat what is there."""

from tests.parity.case import Layer, named
from tests.parity.inputs import beginnings, numbers, whole

row, line, image = numbers(3, 4), numbers(2, 9, 3), numbers(2, 7, 6, 2)
block = numbers(1, 4, 5, 4, 2)

CASES = named(
    [
        Layer("layers.MaxPooling1D()", line),
        Layer("layers.MaxPooling1D(3, strides=2, padding='same')", line),
        Layer("layers.MaxPooling1D(2, strides=3)", line),
        Layer("layers.MaxPooling2D()", image),
        Layer("layers.MaxPooling2D(3, strides=1)", image),
        Layer("layers.MaxPooling2D((2, 3), padding='same')", image),
        Layer("layers.MaxPooling2D(2, strides=(3, 1), padding='same')", image),
        Layer("layers.MaxPooling2D(3, strides=2, padding='same')", image),
        Layer("layers.MaxPooling3D(2)", block),
        Layer("layers.MaxPooling3D((1, 2, 3), strides=2, padding='same')", block),
        Layer("layers.AveragePooling1D(2)", line),
        Layer("layers.AveragePooling1D(3, strides=2, padding='same')", line),
        Layer("layers.AveragePooling2D((2, 2))", image),
        Layer("layers.AveragePooling2D(3, strides=2, padding='same')", image),
        Layer("layers.AveragePooling2D((3, 1), strides=(1, 2))", image),
        Layer("layers.AveragePooling3D(2)", block),
        Layer("layers.AveragePooling3D(3, strides=2, padding='same')", block),
        Layer("layers.GlobalMaxPooling1D()", line),
        Layer("layers.GlobalMaxPooling1D(keepdims=True)", line),
        Layer("layers.GlobalAveragePooling1D()", line),
        Layer("layers.GlobalAveragePooling1D()", line, mask=beginnings(2, 9)),
        Layer(
            "layers.GlobalAveragePooling1D(keepdims=True)", line, mask=beginnings(2, 9)
        ),
        Layer("layers.GlobalMaxPooling2D()", image),
        Layer("layers.GlobalAveragePooling2D()", image),
        Layer("layers.GlobalAveragePooling2D(keepdims=True)", image),
        Layer("layers.GlobalMaxPooling3D()", block),
        Layer("layers.GlobalAveragePooling3D()", block),
        Layer("layers.Flatten()", image),
        Layer("layers.Flatten()", numbers(3)),
        Layer("layers.Flatten()", whole(0, 9, 2, 3, 4)),
        Layer("layers.Reshape((3, 9))", line),
        Layer("layers.Reshape((-1,))", line),
        Layer("layers.Reshape((2, -1, 3))", image),
        Layer("layers.Permute((2, 1))", line),
        Layer("layers.Permute((3, 1, 2))", image),
        Layer("layers.RepeatVector(3)", row),
        Layer("layers.ZeroPadding1D(2)", line),
        Layer("layers.ZeroPadding1D((1, 3))", line),
        Layer("layers.ZeroPadding2D()", image),
        Layer("layers.ZeroPadding2D((1, 2))", image),
        Layer("layers.ZeroPadding2D(((1, 0), (2, 3)))", image),
        Layer("layers.ZeroPadding3D((1, 0, 2))", block),
        Layer("layers.Cropping1D((1, 2))", line),
        Layer("layers.Cropping2D(((1, 2), (0, 1)))", image),
        Layer("layers.Cropping2D(2)", image),
        Layer("layers.Cropping3D(((1, 0), (1, 2), (0, 1)))", block),
        Layer("layers.UpSampling1D(3)", line),
        Layer("layers.UpSampling2D()", image),
        Layer("layers.UpSampling2D((3, 1))", image),
        Layer("layers.UpSampling2D(2, interpolation='bilinear')", image),
        Layer("layers.UpSampling2D((2, 3), interpolation='bicubic')", image),
        Layer("layers.UpSampling3D((1, 2, 2))", block),
    ]
)
