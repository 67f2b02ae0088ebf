"""Flips, rotations, shifts, zooms: fixed ones against Keras, random ones by rates."""

import itertools

import numpy as np
import pytest

from kit.layers import RandomFlip, RandomRotation, RandomTranslation, RandomZoom
from tests.layers.keras_parity import numbers, pair

IMAGES = numbers(2, 7, 6, 2)
# Limits that leave nothing to chance
FIXED = [
    ("RandomRotation", ((0.1, 0.1),)),
    ("RandomTranslation", ((0.2, 0.2), (-0.3, -0.3))),
    ("RandomZoom", ((0.3, 0.3), (-0.25, -0.25))),
    ("RandomZoom", ((0.3, 0.3),)),
]
MODES = [("reflect", "bilinear"), ("wrap", "nearest"), ("constant", "bilinear")]


@pytest.mark.parametrize(
    ("fixed", "modes"), [*itertools.product(FIXED, MODES), (FIXED[0], ("nearest",) * 2)]
)
def test_a_fixed_change_is_that_of_keras(fixed, modes):
    name, factors = fixed
    fill_mode, interpolation = modes
    ours, theirs = pair(
        name, *factors, fill_mode=fill_mode, interpolation=interpolation, fill_value=7.0
    )
    wanted = np.asarray(theirs(IMAGES, training=True))
    np.testing.assert_allclose(ours(IMAGES, training=True), wanted, atol=1e-4)


@pytest.mark.parametrize("mode", ["horizontal", "vertical", "horizontal_and_vertical"])
def test_each_flip_happens_half_of_the_time(mode):
    image = np.arange(4.0).reshape(1, 2, 2, 1)
    outputs = RandomFlip(mode, seed=1)(np.repeat(image, 4000, 0), training=True)
    outputs = np.asarray(outputs)[..., 0]
    flipped_columns = (outputs[:, 0, 0] % 2 == 1).mean()
    flipped_rows = (outputs[:, 0, 0] >= 2).mean()
    assert flipped_columns == pytest.approx(0.5 * ("horizontal" in mode), abs=0.03)
    assert flipped_rows == pytest.approx(0.5 * ("vertical" in mode), abs=0.03)
    pictures = {tuple(picture.ravel()) for picture in outputs}
    assert len(pictures) == (4 if "and" in mode else 2)


def test_a_quarter_turn_is_counter_clockwise():
    image = numbers(1, 5, 5, 1)
    turned = RandomRotation((0.25, 0.25))(image, training=True)
    np.testing.assert_allclose(turned[0], np.rot90(image[0]), atol=1e-4)


def test_shifts_are_spread_evenly_between_the_limits():
    """The brightest pixel of a 1 x 101 image tells how far it was moved."""
    image = np.zeros((1000, 1, 101, 1))
    image[:, 0, 50] = 1
    layer = RandomTranslation(0.0, (-0.2, 0.4), "constant", "nearest", seed=1)
    places = np.asarray(layer(image, training=True))[:, 0, :, 0].argmax(1) - 50
    assert places.min() >= -21 and places.max() <= 41
    assert abs(places.mean() - 10.1) < 2 and abs(places.std() - 60.6 / 12**0.5) < 1.5


def test_zoom_keeps_proportions_unless_told():
    image = np.ones((200, 9, 9, 1))
    kept = RandomZoom((0.0, 1.0), fill_mode="constant", seed=1)(image, training=True)
    kept = np.asarray(kept)[..., 0]
    np.testing.assert_allclose(kept, kept.transpose(0, 2, 1), atol=1e-5)
    free = RandomZoom((0.0, 1.0), (0.0, 1.0), fill_mode="constant", seed=1)
    free = np.asarray(free(image, training=True))[..., 0]
    assert np.abs(free - free.transpose(0, 2, 1)).max() > 0.1


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: RandomFlip("diagonal"), "mode='diagonal' is not available"),
        (lambda: RandomRotation(2), "factor=2 is not a range"),
        (lambda: RandomZoom(0.1, 1.5), "width_factor=1.5"),
        (lambda: RandomRotation(0.1, fill_mode="mirror"), "fill_mode='mirror'"),
        (lambda: RandomRotation(0.1, interpolation="cubic"), "interpolation='cubic'"),
    ],
)
def test_mistakes_are_explained(make, part):
    with pytest.raises(ValueError, match=part):
        make()
