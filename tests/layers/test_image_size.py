"""Resizing and cropping against Keras; random crops by where they land."""

import numpy as np
import pytest

from kit.layers import CenterCrop, RandomCrop, Resizing
from tests.layers.keras_parity import check, keras, numbers

IMAGES = numbers(2, 8, 9, 2)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Resizing", {"height": 5, "width": 12}),
        ("Resizing", {"height": 5, "width": 12, "crop_to_aspect_ratio": True}),
        ("Resizing", {"height": 5, "width": 12, "pad_to_aspect_ratio": True}),
        (
            "Resizing",
            {
                "height": 12,
                "width": 5,
                "pad_to_aspect_ratio": True,
                "fill_value": 2.0,
                "interpolation": "nearest",
            },
        ),
        ("Resizing", {"height": 4, "width": 3, "antialias": True}),
        ("CenterCrop", {"height": 4, "width": 5}),
        ("CenterCrop", {"height": 12, "width": 5}),
    ],
)
def test_same_as_keras(name, arguments):
    check(name, arguments, IMAGES, tolerance=2e-5)


@pytest.mark.parametrize("images", [IMAGES, IMAGES[0]])
def test_whole_numbers_stay_whole(images):
    pixels = (100 * images + 128).clip(0, 255).astype("uint8")
    for interpolation in ("bilinear", "bicubic"):
        ours = Resizing(5, 12, interpolation)(pixels)
        theirs = keras.layers.Resizing(5, 12, interpolation)(pixels)
        assert ours.dtype == "uint8"
        np.testing.assert_array_equal(ours, theirs)


def test_random_crops_land_everywhere_equally():
    places = np.arange(12.0).reshape(1, 3, 4, 1)
    layer = RandomCrop(2, 2, seed=1)
    outputs = np.asarray(layer(np.repeat(places, 6000, 0), training=True))
    corners, counts = np.unique(outputs[:, 0, 0, 0], return_counts=True)
    assert corners.tolist() == [0, 1, 2, 4, 5, 6]
    assert abs(counts / 6000 - 1 / 6).max() < 0.02
    inside = outputs[:, :, :, 0] - outputs[:, :1, :1, 0]
    assert (inside == [[0, 1], [4, 5]]).all()


def test_a_crop_of_full_size_is_the_image():
    np.testing.assert_array_equal(RandomCrop(8, 9)(IMAGES, training=True), IMAGES)


@pytest.mark.parametrize(("size", "training"), [((4, 4), False), ((12, 6), True)])
def test_otherwise_images_are_cut_and_resized(size, training):
    wanted = keras.layers.Resizing(*size, crop_to_aspect_ratio=True)(IMAGES)
    outputs = RandomCrop(*size)(IMAGES, training=training)
    np.testing.assert_allclose(outputs, wanted, atol=1e-5)


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="height=0 is not a size"):
        CenterCrop(0, 3)
    with pytest.raises(ValueError, match="interpolation='area'"):
        Resizing(3, 3, "area")
    with pytest.raises(ValueError, match="fill_mode='wrap'"):
        Resizing(3, 3, fill_mode="wrap")
    with pytest.raises(ValueError, match="not both"):
        Resizing(3, 3, crop_to_aspect_ratio=True, pad_to_aspect_ratio=True)
