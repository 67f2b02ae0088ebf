"""Orthogonal: an initializer whose matrix keeps the length of every vector.

Recurrent layers start with it, because they apply the same matrix again and again.
"""

import math
from collections.abc import Sequence

import numpy as np

from kit.initializers.initializer import RandomInitializer, normal, number_format
from kit.serialization import register


@register("keras.initializers", "OrthogonalInitializer")
class Orthogonal(RandomInitializer):
    """Draws a random matrix whose columns, or rows, are orthogonal.

        W.T @ W = gain**2 * I    if it has at least as many rows as columns
        W @ W.T = gain**2 * I    otherwise

    A shape with more than two axes is filled as the matrix that has all axes but the
    last as its rows.

    Args:
        gain: The length of the columns or rows.
        seed: A whole number that chooses the numbers, or None.

    >>> w = Orthogonal(seed=1)((3, 3))
    >>> bool(np.allclose(w.T @ w, np.eye(3), atol=1e-6))
    True
    """

    def __init__(self, gain: float = 1.0, seed: int | None = None):
        super().__init__(seed)
        self.gain = gain

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return random numbers of this shape.

        Raises:
            ValueError: If the shape has fewer than two axes.
        """
        if len(shape) < 2:
            raise ValueError(
                f"Orthogonal cannot fill the shape {tuple(shape)}.\n"
                "Expected two axes or more, because it makes a matrix.\n"
                "Choose another initializer, for example GlorotUniform."
            )
        rows, columns = math.prod(shape[:-1]), shape[-1]
        tall = (max(rows, columns), min(rows, columns))
        q, r = np.linalg.qr(normal(self.generator(), tall))
        q = q * np.sign(np.diag(r))  # else the signs would not be evenly distributed
        if rows < columns:
            q = q.T
        return (self.gain * q).reshape(shape).astype(number_format(dtype))

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        return {"gain": self.gain, **super().get_config()}
