"""Policies: what is computed in bfloat16 and kept in float32, against Keras."""

import jax.numpy as jnp
import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import random_inputs  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")

POLICY = "mixed_bfloat16"


def reader(library):
    """Recurrent and plain layers in bfloat16, an output in float32."""
    options = {"dtype": POLICY}
    return library.Sequential(
        [
            library.Input((6, 4)),
            library.layers.Dense(8, activation="relu", **options),
            library.layers.Bidirectional(library.layers.LSTM(5, **options), **options),
            library.layers.Dense(1),
        ]
    )


def test_training_is_near_that_of_keras():
    x, y = random_inputs((64, 6, 4), (64, 1))
    ours, theirs = reader(kit), reader(keras)
    theirs.set_weights(ours.get_weights())
    losses = []
    for library, model in ((kit, ours), (keras, theirs)):
        model.compile(library.optimizers.SGD(0.1), "mse")
        fit = model.fit(x, y, batch_size=16, epochs=3, shuffle=False, verbose=0)
        losses.append(fit.history["loss"])
    np.testing.assert_allclose(*losses, rtol=0.01)
    assert {weight.dtype for weight in ours.weights} == {"float32"}
    assert ours(x).dtype == jnp.float32


@pytest.mark.parametrize(
    "layer",
    [
        layers.Dense(3, dtype=POLICY),
        layers.Embedding(9, 3, dtype=POLICY),
        layers.GRU(3, dtype=POLICY),
        layers.Add(dtype=POLICY),
        layers.Attention(use_scale=True, dtype=POLICY),
        layers.TimeDistributed(layers.Dense(3, dtype=POLICY), dtype=POLICY),
    ],
    ids=lambda layer: type(layer).__name__,
)
def test_outputs_are_in_bfloat16(layer):
    x = random_inputs((2, 5, 4))
    several = isinstance(layer, layers.Add | layers.Attention)
    inputs = [x, x] if several else np.abs(x[..., 0]) if layer.name[:3] == "emb" else x
    assert layer(inputs).dtype == jnp.bfloat16
    assert {weight.dtype for weight in layer.weights} <= {"float32"}


def test_a_layer_inside_keeps_its_own_format():
    inner = layers.Dense(3, kernel_initializer="he_normal")
    around = layers.TimeDistributed(inner, dtype=POLICY)
    x = np.round(random_inputs((2, 5, 4)) * 4) / 4  # exact in bfloat16
    np.testing.assert_array_equal(around(x), inner(x))
    assert around(x).dtype == jnp.float32
