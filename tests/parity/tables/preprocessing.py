"""Layers for images and tables, where they do not draw random numbers."""

from tests.parity.case import Layer, named
from tests.parity.inputs import numbers, pixels

image, photo = numbers(2, 5, 6, 3), pixels(2, 6, 5, 3)


def fixed(code, *inputs):
    return Layer(code, *inputs, trains=False)


CASES = named(
    [
        fixed("layers.Resizing(3, 4)", image),
        fixed("layers.Resizing(9, 8, interpolation='nearest')", image),
        fixed("layers.Resizing(9, 8, interpolation='bicubic')", image),
        fixed("layers.Resizing(9, 8, interpolation='lanczos3')", image),
        fixed("layers.Resizing(7, 3)", photo),
        fixed("layers.Resizing(4, 4, crop_to_aspect_ratio=True)", image),
        fixed("layers.Resizing(8, 8, pad_to_aspect_ratio=True)", image),
        fixed("layers.CenterCrop(3, 2)", image),
        fixed("layers.CenterCrop(4, 4)", photo),
        fixed("layers.CenterCrop(8, 9)", image),
        fixed("layers.RandomFlip()", image),
        fixed("layers.RandomRotation(0.2)", image),
        fixed("layers.RandomTranslation(0.2, 0.1)", image),
        fixed("layers.RandomZoom(0.2)", image),
        fixed("layers.RandomContrast(0.2)", image),
        fixed("layers.RandomBrightness(0.2)", image),
    ]
)
