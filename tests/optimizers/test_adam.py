"""Adam against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.adam import Adam
from tests.optimizers import keras_parity
from tests.optimizers.keras_parity import first_step


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"amsgrad": True},
        {"beta_1": 0.5, "beta_2": 0.9, "epsilon": 0.01, "learning_rate": 0.1},
    ],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("Adam", arguments)


def test_first_step_has_the_length_of_the_rate():
    change, _ = first_step(Adam(learning_rate=0.1), np.array([2.0, -400.0]))
    np.testing.assert_allclose(change, [-0.1, 0.1], rtol=1e-4)


def test_it_equals_optax_with_an_epsilon_of_zero():
    optax = pytest.importorskip("optax")
    _, grads = keras_parity.start()
    ours = keras_parity.changes(Adam(0.1, epsilon=0.0), grads)
    theirs = keras_parity.changes(optax.adam(0.1, eps=0.0), grads)
    for our, their in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(our, their, rtol=1e-4, atol=1e-6)
