"""AdamW against Keras's, and against its formula."""

import numpy as np
import pytest

from kit.optimizers.adamw import AdamW
from tests.optimizers import keras_parity


@pytest.mark.parametrize(
    "arguments", [{}, {"weight_decay": 0.3, "learning_rate": 0.1, "amsgrad": True}]
)
def test_ten_steps_equal_keras(arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same("AdamW", arguments)


def test_without_gradient_only_the_decay_is_left():
    optimizer = AdamW(learning_rate=0.1, weight_decay=0.5)
    params = [np.float32([2.0, -4.0])]
    updates, _ = optimizer.update([0 * params[0]], optimizer.init(params), params)
    np.testing.assert_allclose(updates[0], [-0.1, 0.2], rtol=1e-6)


def test_excluded_names_do_not_decay_as_in_keras():
    pytest.importorskip("keras")
    keras_parity.assert_same(
        "AdamW",
        {"weight_decay": 0.5, "learning_rate": 0.1},
        prepare=lambda o: o.exclude_from_weight_decay(var_names=["bias"]),
    )


def test_it_needs_a_decay():
    with pytest.raises(ValueError, match="AdamW received weight_decay=None."):
        AdamW(weight_decay=None)
