"""Dropout and its spatial forms: against Keras outside training, else by rates."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.layers import Dropout, SpatialDropout1D, SpatialDropout2D
from tests.layers.keras_parity import check, numbers


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("Dropout", (2, 5), {"noise_shape": (None, 1), "seed": 3}),
        ("Dropout", (2, 5), {"rate": 0.0}),
        ("SpatialDropout1D", (2, 5, 3), {}),
        ("SpatialDropout2D", (2, 5, 4, 3), {}),
        ("SpatialDropout3D", (2, 5, 4, 2, 3), {}),
    ],
)
def test_same_as_keras_outside_training(name, shape, arguments):
    ours, theirs = check(name, {"rate": 0.3, **arguments}, numbers(*shape))
    assert hasattr(ours, "seed_generator") == hasattr(theirs, "seed_generator")


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_a_share_is_dropped_and_the_mean_stays(rate):
    outputs = np.asarray(Dropout(rate, seed=1)(np.ones((200, 500)), training=True))
    kept = outputs != 0
    spread = np.sqrt(rate * (1 - rate) / outputs.size)
    assert abs(1 - rate - kept.mean()) < 4 * spread
    np.testing.assert_allclose(outputs[kept], 1 / (1 - rate), rtol=1e-6)
    assert abs(outputs.mean() - 1) < 4 * spread / (1 - rate)


def test_neighbours_rows_and_steps_are_independent():
    layer = Dropout(0.5, seed=1)
    one, two = (np.asarray(layer(np.ones((300, 300)), training=True)) for _ in "ab")
    for a, b in ((one[1:], one[:-1]), (one[:, 1:], one[:, :-1]), (one, two)):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 0.02


def test_the_seed_decides():
    x = np.ones((4, 50))
    one, two, other = (Dropout(0.5, seed=n)(x, training=True) for n in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert np.any(one != other)


def test_more_rows_do_not_change_the_first_ones():
    small, large = (
        Dropout(0.5, seed=1)(np.ones((n, 9)), training=True) for n in (3, 8)
    )
    np.testing.assert_array_equal(small, large[:3])


def test_the_gradient_passes_where_numbers_were_kept():
    layer = Dropout(0.5, seed=1)
    key = [layer.seed_generator.state.value]
    x = jnp.ones((3, 20))
    outputs, after = layer.stateless_call([], key, x, training=True)
    gradient = jax.grad(
        lambda x: layer.stateless_call([], key, x, training=True)[0].sum()
    )(x)
    np.testing.assert_array_equal(gradient, outputs)
    assert after[0].tolist() == [1, 1]  # the next call draws other numbers


def test_noise_shape_ties_numbers_together():
    x = np.ones((4, 7, 6))
    outputs = np.asarray(Dropout(0.5, (None, 1, 6), seed=1)(x, training=True))
    assert (outputs == outputs[:, :1]).all()
    assert 0 < (outputs[:, 0] == 0).mean() < 1


def test_spatial_dropout_drops_whole_channels():
    for layer, x in (
        (SpatialDropout1D(0.5, seed=1), np.ones((8, 5, 20))),
        (SpatialDropout2D(0.5, seed=1), np.ones((8, 3, 4, 20))),
    ):
        channels = np.asarray(layer(x, training=True)).reshape(8, -1, 20)
        assert (channels == channels[:, :1]).all()
        assert 0.3 < (channels[:, 0] == 0).mean() < 0.7
        assert (channels[0, 0] != channels[1, 0]).any()


@pytest.mark.parametrize("rate", [-0.1, 1, 1.5, "0.5x", None])
def test_wrong_rates_are_explained(rate):
    with pytest.raises(ValueError) as error:
        Dropout(rate)
    assert str(error.value).splitlines() == [
        f"rate={rate!r} is not a share of units to drop.",
        "Expected a number from 0 up to, but not including, 1.",
        "Write for example rate=0.5 to drop half of them.",
    ]


def test_wrong_noise_shapes_are_explained():
    for wrong in ("ab", 3, (0, 1), (1.5,)):
        with pytest.raises(ValueError, match="is not a shape"):
            Dropout(0.5, noise_shape=wrong)
    with pytest.raises(ValueError, match="has 3 sizes"):
        Dropout(0.5, noise_shape=(None, 1, 1))(np.ones((2, 3)), training=True)
