"""Builds the same layer in kit and in Keras and compares all that users can see."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import layers

keras = pytest.importorskip("keras")


def numbers(*shape, seed=0):
    """Normally distributed inputs."""
    return np.random.default_rng(seed).normal(size=shape).astype("float32")


def pair(name, *args, **kwargs):
    """The layer of kit and that of Keras."""
    return getattr(layers, name)(*args, **kwargs), getattr(keras.layers, name)(
        *args, **kwargs
    )


def share_weights(ours, theirs, x, positive=False):
    """Build both, and give both the same random weights."""
    for layer in (ours, theirs):
        if not layer.built:
            layer.build(x.shape)
    rng = np.random.default_rng(1)
    weights = [rng.normal(size=w.shape).astype(w.dtype) for w in theirs.weights]
    weights = [np.abs(w) + 0.5 if positive else w for w in weights]
    ours.set_weights(weights)
    theirs.set_weights(ours.get_weights())


def check(name, arguments, x, tolerance=1e-5, positive=False):
    """Compare signature, weights, outputs, shapes, gradients, configs and masking."""
    ours, theirs = pair(name, **arguments)
    check_signature(name)
    check_configs(ours, theirs)
    share_weights(ours, theirs, x, positive)
    assert described(ours.weights) == described(theirs.weights)
    check_outputs(ours, theirs, x, tolerance)
    assert ours.supports_masking == theirs.supports_masking
    return ours, theirs


def described(weights):
    return [(w.name, tuple(w.shape), str(w.dtype), w.trainable) for w in weights]


def check_signature(name):
    """Same arguments, in the same order, with the same defaults."""
    ours, theirs = getattr(layers, name), getattr(keras.layers, name)
    assert defaults_of(ours) == defaults_of(theirs)


def defaults_of(cls):
    parameters = inspect.signature(cls.__init__).parameters.values()
    return [(parameter.name, parameter.default) for parameter in parameters]


def check_outputs(ours, theirs, x, tolerance=1e-5):
    """Compare shapes, outputs and gradients by inputs and trainable weights."""
    sizes = x.shape[1:]
    shape = ours.compute_output_shape((None, *sizes))
    assert shape == tuple(theirs.compute_output_shape((None, *sizes)))
    got, wanted = evaluate(ours, x, shape), evaluate(theirs, x, shape)
    assert got[0].shape[1:] == shape[1:]
    assert got[0].dtype == wanted[0].dtype
    for one, other in zip(got, wanted, strict=True):
        scale = max(np.abs(other).max(), 1)
        np.testing.assert_allclose(one / scale, other / scale, atol=tolerance)


def evaluate(layer, x, shape):
    """[outputs, gradients of sum(outputs * direction) by inputs and weights]."""
    direction = numbers(len(x), *shape[1:], seed=2)
    trainable, fixed = (
        [jnp.asarray(v.value) for v in variables]
        for variables in (layer.trainable_variables, layer.non_trainable_variables)
    )

    def loss(inputs, weights):
        outputs = layer.stateless_call(weights, fixed, inputs)[0]
        return jnp.sum(outputs * direction), outputs

    run = jax.jit(jax.value_and_grad(loss, (0, 1), has_aux=True))
    (_, outputs), gradients = run(jnp.asarray(x), trainable)
    return [np.asarray(array) for array in (outputs, *jax.tree.leaves(gradients))]


def check_configs(ours, theirs):
    """Either library can read what the other one writes."""
    own = ours.get_config()
    kept = type(ours).from_config(own).get_config()
    assert plain(kept) == plain(own)
    read_by_keras = type(theirs).from_config(own)
    assert comparable(read_by_keras, own) == comparable(theirs, own)
    read_by_kit = type(ours).from_config(theirs.get_config())
    assert plain(read_by_kit.get_config()) == plain(own)


def plain(config):
    """Tuples as lists, and without the name, which may be new."""
    if isinstance(config, dict):
        return {key: plain(value) for key, value in config.items() if key != "name"}
    if isinstance(config, list | tuple):
        return [plain(value) for value in config]
    return config


def comparable(layer, like):
    return {k: v for k, v in plain(layer.get_config()).items() if k in like}
