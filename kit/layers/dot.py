"""Dot: the scalar product of two inputs, sample by sample."""

from typing import Any

import jax.numpy as jnp
from jax import lax

from kit.config import epsilon
from kit.layers.layer import Layer
from kit.layers.merging import check_pair
from kit.serialization import register


@register("keras.layers")
class Dot(Layer):
    """Multiplies two inputs and sums along one axis of each, sample by sample.

        outputs[b] = sum over i of  inputs[0][b, ..., i] * inputs[1][b, ..., i]

    With `normalize` the vectors are first brought to length 1: the result is then the
    cosine of the angle between them.

    Args:
        axes: The axis to sum along, or one for each input; never the batch, axis 0.
        normalize: Whether to compare directions only.

    Input shape: a list of two shapes.
    Output shape: `(batch, other axes of the first, other axes of the second)`, with an
    axis of size 1 if there are none.

    >>> Dot(axes=1)([jnp.array([[1.0, 2.0]]), jnp.array([[3.0, 4.0]])]).tolist()
    [[11.0]]
    """

    supports_masking = True

    def __init__(self, axes: int | tuple, normalize: bool = False, **kwargs):
        super().__init__(**kwargs)
        self.axes = _checked_axes(axes)
        self.normalize = normalize

    def call(self, inputs):
        """Return the products, summed along `axes`."""
        check_pair(inputs, self.name)
        first, second = inputs
        i, j = self._axes_of(first.shape, second.shape)
        if self.normalize:
            first, second = _unit_vectors(first, i), _unit_vectors(second, j)
        outputs = lax.dot_general(first, second, (((i,), (j,)), ((0,), (0,))))
        return outputs[:, None] if outputs.ndim == 1 else outputs

    def compute_output_shape(self, input_shape):
        """Take away the axes that are summed over."""
        check_pair(input_shape, self.name)
        first, second = map(tuple, input_shape)
        i, j = self._axes_of(first, second)
        rest = first[1:i] + first[i + 1 :] + second[1:j] + second[j + 1 :]
        return (first[0] or second[0], *(rest or (1,)))

    def compute_mask(self, inputs, previous_mask=None):
        """Return None: the steps are summed over or combined."""
        return None

    def _axes_of(self, first, second):
        """Count the axes from the front and compare their sizes."""
        given = (self.axes,) * 2 if isinstance(self.axes, int) else self.axes
        pairs = list(zip(given, (first, second), strict=True))
        if any(not -len(shape) <= axis < len(shape) for axis, shape in pairs):
            problem = "one of them does not exist"
        else:
            i, j = (axis % len(shape) for axis, shape in pairs)
            if i and j and (first[i] == second[j] or None in (first[i], second[j])):
                return i, j
            problem = f"they have {first[i]} and {second[j]}"
            if not i or not j:
                problem = "axis 0 is the batch"
        raise ValueError(
            f'Layer "{self.name}" cannot multiply {first} and {second}.\n'
            f"Expected axes of the same size; axes={self.axes}, but {problem}.\n"
            "Choose others: axes=(axis of the first, axis of the second)."
        )


def dot(inputs: list, axes: int | tuple = -1, **kwargs) -> Any:
    """Multiply and sum two inputs along an axis by a `Dot` layer.

    >>> dot([jnp.ones((1, 3)), jnp.ones((1, 3))]).tolist()
    [[3.0]]
    """
    return Dot(axes=axes, **kwargs)(inputs)


def _unit_vectors(x, axis):
    squares = jnp.sum(x * x, axis=axis, keepdims=True)
    return x * lax.rsqrt(jnp.maximum(squares, epsilon() ** 2))


def _checked_axes(axes):
    if isinstance(axes, int):
        return axes
    several = isinstance(axes, list | tuple) and len(axes) == 2
    if several and all(isinstance(axis, int) for axis in axes):
        return tuple(axes)
    raise ValueError(
        f"axes={axes!r} does not name the axes to sum along.\n"
        "Expected a whole number, or two of them.\n"
        "Write for example axes=1, or axes=(1, 2)."
    )
