"""SGD against Keras's, and against the formula by hand."""

import numpy as np
import pytest

from kit.optimizers.sgd import SGD
from tests.optimizers import keras_parity


@pytest.mark.parametrize(
    "arguments",
    [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True, "learning_rate": 0.1}],
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("SGD", arguments)


def test_plain_step_is_the_formula():
    optimizer = SGD(learning_rate=0.5)
    params, grads = [np.float32([1.0, 2.0])], [np.float32([3.0, -1.0])]
    updates, _ = optimizer.update(grads, optimizer.init(params), params)
    np.testing.assert_allclose(updates[0], [-1.5, 0.5])


def test_momentum_out_of_range_is_refused():
    with pytest.raises(ValueError, match="SGD received momentum=1.5."):
        SGD(momentum=1.5)
