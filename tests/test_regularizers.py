"""Regularizers against Keras: penalties, gradients, configs and names."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import regularizers
from kit.variables import Variable

keras = pytest.importorskip("keras")

CASES = [
    ("L1", {}),
    ("L1", {"l1": 0.3}),
    ("L2", {}),
    ("L2", {"l2": 0.3}),
    ("L1L2", {}),
    ("L1L2", {"l1": 0.3}),
    ("L1L2", {"l1": 0.3, "l2": 0.2}),
    ("OrthogonalRegularizer", {}),
    ("OrthogonalRegularizer", {"factor": 0.3, "mode": "columns"}),
]


def both(name, arguments):
    ours, theirs = getattr(regularizers, name), getattr(keras.regularizers, name)
    return ours(**arguments), theirs(**arguments)


def weights(shape=(5, 4)):
    return np.random.default_rng(1).normal(size=shape).astype("float32")


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_penalties_and_gradients_are_those_of_keras(name, arguments):
    ours, theirs = both(name, arguments)
    w = jnp.asarray(weights())
    np.testing.assert_allclose(ours(w), theirs(w), rtol=1e-5)
    np.testing.assert_allclose(
        jax.grad(ours)(w), jax.grad(theirs)(w), rtol=1e-4, atol=1e-7
    )
    assert ours(w).shape == ()


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_variables_and_number_formats(name, arguments):
    regularizer = getattr(regularizers, name)(**arguments)
    w = weights()
    np.testing.assert_allclose(regularizer(Variable(w)), regularizer(w), rtol=1e-6)
    assert regularizer(jnp.asarray(w, "bfloat16")).dtype == "bfloat16"


def test_orthogonal_rows_cost_nothing_and_parallel_ones_the_factor():
    regularizer = regularizers.OrthogonalRegularizer(0.5)
    assert regularizer([[1.0, 0.0], [0.0, -3.0]]) == 0
    np.testing.assert_allclose(regularizer([[1.0, 2.0], [-2.0, -4.0]]), 0.5, rtol=1e-6)


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_configs_are_those_of_keras(name, arguments):
    ours, theirs = both(name, arguments)
    expected = {
        key: value if isinstance(value, str) else pytest.approx(value)
        for key, value in theirs.get_config().items()  # some rounded to float32
    }
    assert ours.get_config() == expected
    description = keras.regularizers.serialize(theirs)
    assert regularizers.get(description).get_config() == expected
    back = keras.regularizers.get(regularizers.serialize(ours))
    assert back.get_config() == expected


@pytest.mark.parametrize(
    "name", ["l1", "l2", "L1", "L2", "orthogonal_regularizer", "OrthogonalRegularizer"]
)
def test_names_are_those_of_keras(name):
    ours, theirs = regularizers.get(name), keras.regularizers.get(name)
    assert type(ours).__name__ == type(theirs).__name__
    w = weights()
    np.testing.assert_allclose(ours(w), theirs(jnp.asarray(w)), rtol=1e-5)


@pytest.mark.parametrize("name", ["l1_l2", "L1L2"])
def test_l1_l2_by_name_is_not_empty(name):
    assert regularizers.get(name).get_config() == {"l1": 0.01, "l2": 0.01}


def test_what_get_accepts():
    assert regularizers.get(None) is None
    assert isinstance(regularizers.get(regularizers.L2), regularizers.L2)
    regularizer = regularizers.l1(0.5)
    assert regularizers.get(regularizer) is regularizer
    assert regularizers.get(jnp.sum) is jnp.sum
    assert regularizers.l1_l2(l2=0.5).get_config() == {"l1": 0.0, "l2": 0.5}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: regularizers.get("l1_l22"), 'Did you mean "l1_l2"'),
        (lambda: regularizers.L2(-1), "l2=-1"),
        (lambda: regularizers.L1(float("nan")), "l1=nan"),
        (lambda: regularizers.L1L2("0.1"), "l1='0.1'"),
        (lambda: regularizers.OrthogonalRegularizer(mode="row"), "mode='row'"),
        (lambda: regularizers.OrthogonalRegularizer()(np.zeros(3)), r"shape \(3,\)"),
    ],
)
def test_errors_say_what_to_do(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert len(lines[0]) <= 80


def test_a_subclass_needs_call():
    with pytest.raises(NotImplementedError, match='"Regularizer" has no __call__'):
        regularizers.Regularizer()(np.zeros(3))
