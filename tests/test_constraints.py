"""Constraints against Keras: projected weights, configs and names."""

import jax.numpy as jnp
import numpy as np
import pytest

from kit import constraints
from kit.variables import Variable

keras = pytest.importorskip("keras")

CASES = [
    ("MaxNorm", {}),
    ("MaxNorm", {"max_value": 1.5, "axis": 1}),
    ("MinMaxNorm", {}),
    ("MinMaxNorm", {"min_value": 2.0, "max_value": 3.0, "rate": 0.3, "axis": 1}),
    ("NonNeg", {}),
    ("UnitNorm", {}),
    ("UnitNorm", {"axis": 1}),
]


def both(name, arguments):
    ours, theirs = getattr(constraints, name), getattr(keras.constraints, name)
    return ours(**arguments), theirs(**arguments)


def weights(shape=(5, 4)):
    """Vectors of many lengths, one of them 0."""
    values = np.random.default_rng(1).normal(size=shape) * np.arange(shape[-1])
    return values.astype("float32")


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_projections_are_those_of_keras(name, arguments):
    ours, theirs = both(name, arguments)
    for w in (weights(), Variable(weights()), weights().tolist()):
        np.testing.assert_allclose(ours(w), theirs(weights()), rtol=1e-6)


@pytest.mark.parametrize("name", ["MaxNorm", "MinMaxNorm", "UnitNorm"])
def test_filters_of_a_convolution(name):
    ours, theirs = both(name, {"axis": [0, 1, 2]})
    w = weights((3, 3, 2, 4))
    np.testing.assert_allclose(ours(w), theirs(w), rtol=1e-6)
    lengths = np.sqrt(np.sum(np.square(ours(w)), axis=(0, 1, 2)))
    assert lengths.max() <= 2.0001


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_number_format_is_kept(name, arguments):
    constraint = getattr(constraints, name)(**arguments)
    assert constraint(jnp.ones((2, 2), "bfloat16")).dtype == "bfloat16"


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_configs_are_those_of_keras(name, arguments):
    ours, theirs = both(name, arguments)
    assert ours.get_config() == theirs.get_config()
    description = keras.constraints.serialize(theirs)
    assert constraints.serialize(ours) == description
    assert constraints.get(description).get_config() == ours.get_config()
    assert constraints.deserialize(description).get_config() == ours.get_config()


def test_every_name_of_keras_is_known():
    for name in dir(keras.constraints):
        if name[0] != "_" and name not in ("get", "serialize", "deserialize"):
            expected = getattr(keras.constraints, name).__name__
            assert getattr(constraints, name).__name__ == expected
            if name != "Constraint":
                assert type(constraints.get(name)).__name__ == expected


def test_what_get_accepts():
    assert constraints.get(None) is None
    assert isinstance(constraints.get(constraints.NonNeg), constraints.NonNeg)
    assert constraints.get(jnp.abs) is jnp.abs
    w = weights()
    assert constraints.Constraint()(w) is w
    with pytest.raises(ValueError, match='"maxnrom".* Did you mean "'):
        constraints.get("maxnrom")
