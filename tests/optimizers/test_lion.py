"""Lion against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.lion import Lion
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments", [{}, {"beta_1": 0.5, "beta_2": 0.9, "learning_rate": 0.1}]
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Lion", arguments)


def test_all_weights_move_by_the_rate():
    change, slots = first_step(Lion(learning_rate=0.1), np.array([2.0, -400.0, 0.0]))
    np.testing.assert_allclose(change, [-0.1, 0.1, 0.0], rtol=1e-6)
    np.testing.assert_allclose(slots["momentum"][0], [0.02, -4.0, 0.0], rtol=1e-5)


def test_beta_1_of_zero_is_refused():
    with pytest.raises(ValueError, match="Lion received beta_1=0."):
        Lion(beta_1=0)
