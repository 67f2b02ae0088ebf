"""Activations against Keras: the same values and gradients, also far from zero."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import activations
from kit.serialization import register_keras_serializable
from kit.variables import Variable

keras = pytest.importorskip("keras")

# Each of these maps every number by itself.
ELEMENTWISE = [
    ("celu", {}),
    ("celu", {"alpha": 0.3}),
    ("elu", {}),
    ("elu", {"alpha": 2.5}),
    ("exponential", {}),
    ("gelu", {}),
    ("gelu", {"approximate": True}),
    ("hard_shrink", {}),
    ("hard_shrink", {"threshold": 1.5}),
    ("hard_sigmoid", {}),
    ("hard_silu", {}),
    ("hard_tanh", {}),
    ("leaky_relu", {}),
    ("leaky_relu", {"negative_slope": 0.05}),
    ("linear", {}),
    ("log_sigmoid", {}),
    ("mish", {}),
    ("relu", {}),
    ("relu", {"max_value": 6}),
    ("relu", {"max_value": 2.5, "threshold": 1.25}),
    ("relu", {"negative_slope": 0.1}),
    ("relu", {"negative_slope": 0.1, "max_value": 2.5}),
    ("relu", {"negative_slope": 0.1, "max_value": 2.5, "threshold": 1.25}),
    ("relu", {"threshold": 1.25}),
    ("relu", {"threshold": -1.25}),
    ("relu", {"threshold": -1.25, "max_value": 2.5}),
    ("relu6", {}),
    ("selu", {}),
    ("sigmoid", {}),
    ("silu", {}),
    ("soft_shrink", {}),
    ("soft_shrink", {"threshold": 1.5}),
    ("softplus", {}),
    ("softsign", {}),
    ("sparse_plus", {}),
    ("sparse_sigmoid", {}),
    ("squareplus", {}),
    ("squareplus", {"b": 0.5}),
    ("tanh", {}),
    ("tanh_shrink", {}),
    ("threshold", {"threshold": 1.0, "default_value": -7.0}),
]
ALONG_AN_AXIS = ["softmax", "log_softmax", "sparsemax", "glu"]
SAME_AS_KERAS = ["softmax", "log_softmax", "glu"]

CORNERS = [0.0, -0.5, 0.5, -1.0, 1.0, -3.0, 3.0, 6.0]
FAR = [-1e4, -300.0, -88.0, -30.0, 30.0, 80.0, 300.0, 1e4]


def points():
    steps = np.linspace(-9, 9, 181) + 0.013  # none of them on a corner
    return np.concatenate([CORNERS, FAR, steps]).astype("float32")


def gradient(function, x):
    return jax.grad(lambda x: jnp.sum(function(x)))(jnp.asarray(x))


@pytest.mark.parametrize(("name", "arguments"), ELEMENTWISE)
def test_values_and_gradients_are_those_of_keras(name, arguments):
    ours, theirs = getattr(activations, name), getattr(keras.activations, name)
    x = points()
    np.testing.assert_allclose(
        ours(x, **arguments), theirs(x, **arguments), rtol=2e-6, atol=1e-6
    )
    found = gradient(lambda x: ours(x, **arguments), x)
    expected = gradient(lambda x: theirs(x, **arguments), x)
    is_smooth = slice(None)
    if arguments.get("max_value") or "threshold" in arguments:
        is_smooth = slice(len(CORNERS), None)  # at a corner either slope is right
    np.testing.assert_allclose(
        found[is_smooth], expected[is_smooth], rtol=2e-5, atol=1e-6
    )


@pytest.mark.parametrize("axis", [-1, 0, 1])
@pytest.mark.parametrize("name", SAME_AS_KERAS)
def test_values_and_gradients_along_an_axis_are_those_of_keras(name, axis):
    ours, theirs = getattr(activations, name), getattr(keras.activations, name)
    x = np.random.default_rng(1).normal(0, 5, (4, 6, 8)).astype("float32")
    weights = np.random.default_rng(2).normal(size=ours(x, axis=axis).shape)
    np.testing.assert_allclose(
        ours(x, axis=axis), theirs(x, axis=axis), rtol=1e-5, atol=2e-6
    )
    np.testing.assert_allclose(
        gradient(lambda x: weights * ours(x, axis=axis), x),
        gradient(lambda x: weights * theirs(x, axis=axis), x),
        rtol=1e-4,
        atol=1e-5,
    )


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_softmax_takes_several_axes(name):
    x = np.random.default_rng(1).normal(size=(3, 4, 5)).astype("float32")
    flat = x.transpose(1, 0, 2).reshape(4, 15)
    expected = getattr(keras.activations, name)(flat).reshape(4, 3, 5)
    for axis in [(0, 2), [0, 2]]:
        found = getattr(activations, name)(x, axis=axis)
        np.testing.assert_allclose(
            found, np.asarray(expected).transpose(1, 0, 2), rtol=1e-5
        )


def test_softmax_of_huge_numbers_is_finite():
    x = np.array([[1e30, 1e30, -1e30], [-3e38, -3e38, -3e38]], "float32")
    np.testing.assert_allclose(
        activations.softmax(x), [[0.5, 0.5, 0], [1 / 3, 1 / 3, 1 / 3]], rtol=1e-6
    )
    assert np.isfinite(gradient(lambda x: activations.softmax(x)[:, 0], x)).all()


@pytest.mark.parametrize("name", ["softmax", "sparsemax"])
def test_probabilities_add_up_to_one(name):
    x = np.random.default_rng(1).normal(0, 20, (50, 7)).astype("float32")
    found = np.asarray(getattr(activations, name)(x))
    assert found.min() >= 0
    np.testing.assert_allclose(found.sum(axis=-1), 1, rtol=1e-5)


@pytest.mark.parametrize("axis", [-1, 0])
def test_sparsemax_is_the_nearest_point_with_the_sum_one(axis):
    """Martins and Astudillo's definition; Keras 3.15 returns sums below 1.

    The nearest probabilities lie below x by one amount where they are positive, and
    x exceeds that amount nowhere else.
    """
    x = np.random.default_rng(1).normal(0, 1, (60, 60)).astype("float32")
    found = np.asarray(activations.sparsemax(x, axis=axis))
    if axis == 0:
        x, found = x.T, found.T
    for row, probabilities in zip(x, found, strict=True):
        support = probabilities > 0
        amounts = (row - probabilities)[support]
        np.testing.assert_allclose(amounts, amounts[0], atol=1e-6)
        assert (row[~support] <= amounts[0] + 1e-6).all()


def test_sparsemax_has_the_gradient_of_its_definition():
    x = jnp.array([0.5, 1.0, 0.8, -2.0])  # the first three share the probability
    support = jnp.array([1.0, 1.0, 1.0, 0.0])
    expected = jnp.diag(support) - jnp.outer(support, support) / 3
    found = jax.jacobian(activations.sparsemax)(x)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_nan_stays_visible():
    """A network that has broken must not look well behind its activations."""
    for name, arguments in ELEMENTWISE:
        if name not in ("threshold", "hard_shrink", "soft_shrink"):
            found = getattr(activations, name)(jnp.array([jnp.nan]), **arguments)
            assert jnp.isnan(found).all(), name


@pytest.mark.parametrize("dtype", ["bfloat16", "float16"])
def test_number_format_is_kept(dtype):
    x = jnp.ones((2, 4), dtype)
    for name, arguments in [*ELEMENTWISE, *((name, {}) for name in ALONG_AN_AXIS)]:
        assert getattr(activations, name)(x, **arguments).dtype == dtype, name


def test_lists_whole_numbers_and_variables_are_taken():
    for name, arguments in [*ELEMENTWISE, *((name, {}) for name in ALONG_AN_AXIS)]:
        function = getattr(activations, name)
        expected = np.asarray(function(np.array([-1.0, 0.0, 1.0, 2.0]), **arguments))
        variable = Variable([-1.0, 0.0, 1.0, 2.0])
        for x in ([-1, 0, 1, 2], np.array([-1, 0, 1, 2]), variable):
            found = np.asarray(function(x, **arguments))
            np.testing.assert_allclose(found, expected, rtol=1e-6, err_msg=name)


def test_glu_explains_an_odd_size():
    with pytest.raises(ValueError, match=r"odd along axis -1.*\n.*even size.*\nGive"):
        activations.glu(np.zeros((2, 3)))


# --- names ----------------------------------------------------------------------------


def test_every_name_of_keras_is_known():
    for name in dir(keras.activations):
        if name[0] != "_" and name not in ("get", "serialize", "deserialize"):
            assert activations.get(name) is getattr(activations, name)
            ours = activations.serialize(activations.get(name))
            assert ours == keras.activations.serialize(keras.activations.get(name))
            assert activations.deserialize(ours) is activations.get(name)


def test_none_is_linear_and_functions_are_themselves():
    assert activations.get(None) is activations.linear
    assert activations.get(jnp.sin) is jnp.sin


def test_a_wrong_name_gets_a_proposal():
    with pytest.raises(ValueError, match='"rellu".* Did you mean "relu"'):
        activations.get("rellu")
    with pytest.raises(ValueError, match="activation=3 is a number"):
        activations.get(3)


def test_a_function_of_ones_own_survives_serialization():
    @register_keras_serializable(package="test_activations")
    def double(x):
        return 2 * x

    config = activations.serialize(double)
    assert activations.get(config) is double
    assert activations.deserialize(config) is double


def test_custom_objects_are_found():
    def triple(x):
        return 3 * x

    assert activations.deserialize("triple", {"triple": triple}) is triple
    with pytest.raises(ValueError, match='no activation called "triple"'):
        activations.get("triple")
