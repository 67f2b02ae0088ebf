"""Pooling layers against Keras."""

import numpy as np
import pytest

from kit.layers import AveragePooling2D, AvgPool2D, Input, MaxPool2D, MaxPooling2D
from tests.layers.keras_parity import check, check_signature, numbers

SHAPES = {1: (2, 9, 3), 2: (2, 8, 7, 3), 3: (1, 5, 6, 4, 2)}


@pytest.mark.parametrize("kind", ["Max", "Average"])
@pytest.mark.parametrize(
    ("rank", "arguments"),
    [
        (1, {"pool_size": 3, "strides": 2, "padding": "same"}),
        (2, {"pool_size": 2}),
        (2, {"pool_size": (3, 2), "strides": (1, 2), "padding": "same"}),
        (3, {"pool_size": 2, "strides": 1}),
    ],
)
def test_same_as_keras(kind, rank, arguments):
    check(f"{kind}Pooling{rank}D", arguments, numbers(*SHAPES[rank]))


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_signatures(rank):
    check_signature(f"MaxPooling{rank}D")
    check_signature(f"AveragePooling{rank}D")


def test_short_names():
    assert MaxPool2D is MaxPooling2D and AvgPool2D is AveragePooling2D


def test_pixels_stay_whole_numbers():
    pixels = np.arange(16, dtype="uint8").reshape(1, 4, 4, 1)
    assert MaxPooling2D()(pixels).ravel().tolist() == [5, 7, 13, 15]


def test_the_symbolic_shape_keeps_unknown_sizes():
    assert MaxPooling2D()(Input((None, 9, 3))).shape == (None, None, 4, 3)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: MaxPooling2D(0), "pool_size=0 is not a size"),
        (lambda: MaxPooling2D(2, strides=0), "strides=0 is not a size"),
        (lambda: MaxPooling2D(padding="causal"), "'causal' is not available"),
        (lambda: MaxPooling2D(9, name="p")(numbers(1, 8, 8, 1)), '"p".*9 cells'),
        (lambda: MaxPooling2D(name="p")(numbers(1, 8, 8)), "x = x\\[..., None\\]"),
        (lambda: AveragePooling2D(2, data_format="channels_first"), "channels_last"),
    ],
)
def test_mistakes_are_explained(make, part):
    with pytest.raises(ValueError, match=f"(?s){part}"):
        make()
