"""Turns samples into small images, where they are images or rows of their pixels."""

import math
from typing import Any

import numpy as np

_FEWEST_PIXELS = 64  # as rows; fewer numbers are more likely measurements


def images_of(x: Any) -> np.ndarray | None:
    """Return samples as images, or None if they are none.

    Rows whose length is a square number are taken as square images, because networks
    without a Flatten layer get their digits in this form.

    Returns:
        Array of shape `(samples, height, width)`, or with 3 or 4 channels at the end.

    >>> images_of(np.zeros((5, 784))).shape, images_of(np.zeros((5, 4)))
    ((5, 28, 28), None)
    """
    x = np.asarray(x) if hasattr(x, "__array__") else None
    if x is None or x.dtype.kind not in "biuf":
        return None
    if x.ndim == 4 and x.shape[-1] == 1:
        return x[..., 0]
    if x.ndim == 3 or (x.ndim == 4 and x.shape[-1] in (3, 4)):
        return x
    if x.ndim == 2 and x.shape[1] >= _FEWEST_PIXELS:
        side = math.isqrt(x.shape[1])
        return x.reshape(len(x), side, side) if side**2 == x.shape[1] else None
    return None


def strip(images: np.ndarray) -> np.ndarray:
    """Put images side by side into one.

    >>> strip(np.zeros((40, 28, 28))).shape
    (28, 1120)
    """
    return np.concatenate(list(images), axis=1)
