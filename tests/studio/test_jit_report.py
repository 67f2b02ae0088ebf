import jax
import jax.numpy as jnp
import numpy as np

from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.jit_report import count_operations, measure


def test_a_new_batch_size_compiles_again_and_the_model_stays():
    model = Sequential([Input((3,)), Dense(4, "relu"), Dense(2)])
    model.compile("adam", "mse")
    before = model.get_weights()
    report = measure(model, np.ones((40, 3)), np.ones((40, 2)))
    assert [call.compiled for call in report.calls] == [True, False, True, False]
    assert report.compilations == 2
    assert all(call.seconds > 0 for call in report.calls)
    # forward twice; backward: two for the weights, one for the hidden layer
    assert report.operations["dot_general"] == 5
    for old, now in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, now)
    assert "times faster" in report.words


def test_operations_inside_of_loops_and_functions_count():
    def function(x):
        y = jax.jit(lambda z: jnp.sin(z) * 2)(x)
        return jax.lax.fori_loop(0, 3, lambda i, z: jnp.cos(z), y)

    counts = count_operations(jax.make_jaxpr(function)(1.0).jaxpr)
    assert counts["sin"] == 1 and counts["cos"] == 1 and counts["mul"] == 1
