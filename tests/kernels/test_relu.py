"""relu against jax.nn.relu."""

import jax
import jax.numpy as jnp
import numpy as np

from kit.kernels.relu import relu

X = jnp.asarray([[-2.0, -0.0, 0.0], [1.0, 3.0, -jnp.inf]])


def test_value_and_gradient():
    for one, other in zip(
        jax.jit(jax.value_and_grad(lambda x: relu(x).sum()))(X),
        jax.value_and_grad(lambda x: jax.nn.relu(x).sum())(X),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


def test_second_gradient():
    def second(function):
        return jax.grad(lambda x: jax.grad(lambda x: function(x) ** 3)(x))(2.0)

    assert float(second(relu)) == float(second(jax.nn.relu)) == 12


def test_nan_stays_and_integers_work():
    assert np.isnan(relu(jnp.asarray(np.nan)))
    assert relu(jnp.asarray([-1, 2])).tolist() == [0, 2]


def test_under_vmap_and_scan():
    gradient = jax.vmap(jax.grad(lambda row: relu(row).sum()))(X)
    np.testing.assert_array_equal(gradient, X > 0)
    last, _ = jax.lax.scan(lambda s, row: (s + relu(row), None), jnp.zeros(3), X)
    np.testing.assert_array_equal(last, [1, 3, 0])
