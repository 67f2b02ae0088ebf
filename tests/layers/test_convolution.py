"""Conv1D, Conv2D and Conv3D against Keras, and what they say about mistakes."""

import jax
import numpy as np
import pytest

from kit.layers import Conv1D, Conv2D, Input
from tests.layers.keras_parity import check, numbers

SEQUENCE, IMAGE, VOLUME = (2, 9, 4), (2, 8, 7, 4), (2, 5, 6, 5, 2)


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        (
            "Conv1D",
            SEQUENCE,
            {"kernel_size": 3, "padding": "causal", "use_bias": False},
        ),
        ("Conv1D", SEQUENCE, {"kernel_size": 2, "dilation_rate": 3, "groups": 2}),
        ("Conv2D", IMAGE, {"kernel_size": 3, "activation": "tanh"}),
        ("Conv2D", IMAGE, {"kernel_size": (1, 4), "strides": 2, "padding": "same"}),
        ("Conv2D", IMAGE, {"kernel_size": 3, "groups": 2, "padding": "SAME"}),
        ("Conv2D", IMAGE, {"kernel_size": 2, "dilation_rate": (2, 3)}),
        ("Conv3D", VOLUME, {"kernel_size": 2, "strides": (1, 2, 1)}),
    ],
)
def test_same_as_keras(name, shape, arguments):
    check(name, {"filters": 6, **arguments}, numbers(*shape), tolerance=2e-5)


def test_configured_parts_survive():
    arguments = {
        "filters": 2,
        "kernel_size": 3,
        "kernel_initializer": "he_normal",
        "kernel_regularizer": "l2",
        "bias_constraint": "non_neg",
        "activity_regularizer": "l2",
    }
    ours, _ = check("Conv2D", arguments, numbers(*IMAGE))
    names = [ours.get_config()[key]["class_name"] for key in list(arguments)[2:]]
    assert names == ["HeNormal", "L2", "NonNeg", "L2"]
    ours(numbers(*IMAGE))
    assert len(ours.losses) == 2  # of the kernel and of the outputs


def test_whole_numbers_are_pixels():
    layer = Conv2D(2, 3)
    pixels = np.arange(32, dtype="uint8").reshape(1, 4, 8, 1)
    np.testing.assert_allclose(layer(pixels), layer(pixels.astype("float32")))


def test_the_symbolic_shape_keeps_unknown_sizes():
    assert Conv2D(5, 3)(Input((None, 20, 3))).shape == (None, None, 18, 5)


def test_causal_never_looks_ahead():
    layer = Conv1D(1, 3, padding="causal")
    x = numbers(1, 6, 1)
    jacobian = jax.jacrev(lambda x: layer(x)[0, :, 0])(x)[:, 0, :, 0]
    np.testing.assert_allclose(np.triu(jacobian, 1), 0)


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (lambda: Conv2D(0, 3), ["filters=0", "from 1 up"]),
        (lambda: Conv2D(4, (3, 3, 3)), ["kernel_size=(3, 3, 3)", "tuple of 2"]),
        (lambda: Conv2D(4, 3, strides=0), ["strides=0"]),
        (lambda: Conv2D(4, 3, padding="smae"), ["'smae'", 'Did you mean "same"?']),
        (lambda: Conv2D(4, 3, padding="causal"), ["'causal'", "valid, same."]),
        (lambda: Conv2D(5, 3, groups=2), ["filters=5", "groups=2"]),
        (lambda: Conv2D(4, 3, strides=2, dilation_rate=2), ["(2, 2)", "Leave out"]),
        (lambda: Conv2D(4, 3, data_format="channels_first"), ["moveaxis"]),
        (lambda: Conv2D(4, 3, name="c")(numbers(2, 8, 8)), ['"c"', "x[..., None]"]),
        (lambda: Conv2D(4, 9, name="c")(numbers(2, 8, 8, 1)), ['"c"', "9 cells"]),
        (lambda: Conv2D(4, 3, groups=2)(numbers(2, 8, 8, 3)), ["3 channels"]),
        (lambda: Conv2D(4, 3)(Input((8, 8, None))), ["unknown number of channels"]),
    ],
)
def test_mistakes_are_explained(make, parts):
    with pytest.raises(ValueError) as error:
        make()
    text = str(error.value)
    assert all(part in text for part in parts), text
    assert len(text.splitlines()) >= 3
    assert len(text.splitlines()[0]) <= 80


def test_a_built_layer_names_the_size_it_was_built_for():
    layer = Conv2D(4, 3)
    layer(numbers(1, 8, 8, 3))
    with pytest.raises(ValueError, match="Expected size 3 along axis -1, found 4"):
        layer(numbers(1, 8, 8, 4))
