"""What all convolution layers share: the window, the bias, the channels."""

import numpy as np
import pytest

from kit import layers

KINDS = ["Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose"]


def make(kind, **kwargs):
    filters = [] if kind == "DepthwiseConv2D" else [4]
    return getattr(layers, kind)(*filters, 3, **kwargs)


@pytest.mark.parametrize("kind", KINDS)
def test_the_bias_is_added_before_the_activation(kind):
    layer = make(kind, activation=abs)
    layer.build((None, 8, 8, 3))
    kernels = [np.zeros_like(w) for w in layer.get_weights()[:-1]]
    layer.set_weights([*kernels, np.full(layer.bias.shape, -2.0)])
    np.testing.assert_array_equal(layer(np.ones((1, 8, 8, 3))), 2.0)


@pytest.mark.parametrize("kind", KINDS)
def test_mistakes_are_explained(kind):
    with pytest.raises(ValueError, match="'channels_first' is not available"):
        make(kind, data_format="channels_first")
    with pytest.raises(ValueError, match='"c" received an unknown number of channels'):
        make(kind, name="c")(layers.Input((8, 8, None)))
    with pytest.raises(ValueError, match="Expected 4 axes"):
        make(kind)(np.zeros((8, 8, 3)))
