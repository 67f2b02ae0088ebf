"""DepthwiseConv1D and DepthwiseConv2D against Keras."""

import pytest

from kit.layers import DepthwiseConv2D
from tests.layers.keras_parity import check, numbers


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("DepthwiseConv1D", (2, 9, 3), {"depth_multiplier": 2, "activation": "tanh"}),
        ("DepthwiseConv2D", (2, 8, 7, 3), {"strides": 2, "padding": "same"}),
        ("DepthwiseConv2D", (2, 8, 7, 3), {"depth_multiplier": 2, "use_bias": False}),
        ("DepthwiseConv2D", (2, 8, 7, 3), {"dilation_rate": 2}),
    ],
)
def test_same_as_keras(name, shape, arguments):
    check(name, {"kernel_size": 3, **arguments}, numbers(*shape), tolerance=2e-5)


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="depth_multiplier=0"):
        DepthwiseConv2D(3, depth_multiplier=0)
    with pytest.raises(ValueError, match='"d".*shape \\(2, 2, 8, 3\\)'):
        DepthwiseConv2D(3, name="d")(numbers(2, 2, 8, 3))
