"""Lamb against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.lamb import Lamb
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments",
    [{}, {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.01, "learning_rate": 0.1}],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Lamb", arguments)


def test_a_step_is_in_proportion_to_the_parameter():
    optimizer = Lamb(learning_rate=0.1)
    params = [np.float32([3.0, 4.0])]
    grads = [np.float32([7.0, -0.2])]
    updates, _ = optimizer.update(grads, optimizer.init(params), params)
    np.testing.assert_allclose(np.linalg.norm(updates[0]), 0.1 * 5, rtol=1e-5)


def test_a_parameter_of_zeros_moves_by_the_rate():
    change, _ = first_step(Lamb(learning_rate=0.1), np.array([2.0, -400.0]))
    np.testing.assert_allclose(change, [-0.1, 0.1], rtol=1e-4)
