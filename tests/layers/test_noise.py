"""Noise layers: against Keras where nothing is random, else by mean and variance."""

import numpy as np
import pytest

from kit.layers import AlphaDropout, GaussianDropout, GaussianNoise
from tests.layers.keras_parity import check, numbers


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("GaussianNoise", {"stddev": 0.3, "seed": 3}),
        ("GaussianDropout", {"rate": 0.3}),
        ("AlphaDropout", {"rate": 0.3, "noise_shape": (None, 1)}),
    ],
)
def test_same_as_keras_outside_training(name, arguments):
    check(name, arguments, numbers(2, 5))


def drawn(layer, x):
    return np.asarray(layer(x, training=True), "float64")


def test_gaussian_noise_has_its_deviation():
    noise = drawn(GaussianNoise(0.5, seed=1), np.full((300, 300), 2.0)) - 2
    assert abs(noise.mean()) < 4 * 0.5 / 300
    assert abs(noise.std() - 0.5) < 0.01
    assert abs(np.mean(noise < -0.5) - 0.1587) < 0.005  # one deviation below the mean


def test_gaussian_dropout_has_the_variance_of_dropout():
    factor = drawn(GaussianDropout(0.2, seed=1), np.ones((300, 300)))
    assert abs(factor.mean() - 1) < 0.01
    assert abs(factor.var() - 0.2 / 0.8) < 0.01


def test_alpha_dropout_keeps_mean_and_variance():
    x = numbers(300, 300)
    outputs = drawn(AlphaDropout(0.3, seed=1), x)
    assert abs(outputs.mean() - x.mean()) < 0.02
    assert abs(outputs.var() - x.var()) < 0.03
    values, counts = np.unique(outputs, return_counts=True)
    assert abs(counts.max() / outputs.size - 0.3) < 0.01  # those on the floor


def test_strength_zero_changes_nothing_and_needs_no_generator():
    for layer in (GaussianNoise(0), GaussianDropout(0), AlphaDropout(0)):
        assert drawn(layer, np.ones((2, 2))).tolist() == [[1, 1], [1, 1]]
        assert layer.variables == []


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="stddev=2 is not a strength of noise"):
        GaussianNoise(2)
    for kind in (GaussianDropout, AlphaDropout):
        with pytest.raises(ValueError, match="rate=1.0 is not a share"):
            kind(1.0)
