"""Transformations of optax inside of kit give what they give alone."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import optimizers
from kit.optimizers.optax_optimizer import OptaxOptimizer
from kit.variables import Variable
from tests.optimizers import keras_parity

optax = pytest.importorskip("optax")

TRANSFORMATIONS = {
    "adam": lambda: optax.adam(0.1),
    "chain": lambda: optax.chain(optax.clip_by_global_norm(0.5), optax.sgd(0.1, 0.9)),
    "schedule": lambda: optax.adamw(optax.cosine_decay_schedule(0.1, 10)),
    "plain": lambda: optax.sgd(0.1),
}


@pytest.mark.parametrize("name", TRANSFORMATIONS)
def test_ten_steps_equal_optax(name):
    weights, grads = keras_parity.start()
    variables = [Variable(w) for w in weights]
    optimizer = optimizers.get(TRANSFORMATIONS[name]())
    transformation = TRANSFORMATIONS[name]()
    params = [jnp.asarray(w) for w in weights]
    state = transformation.init(params)
    for step_grads in grads:
        step_grads = [jnp.asarray(g) for g in step_grads]
        optimizer.apply(step_grads, variables)
        updates, state = transformation.update(step_grads, state, params)
        params = optax.apply_updates(params, updates)
    for variable, expected in zip(variables, params, strict=True):
        np.testing.assert_allclose(variable.numpy(), expected, rtol=1e-6)
    assert int(optimizer.iterations) == 10


def test_it_can_be_compiled_and_saved():
    optimizer = OptaxOptimizer(optax.adam(0.1))
    weight = Variable([1.0, 2.0])
    optimizer.build([weight])
    memory = [v.value for v in optimizer.variables]
    step = jax.jit(optimizer.stateless_apply)
    _, memory = step(memory, [jnp.ones(2)], [weight.value])
    optimizer.state = optimizer.unflatten(memory)
    store = {}
    optimizer.save_own_variables(store)
    again = OptaxOptimizer(optax.adam(0.1))
    again.build([weight])
    again.load_own_variables(store)
    assert int(again.iterations) == 1
    assert jax.tree.structure(again.state) == jax.tree.structure(optimizer.state)


def test_an_injected_rate_can_be_read_and_set():
    optimizer = OptaxOptimizer(
        optax.chain(optax.clip(1.0), optax.inject_hyperparams(optax.sgd)(0.5))
    )
    weight = Variable([1.0])
    optimizer.build([weight])
    assert float(optimizer.learning_rate) == 0.5
    optimizer.learning_rate = 0.25
    optimizer.apply([jnp.ones(1)])
    assert weight.numpy().tolist() == [0.75]


def test_a_hidden_rate_is_explained():
    optimizer = OptaxOptimizer(optax.adam(0.1))
    assert not hasattr(optimizer, "learning_rate")
    with pytest.raises(TypeError, match="keeps its learning rate to itself"):
        optimizer.learning_rate = 0.1


def test_it_cannot_be_described():
    with pytest.raises(ValueError, match="is made of functions of optax"):
        OptaxOptimizer(optax.adam(0.1)).get_config()


def test_only_transformations_are_accepted():
    with pytest.raises(ValueError, match="OptaxOptimizer received str"):
        OptaxOptimizer("adam")
