"""Rescaling against Keras."""

import numpy as np
import pytest

from kit.layers import Rescaling
from tests.layers.keras_parity import check, keras, numbers


@pytest.mark.parametrize(
    "arguments",
    [
        {"scale": 1 / 255},
        {"scale": 2.0, "offset": -1.0},
        {"scale": [1.0, 2.0, 3.0], "offset": [0.0, 1.0, 2.0]},
    ],
)
def test_same_as_keras(arguments):
    check("Rescaling", arguments, numbers(2, 4, 3))


def test_arrays_survive_in_configs():
    scale = np.array([1.0, 2.0, 3.0], "float32")
    x = numbers(2, 3)
    for layer in (Rescaling(scale), keras.layers.Rescaling(scale)):
        for cls in (Rescaling, keras.layers.Rescaling):
            read = cls.from_config(layer.get_config())
            np.testing.assert_allclose(read(x), x * scale, rtol=1e-6)


def test_pixels_become_real_numbers():
    outputs = Rescaling(1 / 255)(np.array([[0, 255]], "uint8"))
    assert outputs.dtype == "float32" and outputs.tolist() == [[0.0, 1.0]]
