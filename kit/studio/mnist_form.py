"""The form of MNIST: how a drawing becomes a picture like those of the data set.

A network has only seen digits that were prepared in this way, so a drawing that is
not would be read badly however clear it is.
"""

from typing import Any

import numpy as np

FIELD = 28
_BOX = 20
_MIDDLE = 14  # the row and column that the centre of mass comes to


def mnist_form(ink: Any) -> np.ndarray:
    """Scale and centre a drawing as the digits of MNIST were.

    The ink is scaled until its longer side is 20 pixels, and put into a field of 28 by
    28 so that its centre of mass is in the middle:

        row = sum(i * ink[i, j]) / sum(ink[i, j]) = 14, to the nearest whole pixel

    Args:
        ink: Image of any size, from 0 (paper) to 255 (ink).

    Returns:
        uint8, (28, 28); empty paper stays empty.

    >>> ink = np.zeros((280, 280), np.uint8)
    >>> ink[20:120, 30:50] = 255  # a 1 in a corner of the pad
    >>> rows, columns = np.nonzero(mnist_form(ink))
    >>> int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())
    (4, 23, 12, 15)
    """
    ink = _image(ink)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    field = np.zeros((FIELD, FIELD), np.uint8)
    if not len(rows):
        return field
    box = _scaled(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    height, width = box.shape
    weights = box.astype(float) / max(box.sum(), 1)
    middle_row = (weights.sum(axis=1) * np.arange(height)).sum()
    middle_column = (weights.sum(axis=0) * np.arange(width)).sum()
    top = int(np.clip(round(_MIDDLE - middle_row), 0, FIELD - height))
    left = int(np.clip(round(_MIDDLE - middle_column), 0, FIELD - width))
    field[top : top + height, left : left + width] = box
    return field


def shrunk(ink: Any) -> np.ndarray:
    """Make a drawing 28 by 28 as it is, neither centred nor scaled to a box.

    >>> shrunk(np.full((280, 280), 255, np.uint8)).min()
    np.uint8(255)
    """
    return _resized(_image(ink), FIELD, FIELD)


def _scaled(box: np.ndarray) -> np.ndarray:
    """Scale until the longer side is 20 pixels; the shape of the ink stays."""
    height, width = box.shape
    scale = _BOX / max(height, width)
    return _resized(box, max(1, round(scale * width)), max(1, round(scale * height)))


def _resized(image: np.ndarray, width: int, height: int) -> np.ndarray:
    from PIL import Image

    # Each new pixel is a mean over all the old ones that it covers.
    size, filter_ = (width, height), Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(image).resize(size, filter_))


def _image(ink: Any) -> np.ndarray:
    ink = np.asarray(ink)
    if ink.ndim == 2 and ink.size and ink.dtype == np.uint8:
        return ink
    raise ValueError(
        f"An array of shape {ink.shape} and type {ink.dtype} is no drawing.\n"
        "Expected (height, width) and uint8, from 0 (paper) to 255 (ink).\n"
        "Pass one image, such as x_test[0]."
    )
