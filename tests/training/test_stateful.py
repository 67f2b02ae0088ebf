"""Models with a stateful layer: each batch goes on where the one before ended."""

import numpy as np
import pytest

from kit import Input, Sequential, layers

X = np.random.default_rng(0).normal(size=(6, 8, 3)).astype("float32")


def network(steps, batch=2, stateful=True):
    return Sequential(
        [Input(batch_shape=(batch, steps, 3)), layers.GRU(4, stateful=stateful)]
    )


@pytest.mark.parametrize("eagerly", [False, True])
def test_two_halves_of_a_text_are_predicted_like_the_whole(eagerly):
    whole, half = network(8, stateful=False), network(4)
    half.set_weights(whole.get_weights())
    half.compile(run_eagerly=eagerly)
    wanted = whole.predict(X[:2], verbose=0)
    half.predict(X[:2, :4], verbose=0)
    found = half.predict(X[:2, 4:], verbose=0)
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6)
    half.layers[0].reset_state()
    again = half.predict(X[:2, 4:], verbose=0)
    assert np.abs(again - wanted).max() > 1e-3


def test_batches_go_on_with_the_states_in_training_and_evaluation():
    model = network(8)
    model.compile("sgd", "mse")
    y = np.ones((6, 4))
    model.fit(X, y, batch_size=2, shuffle=False, verbose=0)
    after_training = model.layers[0].states[0].numpy()
    assert np.abs(after_training).max() > 0
    model.evaluate(X, y, batch_size=2, verbose=0)
    assert np.abs(model.layers[0].states[0].numpy() - after_training).max() > 0
    assert model.predict(X, batch_size=2, verbose=0).shape == (6, 4)
