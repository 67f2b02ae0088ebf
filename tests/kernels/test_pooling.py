"""Pooling against lax.reduce_window, XLA's gradient of it, and Keras."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from kit.kernels.pooling import average_pool, max_pool

# size, window, strides, padding
GEOMETRIES = [
    ((9,), (2,), (2,), "valid"),
    ((9,), (3,), (1,), "same"),
    ((9,), (2,), (3,), "same"),
    ((8, 8), (2, 2), (2, 2), "valid"),
    ((5, 6, 7), (2, 2, 3), (2, 2, 3), "valid"),
    ((9, 7), (3, 3), (2, 2), "same"),
    ((9, 7), (3, 3), (1, 1), "same"),
    ((7, 9), (2, 2), (1, 1), "valid"),
    ((7, 9), (2, 3), (3, 4), "valid"),
    ((5, 6, 7), (2, 2, 3), (2, 1, 2), "same"),
]


def reduce_window(x, start, function, window, strides, padding):
    shapes = ((1, *window, 1), (1, *strides, 1))
    return lax.reduce_window(x, start, function, *shapes, padding.upper())


def value_and_gradient(function, x):
    def run(x):
        value, pull = jax.vjp(function, x)
        return value, pull(jnp.cos(jnp.arange(value.size)).reshape(value.shape))[0]

    return jax.jit(run)(x)


@pytest.mark.parametrize(("size", "window", "strides", "padding"), GEOMETRIES)
def test_max_pool_and_its_gradient(size, window, strides, padding):
    # Few different values: most windows hold several winners.
    draw = np.random.default_rng(0).integers(-3, 3, size=(7, *size, 2))
    x = jnp.asarray(draw, "float32")
    found = value_and_gradient(lambda x: max_pool(x, window, strides, padding), x)
    expected = value_and_gradient(
        lambda x: reduce_window(x, -jnp.inf, lax.max, window, strides, padding), x
    )
    np.testing.assert_array_equal(found[0], expected[0])
    np.testing.assert_allclose(found[1], expected[1], atol=1e-5)


@pytest.mark.parametrize(("size", "window", "strides", "padding"), GEOMETRIES)
def test_average_pool_and_its_gradient(size, window, strides, padding):
    x = jnp.asarray(np.random.default_rng(0).normal(size=(3, *size, 2)), "float32")

    def expected(x):
        sums, counts = (
            reduce_window(a, 0.0, lax.add, window, strides, padding)
            for a in (x, jnp.ones_like(x))
        )
        return sums / counts

    found = value_and_gradient(lambda x: average_pool(x, window, strides, padding), x)
    for one, other in zip(found, value_and_gradient(expected, x), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.parametrize("name", ["MaxPooling", "AveragePooling"])
@pytest.mark.parametrize(("size", "window", "strides", "padding"), GEOMETRIES)
def test_against_keras(name, size, window, strides, padding):
    keras = pytest.importorskip("keras")
    x = np.random.default_rng(0).normal(size=(2, *size, 3)).astype("float32")
    layer = getattr(keras.layers, f"{name}{len(size)}D")(window, strides, padding)
    function = max_pool if name == "MaxPooling" else average_pool
    found = function(x, window, strides, padding)
    np.testing.assert_allclose(found, layer(x), atol=1e-6)


def test_the_first_winner_takes_all():
    gradient = jax.grad(lambda x: max_pool(x, 2).sum())(jnp.ones((1, 2, 2, 1)))
    assert gradient.ravel().tolist() == [1, 0, 0, 0]


def test_nan_passes_through_and_stops_the_gradient():
    x = jnp.asarray([1.0, np.nan, 2.0, 3.0]).reshape(1, 4, 1)
    value, gradient = value_and_gradient(lambda x: max_pool(x, 2), x)
    np.testing.assert_array_equal(value.ravel(), [np.nan, 3.0])
    np.testing.assert_allclose(gradient.ravel(), [0, 0, 0, np.cos(1)], rtol=1e-6)


def test_minus_infinity_and_integers():
    x = jnp.full((1, 4, 1), -jnp.inf)
    assert max_pool(x, 2).ravel().tolist() == [-np.inf, -np.inf]
    assert max_pool(jnp.asarray([[[-7], [-9]]]), 3, 1, "same").ravel().tolist() == [
        -7,
        -7,
    ]


def test_the_strides_are_the_window_by_default():
    x = jnp.arange(6.0).reshape(1, 6, 1)
    assert max_pool(x, 3).ravel().tolist() == [2, 5]
    assert average_pool(x, 3).ravel().tolist() == [1, 4]


@pytest.mark.parametrize("function", [max_pool, average_pool])
def test_second_gradient_in_float64(function):
    with jax.enable_x64(True):
        x = jnp.asarray(np.random.default_rng(0).normal(size=(2, 5, 5, 2)))

        def first(x):
            return jnp.sum(
                jax.grad(lambda x: jnp.sum(function(x, 3, 2, "same") ** 3))(x) ** 2
            )

        direction = jnp.sin(jnp.arange(x.size)).reshape(x.shape)
        step = 1e-6
        ahead, behind = (jax.jit(first)(x + s * direction) for s in (step, -step))
        along = jnp.vdot(jax.jit(jax.grad(first))(x), direction)
        np.testing.assert_allclose(along, (ahead - behind) / (2 * step), rtol=1e-6)
