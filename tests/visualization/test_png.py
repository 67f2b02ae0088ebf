import base64
import io

import numpy as np
import pytest

from kit.visualization.png import as_bytes, png_bytes, png_data_uri


def decode(content):
    """Read a PNG with Pillow."""
    image = pytest.importorskip("PIL.Image")
    return np.asarray(image.open(io.BytesIO(content)))


@pytest.mark.parametrize("shape", [(28, 28), (1, 1), (3, 7), (5, 4, 3), (6, 2, 4)])
def test_pillow_reads_back_every_pixel(shape):
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    np.testing.assert_array_equal(decode(png_bytes(pixels)), pixels)


def test_a_single_channel_is_gray():
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4, 1)
    np.testing.assert_array_equal(decode(png_bytes(pixels)), pixels[..., 0])


def test_not_contiguous_arrays():
    pixels = np.arange(30, dtype=np.uint8).reshape(5, 6)[::-1, ::2]
    np.testing.assert_array_equal(decode(png_bytes(pixels)), pixels)


def test_data_uri_holds_the_same_bytes():
    pixels = np.eye(4, dtype=np.uint8)
    head, _, body = png_data_uri(pixels).partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == png_bytes(pixels)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ([[0.0, 1.0]], [[0, 255]]),
        ([[0.0, 127.6]], [[0, 128]]),
        ([[-1.0, 300.0]], [[0, 255]]),
        ([[0, 1]], [[0, 1]]),
        ([[-5, 999]], [[0, 255]]),
        ([[True, False]], [[255, 0]]),
        ([[np.nan, 0.5]], [[0, 128]]),
    ],
)
def test_as_bytes(image, expected):
    assert as_bytes(np.array(image)).tolist() == expected


@pytest.mark.parametrize("shape", [(4,), (2, 28, 28), (0, 3), (2, 2, 2), (1, 2, 2, 3)])
def test_other_shapes_are_refused(shape):
    with pytest.raises(ValueError, match="is not an image"):
        png_bytes(np.zeros(shape))
