"""Turns arrays into PNG images with nothing but zlib.

Stands below every picture with pixels: an image becomes a `data:` address that an
SVG picture can hold.
"""

import base64
import struct
import zlib

import numpy as np

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOR_TYPES = {1: 0, 3: 2, 4: 6}  # channels -> PNG's number for gray, RGB, RGBA


def as_bytes(image) -> np.ndarray:
    """Return an image as whole numbers 0..255.

    Integers are taken as 0..255. Real numbers are taken as 0..1 if none is larger
    than 1, otherwise as 0..255. Values outside are cut off; NaN becomes 0.

    >>> as_bytes([[0.0, 0.5, 1.0]]).tolist()
    [[0, 128, 255]]
    """
    values = np.asarray(image)
    if values.dtype == np.uint8:
        return values
    if values.dtype == bool:
        return values.astype(np.uint8) * 255
    is_real = values.dtype.kind not in "iu"
    values = np.nan_to_num(values.astype(float), posinf=255.0, neginf=0.0)
    if is_real and values.size and values.max() <= 1:
        values = values * 255
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def png_bytes(image) -> bytes:
    """Return an image as the bytes of a PNG file.

    Args:
        image: Array of shape `(height, width)` or `(height, width, channels)` with 1
            (gray), 3 (red, green, blue) or 4 (and opacity) channels; see `as_bytes`.

    Raises:
        ValueError: If the array has another shape.

    >>> png_bytes(np.zeros((28, 28), np.uint8))[1:4]
    b'PNG'
    """
    pixels = as_bytes(image)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    if pixels.ndim != 3 or pixels.shape[2] not in _COLOR_TYPES or pixels.size == 0:
        raise ValueError(
            f"An array of shape {np.shape(image)} is not an image.\n"
            "Expected (height, width) or (height, width, channels) with 1, 3 or 4 "
            "channels.\n"
            "Pass one image, for example `x_train[0]`, not a whole batch."
        )
    height, width, channels = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOR_TYPES[channels], 0, 0, 0)
    # Each row starts with a byte that names its filter: 0 means none.
    rows = np.zeros((height, 1 + width * channels), np.uint8)
    rows[:, 1:] = pixels.reshape(height, width * channels)
    return (
        _SIGNATURE
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))
        + _chunk(b"IEND", b"")
    )


def png_data_uri(image) -> str:
    """Return an image as a `data:` address for `<img src=...>` or an SVG `<image>`.

    Args:
        image: As in `png_bytes`.

    >>> png_data_uri(np.zeros((2, 2), np.uint8))[:22]
    'data:image/png;base64,'
    """
    return "data:image/png;base64," + base64.b64encode(png_bytes(image)).decode("ascii")


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Return one PNG chunk: length, kind, content, checksum."""
    checksum = zlib.crc32(kind + content)
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
    )
