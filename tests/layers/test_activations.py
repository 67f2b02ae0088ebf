"""Activation layers against Keras."""

import numpy as np
import pytest

from kit import activations, config
from kit.layers import LeakyReLU, PReLU, ReLU, Softmax
from tests.layers.keras_parity import check, keras, numbers


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("ReLU", {}),
        ("ReLU", {"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.5}),
        ("LeakyReLU", {}),
        ("ELU", {"alpha": 0.5}),
        ("PReLU", {"alpha_regularizer": "l2"}),
        ("PReLU", {"shared_axes": [1, 2]}),
        ("PReLU", {"shared_axes": 2}),
        ("Softmax", {}),
        ("Softmax", {"axis": [1, 2]}),
    ],
)
def test_same_as_keras(name, arguments):
    check(name, arguments, numbers(2, 3, 4, 5))


MASKS = [
    [[True, True, False], [False, False, False]],
    [[1.0, 0.0, 0.7], [1.0, 1.0, 0.2]],
    [[True, False, True]],
]


@pytest.mark.parametrize("mask", MASKS)
def test_softmax_with_a_mask(mask):
    x, mask = numbers(2, 3), np.array(mask)
    np.testing.assert_allclose(
        Softmax()(x, mask=mask), keras.layers.Softmax()(x, mask=mask), atol=1e-6
    )


def test_leaky_relu_has_another_slope_than_the_function():
    assert LeakyReLU()(np.array([-1.0])).tolist() == pytest.approx([-0.3])
    assert activations.leaky_relu(np.array([-1.0])).tolist() == pytest.approx([-0.2])


def test_the_old_name_of_the_slope(capsys):
    config.set_notes("always")
    assert LeakyReLU(alpha=0.1).negative_slope == 0.1
    assert "negative_slope" in capsys.readouterr().out


def test_mistakes_are_explained():
    for arguments in ({"max_value": -1}, {"threshold": -1}, {"negative_slope": None}):
        (name,) = arguments
        with pytest.raises(ValueError, match=f"{name}=.* is not available"):
            ReLU(**arguments)
    with pytest.raises(ValueError, match='"s" received a mask of shape \\(2, 4\\)'):
        Softmax(name="s")(numbers(2, 3), mask=np.ones((2, 4), bool))
    with pytest.raises(ValueError, match="Expected size 3 along axis 1, found 4"):
        layer = PReLU()
        layer(numbers(2, 3))
        layer(numbers(2, 4))
