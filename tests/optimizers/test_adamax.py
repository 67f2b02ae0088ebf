"""Adamax against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.adamax import Adamax
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments",
    [{}, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.01, "learning_rate": 0.1}],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Adamax", arguments)


def test_first_step_has_the_length_of_the_rate():
    change, slots = first_step(Adamax(learning_rate=0.1), np.array([2.0, -400.0]))
    np.testing.assert_allclose(slots["norm"][0], [2.0, 400.0], rtol=1e-6)
    np.testing.assert_allclose(change, [-0.1, 0.1], rtol=1e-5)
