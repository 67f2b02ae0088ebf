"""Contrast and brightness: fixed changes by their formulas, random ones by ranges."""

import numpy as np
import pytest

from kit.layers import RandomBrightness, RandomContrast
from tests.layers.keras_parity import numbers, pair

IMAGES = np.abs(numbers(3, 5, 4, 2)) * 0.1 + 0.3


def test_fixed_contrast():
    layer = RandomContrast((0.0, 0.0), value_range=(0, 1))
    np.testing.assert_allclose(layer(IMAGES, training=True), IMAGES, atol=1e-6)


def test_contrast_stretches_around_each_channels_mean():
    layer = RandomContrast(0.5, value_range=(-9, 9), seed=1)
    centred = IMAGES - IMAGES.mean((1, 2), keepdims=True)
    images = np.repeat(IMAGES[:1], 2000, 0)
    outputs = np.asarray(layer(images, training=True))
    np.testing.assert_allclose(
        outputs.mean((1, 2)), images.mean((1, 2)), rtol=1e-5
    )  # the means stay
    changes = outputs - outputs.mean((1, 2), keepdims=True)
    strengths = changes[:, 0, 0, 0] / centred[0, 0, 0, 0]
    np.testing.assert_allclose(
        changes, strengths[:, None, None, None] * centred[:1], atol=1e-4
    )
    assert strengths.min() >= 0.5 and strengths.max() <= 1.5
    assert abs(strengths.mean() - 1) < 0.03 and abs(strengths.std() - 12**-0.5) < 0.02


def test_fixed_brightness_is_that_of_keras():
    for factor in (0.2, -0.1):
        ours, theirs = pair("RandomBrightness", (factor, factor), value_range=(0, 1))
        np.testing.assert_allclose(
            ours(IMAGES, training=True), theirs(IMAGES, training=True), atol=1e-6
        )


def test_brightness_is_spread_evenly():
    layer = RandomBrightness(0.3, seed=1)
    outputs = np.asarray(layer(np.full((2000, 1, 1, 1), 100.0), training=True))
    changes = (outputs.ravel() - 100) / 255
    assert changes.min() >= -0.3 and changes.max() <= 0.3
    assert abs(changes.mean()) < 0.015 and abs(changes.std() - 0.6 / 12**0.5) < 0.01


def test_values_stay_in_their_range():
    for layer in (RandomBrightness(1.0, (0, 1)), RandomContrast(1.0, (0, 1))):
        outputs = np.asarray(layer(np.linspace(0, 1, 500).reshape(50, 5, 2, 1)))
        assert outputs.min() >= 0 and outputs.max() <= 1


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="factor=\\(-0.1, -0.1\\) is not a range"):
        RandomContrast(-0.1)
    with pytest.raises(ValueError, match="factor=2 is not a range"):
        RandomBrightness(2)
    with pytest.raises(ValueError, match="value_range=3"):
        RandomBrightness(0.1, value_range=3)
