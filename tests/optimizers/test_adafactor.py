"""Adafactor against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.adafactor import Adafactor
from tests.optimizers import keras_parity


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"learning_rate": 0.5, "beta_2_decay": -0.5, "clip_threshold": 0.5},
        {"relative_step": False, "epsilon_2": 0.1},
    ],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Adafactor", arguments)


def test_it_keeps_one_number_for_each_row_and_column():
    slots = Adafactor().init([np.ones((2, 5, 3)), np.ones(4)])["slots"]
    assert [a.shape for a in slots["row"]] == [(2, 5), ()]
    assert [a.shape for a in slots["column"]] == [(2, 3), ()]


def test_squares_of_rank_one_are_found_exactly():
    rows, columns = np.float32([[1.0], [2.0]]), np.float32([[3.0, 5.0, 7.0]])
    params, grads = [np.ones((2, 3), "float32")], [rows * columns]
    optimizer = Adafactor()
    _, state = optimizer.update(grads, optimizer.init(params), params)
    np.testing.assert_allclose(state["slots"]["velocity"][0], grads[0] ** 2, rtol=1e-5)
