"""Ftrl against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.ftrl import Ftrl
from tests.optimizers import keras_parity


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {
            "learning_rate": 0.1,
            "l1_regularization_strength": 0.1,
            "l2_regularization_strength": 0.2,
            "beta": 0.3,
        },
        {
            "learning_rate": 0.1,
            "l2_shrinkage_regularization_strength": 0.1,
            "learning_rate_power": -0.3,
        },
    ],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Ftrl", arguments)


def test_a_strong_l1_penalty_sets_weights_to_zero():
    optimizer = Ftrl(learning_rate=0.1, l1_regularization_strength=100.0)
    params = [np.float32([2.0, -3.0])]
    updates, _ = optimizer.update([0 * params[0]], optimizer.init(params), params)
    np.testing.assert_array_equal(params[0] + updates[0], [0.0, 0.0])


@pytest.mark.parametrize(
    "arguments", [{"learning_rate_power": 0.5}, {"l1_regularization_strength": -1}]
)
def test_values_out_of_range_are_refused(arguments):
    with pytest.raises(ValueError, match=f"Ftrl received {list(arguments)[0]}="):
        Ftrl(**arguments)
