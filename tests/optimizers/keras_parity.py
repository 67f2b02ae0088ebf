"""Runs kit and Keras side by side from the same weights and gradients."""

import jax
import jax.numpy as jnp
import numpy as np

from kit import optimizers
from kit.variables import Variable

SHAPES = [(4, 3), (3,)]
NAMES = ["kernel", "bias"]


def start(seed=0):
    """Weights and ten lists of gradients, drawn once for both sides."""
    rng = np.random.default_rng(seed)
    weights = [rng.normal(size=s).astype("float32") for s in SHAPES]
    grads = [[rng.normal(size=s).astype("float32") for s in SHAPES] for _ in range(10)]
    return weights, grads


def first_step(optimizer, gradient):
    """Return the change of weights that are zero, and the arrays kept after it."""
    params = [np.zeros(gradient.shape, "float32")]
    grads = [gradient.astype("float32")]
    updates, state = optimizer.update(grads, optimizer.init(params), params)
    return updates[0], state["slots"]


def changes(optimizer, grads):
    """Return the change of the first parameter in every step; also for optax."""
    params = [jnp.ones_like(g) for g in grads[0]]
    state = optimizer.init(params)
    history = []
    for step_grads in grads:
        updates, state = optimizer.update(step_grads, state, params)
        params = [p + u for p, u in zip(params, updates, strict=True)]
        history.append(np.asarray(updates[0]))
    return history


def run_keras(name, arguments, prepare=None, constraint=None, steps=10):
    """Return Keras's optimizer, and its weights and memory after every step."""
    import keras

    weights, grads = start()
    optimizer = getattr(keras.optimizers, name, None)
    if optimizer is None:
        from keras.src.optimizers.lamb import Lamb as optimizer
    optimizer = optimizer(**arguments)
    variables = [keras.Variable(w, name=n) for w, n in zip(weights, NAMES, strict=True)]
    for variable in variables:
        variable.constraint = constraint
    if prepare:
        prepare(optimizer)
    return optimizer, *_steps(optimizer, variables, grads[:steps])


def run_kit(name, arguments, prepare=None, constraint=None, steps=10):
    """Return kit's optimizer, and its weights and memory after every step."""
    weights, grads = start()
    optimizer = getattr(optimizers, name)(**arguments)
    variables = [
        Variable(w, name=n, constraint=constraint)
        for w, n in zip(weights, NAMES, strict=True)
    ]
    if prepare:
        prepare(optimizer)
    return optimizer, *_steps(optimizer, variables, grads[:steps])


def _steps(optimizer, variables, grads):
    optimizer.build(variables)
    params = [jnp.asarray(np.array(v.value)) for v in variables]
    memory = [jnp.asarray(np.array(v.value)) for v in optimizer.variables]
    step = jax.jit(optimizer.stateless_apply)
    history, memories = [], []
    for step_grads in grads:
        step_grads = [jnp.asarray(g) for g in step_grads]
        params, memory = step(memory, step_grads, params)
        history.append([np.asarray(p) for p in params])
        memories.append([np.asarray(m) for m in memory])
    return history, memories


def assert_same(name, arguments, **options):
    """Compare weights and every array of the memory after each of ten steps."""
    theirs, their_history, their_memory = run_keras(name, arguments, **options)
    ours, our_history, our_memory = run_kit(name, arguments, **options)
    for step in range(10):
        tolerance = 1e-5 if step == 0 else 1e-4
        pairs = zip(our_history[step], their_history[step], strict=True)
        for our, their in pairs:
            np.testing.assert_allclose(our, their, rtol=tolerance, atol=1e-6)
        pairs = zip(our_memory[step], their_memory[step], strict=True)
        for our, their in pairs:
            assert our.dtype == their.dtype
            np.testing.assert_allclose(our, their, rtol=tolerance, atol=1e-6)
    return ours, theirs
