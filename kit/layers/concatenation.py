"""Concatenate: puts inputs side by side along one axis."""

from typing import Any

import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.layers.merging import check_list
from kit.serialization import register


@register("keras.layers")
class Concatenate(Layer):
    """Puts its inputs side by side along one axis.

        outputs[..., :n] = inputs[0],   outputs[..., n:] = inputs[1],   ...

    Args:
        axis: The axis along which their sizes are added.

    Input shape: a list of shapes that agree along all other axes.
    Output shape: the same, with the sum of the sizes along `axis`.

    >>> Concatenate()([jnp.array([[1.0, 2.0]]), jnp.array([[3.0]])]).tolist()
    [[1.0, 2.0, 3.0]]
    """

    supports_masking = True

    def __init__(self, axis: int = -1, **kwargs):
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs):
        """Return the inputs side by side."""
        check_list(inputs, self.name)
        self.compute_output_shape([x.shape for x in inputs])
        return jnp.concatenate(inputs, self.axis)

    def compute_output_shape(self, input_shape):
        """Add the sizes along `axis`."""
        check_list(input_shape, self.name)
        first = tuple(input_shape[0])
        if not -len(first) <= self.axis < len(first):
            raise ValueError(
                f'Layer "{self.name}" cannot join inputs of shape {first}.\n'
                f"Expected an axis from {-len(first)} to {len(first) - 1}, "
                f"not {self.axis}.\n"
                "Leave it out for the last axis."
            )
        joined = self.axis % len(first)
        sizes = list(first)
        for shape in input_shape[1:]:
            for axis in _axes_that_differ(first, shape, joined):
                raise ValueError(self._mismatch(first, tuple(shape), axis))
            known = None not in (sizes[joined], shape[joined])
            sizes[joined] = sizes[joined] + shape[joined] if known else None
        return tuple(sizes)

    def _mismatch(self, first, shape, axis):
        if len(first) != len(shape):
            found = f"there are {len(first)} axes and {len(shape)}"
        else:
            found = f"axis {axis} has {first[axis]} and {shape[axis]}"
        return (
            f'Layer "{self.name}" cannot join {first} and {shape}.\n'
            f"Expected the same sizes except along axis {self.axis}; {found}.\n"
            "Give the inputs the same size there, or choose another axis."
        )

    def compute_mask(self, inputs, previous_mask=None):
        """Put the masks side by side too; an input without one counts everywhere."""
        if previous_mask is None:
            return None
        pairs = zip(inputs, previous_mask, strict=True)
        masks = [_full_mask(x, mask) for x, mask in pairs]
        return jnp.concatenate(masks, self.axis).any(axis=-1)


def concatenate(inputs: list, axis: int = -1, **kwargs) -> Any:
    """Put the inputs side by side by a `Concatenate` layer.

    >>> concatenate([jnp.ones((1, 2)), jnp.zeros((1, 1))]).tolist()
    [[1.0, 1.0, 0.0]]
    """
    return Concatenate(axis=axis, **kwargs)(inputs)


def _axes_that_differ(first, shape, joined):
    if len(first) != len(shape):
        yield 0
        return
    for axis, (n, m) in enumerate(zip(first, shape, strict=True)):
        if axis != joined and n != m and None not in (n, m):
            yield axis


def _full_mask(x, mask):
    """A mask of the shape of its input."""
    if mask is None:
        return jnp.ones(x.shape, bool)
    return jnp.broadcast_to(
        mask.reshape(mask.shape + (1,) * (x.ndim - mask.ndim)), x.shape
    )
