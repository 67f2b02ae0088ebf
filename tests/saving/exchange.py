"""Sending models between kit and Keras through files, for the tests of this folder."""

import jax
import numpy as np

from kit.saving.files import load_model


def arrays_like(model, samples=4):
    """Inputs for a model of kit or Keras, of random small numbers."""
    generator = np.random.default_rng(0)

    def make(tensor):
        shape = [samples, *(3 if n is None else n for n in tensor.shape[1:])]
        if "int" in str(tensor.dtype):
            return generator.integers(0, 5, shape).astype("int32")
        return generator.normal(size=shape).astype("float32")

    made = [make(tensor) for tensor in model.inputs]
    return made[0] if len(made) == 1 else made


def predictions(model, x):
    """All outputs as a list of arrays."""
    outputs = model.predict(x, verbose=0)
    return [np.asarray(leaf) for leaf in jax.tree.leaves(outputs)]


def assert_same_predictions(one, other, x):
    for mine, theirs in zip(predictions(one, x), predictions(other, x), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-5)


def assert_goes_both_ways(keras, keras_model, folder):
    """Keras writes, kit reads and writes, Keras reads: all predict the same."""
    x = arrays_like(keras_model)
    keras_model.save(folder / "by_keras.keras")
    mine = load_model(folder / "by_keras.keras")
    assert_same_predictions(mine, keras_model, x)
    mine.save(folder / "by_kit.keras")
    back = keras.models.load_model(folder / "by_kit.keras")
    assert_same_predictions(back, keras_model, x)
    return mine, back
