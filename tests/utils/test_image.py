"""Pictures to arrays and back, compared with Keras's functions."""

import io

import numpy as np
import pytest
from PIL import Image

from kit.utils import array_to_img, img_to_array, load_img, save_img

keras = pytest.importorskip("keras")


def pixels(shape=(12, 20, 3)):
    return np.random.default_rng(1).integers(0, 256, shape).astype("uint8")


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_arrays_and_pictures(channels):
    x = pixels((12, 20, channels))
    img = array_to_img(x, scale=False)
    assert img.mode == {1: "L", 3: "RGB", 4: "RGBA"}[channels]
    found = img_to_array(img)
    assert found.dtype == "float32"
    np.testing.assert_array_equal(found, x)
    np.testing.assert_array_equal(found, keras.utils.img_to_array(img))


def test_scaling_stretches_to_the_whole_range():
    x = np.array([[-1.0, 0.0, 3.0]])[..., None]
    found = img_to_array(array_to_img(x))[0, :, 0]
    assert found.tolist() == [0, 63, 255]  # a quarter of the way: 63.75
    assert img_to_array(array_to_img(np.full((2, 2, 1), 7.0))).max() == 0


def test_deep_gray_keeps_its_values():
    x = np.array([[0, 300, 70000]])[..., None]
    img = array_to_img(x, scale=False)
    assert img.mode == "I"
    np.testing.assert_array_equal(img_to_array(img, dtype="int32"), x)


@pytest.mark.parametrize("mode", ["rgb", "rgba", "grayscale"])
@pytest.mark.parametrize("keep_aspect_ratio", [False, True])
@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "lanczos"])
def test_loading_as_in_keras(tmp_path, mode, keep_aspect_ratio, interpolation):
    path = tmp_path / "picture.png"
    Image.fromarray(pixels()).save(path)
    for target_size in (None, (6, 6), (24, 10)):
        arguments = {
            "color_mode": mode,
            "target_size": target_size,
            "interpolation": interpolation,
            "keep_aspect_ratio": keep_aspect_ratio,
        }
        found = load_img(path, **arguments)
        expected = keras.utils.load_img(path, **arguments)
        assert found.mode == expected.mode
        np.testing.assert_array_equal(np.asarray(found), np.asarray(expected))


def test_deep_gray_is_loaded_as_it_is(tmp_path):
    path = tmp_path / "deep.png"
    Image.fromarray(np.array([[0, 300]], "uint16")).save(path)
    assert np.asarray(load_img(path, "grayscale")).tolist() == [[0, 300]]


def test_saving(tmp_path):
    x = pixels()
    save_img(tmp_path / "a.png", x, scale=False)
    np.testing.assert_array_equal(img_to_array(load_img(tmp_path / "a.png")), x)
    save_img(str(tmp_path / "a.jpg"), pixels((8, 8, 4)))
    assert load_img(str(tmp_path / "a.jpg")).size == (8, 8)
    file = io.BytesIO()
    save_img(file, x, file_format="png")
    assert load_img(file).size == (20, 12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda path: array_to_img(np.zeros((5, 28, 28, 1))), "Take one picture"),
        (lambda path: array_to_img(np.zeros((28, 28))), r"shape \(28, 28\)"),
        (lambda path: array_to_img(np.zeros((28, 28, 2))), r"1, 3 or 4 channels"),
        (lambda path: img_to_array(np.zeros((5, 2, 2, 1))), "one picture"),
        (lambda path: load_img(path, "gray"), "color_mode='gray'"),
        (lambda path: load_img(path, interpolation="linear"), 'mean "bilinear"'),
        (lambda path: load_img(path, "greyscale"), 'Did you mean "grayscale"'),
        (lambda path: array_to_img(pixels(), "channels_first"), "channels_first"),
    ],
)
def test_errors_say_what_to_do(call, message, tmp_path):
    path = tmp_path / "picture.png"
    Image.fromarray(pixels()).save(path)
    with pytest.raises(ValueError, match=message) as caught:
        call(path)
    assert len(str(caught.value).splitlines()) == 3
