"""Adagrad against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.adagrad import Adagrad
from tests.optimizers import keras_parity


@pytest.mark.parametrize(
    "arguments",
    [{}, {"initial_accumulator_value": 0.0, "epsilon": 0.01, "learning_rate": 0.1}],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Adagrad", arguments)


def test_steps_shrink_like_one_over_the_root_of_the_count():
    optimizer = Adagrad(learning_rate=1.0, initial_accumulator_value=0.0)
    changes = keras_parity.changes(optimizer, [[np.float32([3.0])]] * 10)
    expected = -1 / np.sqrt(np.arange(1, 11))
    np.testing.assert_allclose([c[0] for c in changes], expected, rtol=1e-5)


def test_a_negative_sum_is_refused():
    with pytest.raises(ValueError, match="received initial_accumulator_value=-1"):
        Adagrad(initial_accumulator_value=-1)
