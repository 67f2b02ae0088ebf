"""What is a learning rate, and what is not."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.optimizers.learning_rate import check_learning_rate, compute_rate
from kit.optimizers.sgd import SGD


@pytest.mark.parametrize(
    "value", [1, 1.0, np.float32(1), np.int64(1), np.array(1.0), jnp.array(1.0)]
)
def test_every_real_number_is_accepted(value):
    assert check_learning_rate(value, "SGD") == 1.0
    assert float(SGD(value).learning_rate) == 1.0


@pytest.mark.parametrize(
    "value", ["0.1", None, True, [0.1], {}, 1j, -0.1, float("nan"), float("inf")]
)
def test_everything_else_is_refused_in_three_sentences(value):
    with pytest.raises(ValueError, match="SGD received learning_rate=") as error:
        SGD(learning_rate=value)
    lines = str(error.value).splitlines()
    assert len(lines) == 3 and len(lines[0]) <= 80


def test_functions_of_the_step_or_of_nothing():
    assert float(compute_rate(lambda: 0.5, 3)) == 0.5
    assert float(compute_rate(lambda step: 0.5 * step, 3)) == 1.5
    assert float(SGD(lambda step: 0.5 * (step + 1)).learning_rate) == 0.5


def test_an_if_about_the_step_is_explained():
    optimizer = SGD(lambda step: 0.1 if step < 10 else 0.01)
    params = [jnp.ones(1)]
    with pytest.raises(ValueError, match="Write jnp.where"):
        jax.jit(optimizer.update)(params, optimizer.init(params), params)
