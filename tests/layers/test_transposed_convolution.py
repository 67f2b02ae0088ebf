"""The transposed convolutions against Keras, and as transposes of convolutions."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.layers import Conv2D, Conv2DTranspose, Input
from tests.layers.keras_parity import check, numbers, pair

SHAPES = {1: (2, 5, 3), 2: (2, 4, 5, 3), 3: (1, 3, 4, 3, 2)}


@pytest.mark.parametrize(
    ("rank", "arguments"),
    [
        (1, {"kernel_size": 3, "strides": 2, "activation": "tanh"}),
        (2, {"kernel_size": (3, 4), "strides": (2, 1), "padding": "same"}),
        (2, {"kernel_size": 4, "strides": 2, "output_padding": 1, "use_bias": False}),
        (2, {"kernel_size": 3, "dilation_rate": 2, "padding": "same"}),
        (3, {"kernel_size": 2, "strides": 3}),
    ],
)
def test_same_as_keras(rank, arguments):
    arguments = {"filters": 2, **arguments}
    check(f"Conv{rank}DTranspose", arguments, numbers(*SHAPES[rank]), tolerance=2e-5)


CHOICES = [*itertools.product([1, 2, 3, 4], [1, 2, 3], [1, 2], ["valid", "same"])]


@pytest.mark.parametrize("output_padding", [None, 0, 1, 2])
def test_sizes_are_those_of_keras(output_padding):
    for kernel_size, strides, dilation_rate, padding in CHOICES:
        if strides > 1 < dilation_rate or (output_padding or 0) >= strides:
            continue
        arguments = (2, kernel_size, strides, padding, output_padding)
        ours, theirs = pair("Conv1DTranspose", *arguments, dilation_rate=dilation_rate)
        wanted = tuple(theirs.compute_output_shape((None, 5, 3)))
        assert ours.compute_output_shape((None, 5, 3)) == wanted


def test_it_is_the_transpose_of_a_convolution():
    convolution = Conv2D(3, 3, strides=2, use_bias=False)
    transpose = Conv2DTranspose(2, 3, strides=2, use_bias=False)
    x, y = numbers(1, 7, 7, 2), numbers(1, 3, 3, 3)
    convolution(x), transpose(y)
    transpose.set_weights(convolution.get_weights())
    (gradient,) = jax.vjp(convolution, jnp.asarray(x))[1](jnp.asarray(y))
    np.testing.assert_allclose(transpose(y), gradient, atol=1e-5)


def test_the_symbolic_shape_keeps_unknown_sizes():
    layer = Conv2DTranspose(5, 3, strides=2, padding="same")
    assert layer(Input((None, 7, 3))).shape == (None, None, 14, 5)


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="output_padding=2 is too large"):
        Conv2DTranspose(4, 3, strides=2, output_padding=2)
    with pytest.raises(ValueError, match="Leave out `strides`"):
        Conv2DTranspose(4, 3, strides=2, dilation_rate=2)
