"""Flatten, Reshape, Permute and RepeatVector against Keras."""

import numpy as np
import pytest

from kit.layers import Flatten, Input, Permute, RepeatVector, Reshape
from tests.layers.keras_parity import check, numbers


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Flatten", (2, 3, 4, 2), {}),
        ("Reshape", (2, 12), {"target_shape": (3, 4)}),
        ("Reshape", (2, 3, 4), {"target_shape": (2, -1, 2)}),
        ("Reshape", (2, 1), {"target_shape": ()}),
        ("Permute", (2, 3, 4, 2), {"dims": (3, 1, 2)}),
        ("RepeatVector", (2, 3), {"n": 4}),
    ],
)
def test_same_as_keras(name, shape, arguments):
    check(name, arguments, numbers(*shape))


def test_flatten_without_features_makes_one():
    assert Flatten()(np.zeros(3)).shape == (3, 1)


def test_row_major_order():
    images = np.arange(12).reshape(1, 2, 3, 2)
    assert Flatten()(images).ravel().tolist() == list(range(12))


def test_symbolic_shapes_with_unknown_sizes():
    x = Input((None, 4))
    assert Flatten()(x).shape == (None, None)
    assert Reshape((-1, 2))(x).shape == (None, None, 2)
    assert Permute((2, 1))(x).shape == (None, 4, None)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: Reshape((3, -2)), "target_shape=\\(3, -2\\) is not a shape"),
        (lambda: Reshape((-1, -1)), "at most one -1"),
        (lambda: Reshape(3.5), "target_shape=3.5"),
        (lambda: Reshape((5, 5), name="r")(numbers(2, 12)), '"r".*12.*25'),
        (lambda: Reshape((5, -1), name="r")(numbers(2, 12)), '"r".*multiple of 5'),
        (lambda: Permute((0, 1)), "dims=\\(0, 1\\) is not an order"),
        (lambda: Permute(2), "dims=2"),
        (lambda: Permute((2, 1))(numbers(2, 3)), "Expected 3 axes"),
        (lambda: RepeatVector(0), "n=0 is not a size"),
        (lambda: Flatten(data_format="channels_first"), "channels_first"),
    ],
)
def test_mistakes_are_explained(make, part):
    with pytest.raises(ValueError, match=f"(?s){part}"):
        make()
