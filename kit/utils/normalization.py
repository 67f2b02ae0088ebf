"""Vectors of length 1, for data that is compared by direction."""

import numpy as np
from numpy.typing import ArrayLike


def normalize(x: ArrayLike, axis: int = -1, order: int = 2) -> np.ndarray:
    """Divide every vector along an axis by its length.

        x / (sum(|x|**order) ** (1 / order))

    Args:
        x: Numbers of any shape; the result has the same shape.
        axis: The axis along which a vector lies.
        order: What length means: 2 is the usual one, 1 the sum of absolute values.

    A vector of zeros stays as it is.

    >>> normalize([[3.0, 4.0], [0.0, 0.0]]).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    x = np.atleast_1d(x)
    lengths = np.linalg.norm(x, order, axis, keepdims=True)
    return x / np.where(lengths == 0, 1, lengths)
