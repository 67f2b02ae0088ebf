"""RMSprop against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.rmsprop import RMSprop
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"momentum": 0.9},
        {"centered": True},
        {"centered": True, "momentum": 0.5, "rho": 0.8, "epsilon": 0.001},
    ],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("RMSprop", arguments)


def test_first_step_divides_by_the_root_of_the_mean_square():
    optimizer = RMSprop(learning_rate=0.1, rho=0.75, epsilon=1e-7)
    gradient = np.array([2.0, -4.0])
    change, slots = first_step(optimizer, gradient)
    np.testing.assert_allclose(slots["velocity"][0], gradient**2 / 4, rtol=1e-6)
    np.testing.assert_allclose(change, [-0.2, 0.2], rtol=1e-6)
