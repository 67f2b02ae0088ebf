"""What image layers share: ranges of factors, one image or many, training or not."""

import jax
import numpy as np
import pytest

from kit import layers
from kit.layers.image_layer import factor_limits, one_of, value_limits
from kit.models import Sequential
from tests.layers.keras_parity import check_configs, check_signature, numbers, pair

RANDOM = {
    "RandomFlip": {"mode": "horizontal"},
    "RandomRotation": {"factor": 0.2},
    "RandomTranslation": {"height_factor": 0.2, "width_factor": (-0.1, 0.3)},
    "RandomZoom": {"height_factor": 0.2},
    "RandomContrast": {"factor": (0.2, 0.3)},
    "RandomBrightness": {"factor": 0.2},
    "RandomCrop": {"height": 6, "width": 5},
}
IMAGES = (128 + 30 * numbers(4, 8, 9, 3)).clip(0, 255)


def make(name):
    return getattr(layers, name)(**RANDOM[name], seed=1)


@pytest.mark.parametrize("name", RANDOM)
def test_arguments_are_those_of_keras(name):
    check_signature(name)
    ours, theirs = pair(name, **RANDOM[name], seed=1)
    check_configs(ours, theirs)
    assert ours.supports_masking == theirs.supports_masking


@pytest.mark.parametrize("name", RANDOM)
def test_every_image_gets_its_own_change(name):
    same = np.repeat(IMAGES[:1], 40, axis=0)
    outputs = np.asarray(make(name)(same, training=True))
    different = {image.tobytes() for image in outputs}
    assert len(different) >= (2 if name == "RandomFlip" else 10)


@pytest.mark.parametrize("name", RANDOM)
def test_more_images_do_not_change_the_first_ones(name):
    few, many = make(name)(IMAGES[:2], training=True), make(name)(IMAGES, training=True)
    np.testing.assert_array_equal(few, many[:2])


@pytest.mark.parametrize("name", RANDOM)
def test_each_run_draws_anew_and_is_pure(name):
    layer = make(name)
    one, two = (np.asarray(layer(IMAGES, training=True)) for _ in "ab")
    assert one.shape == layer.compute_output_shape(IMAGES.shape)
    assert np.any(one != two)
    again = jax.jit(
        lambda key, x: layer.stateless_call([], [key], x, training=True)[0]
    )(np.array([1, 0], "uint32"), IMAGES)
    np.testing.assert_allclose(again, one, atol=0.01)


@pytest.mark.parametrize("name", RANDOM)
def test_one_image_alone(name):
    layer = make(name)
    assert layer(IMAGES[0]).shape == layer.compute_output_shape(IMAGES[0].shape)


def test_changes_happen_where_nobody_says_training():
    layer = make("RandomBrightness")
    model = Sequential([layers.Input((8, 9, 3)), layer])
    assert np.any(np.asarray(layer(IMAGES)) != IMAGES)
    assert np.any(np.asarray(model(IMAGES)) != IMAGES)
    np.testing.assert_array_equal(model(IMAGES, training=False), IMAGES)
    np.testing.assert_array_equal(model.predict(IMAGES, verbose=0), IMAGES)


def test_pixels_become_real_numbers():
    pixels = IMAGES.astype("uint8")
    for name in RANDOM:
        for training in (False, True):
            assert make(name)(pixels, training=training).dtype == "float32"


def test_limits():
    assert factor_limits(0.3, "factor") == (-0.3, 0.3)
    assert factor_limits((0.3, 0.1), "factor") == (0.1, 0.3)
    assert value_limits([1, 0]) == [0, 1]


@pytest.mark.parametrize("factor", [1.5, (0.1, 2), (0.1,), "0.1", None])
def test_mistakes_are_explained(factor):
    with pytest.raises(ValueError, match="is not a range of change"):
        factor_limits(factor, "factor")


def test_more_mistakes_are_explained():
    with pytest.raises(ValueError, match="value_range=255 is not a range"):
        value_limits(255)
    with pytest.raises(ValueError, match='Did you mean "nearest"'):
        one_of("nerest", "fill_mode", ("nearest", "wrap"))
    with pytest.raises(ValueError, match="at least 3 axes"):
        make("RandomFlip")(np.ones((2, 3)))
    with pytest.raises(ValueError, match="channels_first"):
        layers.RandomFlip(data_format="channels_first")
