"""Initializers without chance: zeros, ones, one constant, the identity matrix.

Biases start with zeros; random initializers suit the other weights.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kit.initializers.initializer import Initializer, number_format
from kit.serialization import register, serialize


@register("keras.initializers", "zero")
class Zeros(Initializer):
    """Fills with 0.

    >>> Zeros()((2, 3)).tolist()
    [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return zeros of this shape."""
        return np.zeros(shape, number_format(dtype))


@register("keras.initializers", "one")
class Ones(Initializer):
    """Fills with 1.

    >>> Ones()((2, 3)).tolist()
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]
    """

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return ones of this shape."""
        return np.ones(shape, number_format(dtype))


@register("keras.initializers")
class Constant(Initializer):
    """Fills with one number, or with the values of an array.

    Args:
        value: A number, or an array of exactly the shape of the weight.

    >>> Constant(0.5)((2,)).tolist()
    [0.5, 0.5]
    """

    def __init__(self, value: Any = 0.0):
        self.value = value

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return the value in this shape."""
        value, shape = np.asarray(self.value), tuple(shape)
        if value.ndim and value.shape != shape:
            raise ValueError(
                f"Constant has shape {value.shape} for a weight of shape {shape}.\n"
                "Expected one number, or an array of the weight's shape.\n"
                "Reshape or transpose the array."
            )
        return np.full(shape, value, number_format(dtype))

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        return {"value": serialize(self.value)}

    @classmethod
    def from_config(cls, config: dict) -> "Constant":
        """Make an initializer from what `get_config` returned."""
        value = config.get("value", 0.0)
        if isinstance(value, dict) and value.get("class_name") == "__numpy__":
            value = np.array(value["config"]["value"], value["config"]["dtype"])
        return cls(value)


@register("keras.initializers", "IdentityInitializer")
class Identity(Initializer):
    """Fills a matrix with `gain` on its diagonal and 0 elsewhere.

    Args:
        gain: The number on the diagonal.

    >>> Identity()((2, 3)).tolist()
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]
    """

    def __init__(self, gain: float = 1.0):
        self.gain = gain

    def __call__(self, shape: Sequence[int], dtype: str | None = None) -> np.ndarray:
        """Return the matrix.

        Raises:
            ValueError: If the shape is not that of a matrix.
        """
        if len(shape) != 2:
            raise ValueError(
                f"Identity cannot fill the shape {tuple(shape)}.\n"
                "Expected two axes, because it makes a matrix.\n"
                "Choose another initializer, for example Orthogonal."
            )
        rows, columns = shape
        return (self.gain * np.eye(rows, columns)).astype(number_format(dtype))

    def get_config(self) -> dict:
        """Return the arguments that make the same initializer."""
        return {"gain": self.gain}
