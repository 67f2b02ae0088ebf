"""Nadam against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.nadam import Nadam
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.01, "learning_rate": 0.1},
        {"gradient_accumulation_steps": 3},
    ],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Nadam", arguments)


def test_first_step_is_dozats_formula():
    change, slots = first_step(Nadam(learning_rate=0.1), np.array([2.0, -4.0]))
    u1, u2 = 0.9 * (1 - 0.5 * 0.96), 0.9 * (1 - 0.5 * 0.96**2)
    mean = 0.1 * u2 / (1 - u1 * u2) + (1 - u1) / (1 - u1)  # for a gradient of 1
    np.testing.assert_allclose(change, [-0.1 * mean, 0.1 * mean], rtol=1e-4)
