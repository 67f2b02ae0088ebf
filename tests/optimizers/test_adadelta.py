"""Adadelta against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.adadelta import Adadelta
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments", [{}, {"rho": 0.5, "epsilon": 0.01, "learning_rate": 1.0}]
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Adadelta", arguments)


def test_first_step_is_zeilers_formula():
    optimizer = Adadelta(learning_rate=1.0, rho=0.5, epsilon=0.5)
    change, _ = first_step(optimizer, np.array([1.0]))
    np.testing.assert_allclose(change, [-np.sqrt(0.5) / 1.0], rtol=1e-6)
