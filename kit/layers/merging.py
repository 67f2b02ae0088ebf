"""Merging layers: several inputs become one, number by number.

They join the branches of a functional model; `concatenation` puts inputs side by side
and `dot` compares their directions.
"""

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.layers.shapes import is_shape
from kit.serialization import register


class Merge(Layer):
    """The common part of layers that take a list of inputs of matching shapes.

    Inputs with fewer axes get axes of size 1 behind the batch, and an axis of size 1
    is repeated as often as the other inputs need. A step of the output counts if it
    counts in any input.
    """

    supports_masking = True

    def merge(self, inputs: list, masks: list) -> Any:
        """Combine inputs of the same rank; every subclass has its own way."""
        raise NotImplementedError(
            f'Layer "{self.name}" has no way to merge.\n'
            "Expected a method that combines the inputs.\n"
            f"Write def merge(self, inputs, masks): ... in {type(self).__name__}."
        )

    def call(self, inputs, mask=None):
        """Bring the inputs to the same rank and combine them."""
        check_list(inputs, self.name)
        merged_shape([x.shape for x in inputs], self.name)
        rank = max(x.ndim for x in inputs)
        inputs = [_with_rank(x, rank) for x in inputs]
        masks = [None] * len(inputs) if mask is None else mask
        masks = [_mask_like(m, x) for m, x in zip(masks, inputs, strict=True)]
        return self.merge(inputs, masks)

    def compute_output_shape(self, input_shape):
        """Return the shape that all inputs are repeated to."""
        check_list(input_shape, self.name)
        return merged_shape(input_shape, self.name)

    def compute_mask(self, inputs, previous_mask=None):
        """Mark the steps that count in any input, if every input has a mask."""
        if previous_mask is None or any(mask is None for mask in previous_mask):
            return None
        found = previous_mask[0]
        for mask in previous_mask[1:]:
            found = found | mask
        return found


@register("keras.layers")
class Add(Merge):
    """Adds its inputs, as a shortcut around other layers does.

        outputs = inputs[0] + inputs[1] + ...

    Input shape: a list of shapes that agree, or are 1, along each axis.
    Output shape: their common shape.

    >>> Add()([jnp.array([[1.0, 2.0]]), jnp.array([[10.0, 20.0]])]).tolist()
    [[11.0, 22.0]]
    """

    def merge(self, inputs, masks):
        """Return the sum."""
        return sum(inputs[1:], inputs[0])


@register("keras.layers")
class Subtract(Merge):
    """Takes the second input from the first.

        outputs = inputs[0] - inputs[1]

    Input shape: a list of two shapes that agree, or are 1, along each axis.
    Output shape: their common shape.

    >>> Subtract()([jnp.array([[1.0, 2.0]]), jnp.array([[10.0, 20.0]])]).tolist()
    [[-9.0, -18.0]]
    """

    def merge(self, inputs, masks):
        """Return the difference."""
        check_pair(inputs, self.name)
        return inputs[0] - inputs[1]

    def compute_output_shape(self, input_shape):
        """Return the shape that both inputs are repeated to."""
        check_pair(input_shape, self.name)
        return super().compute_output_shape(input_shape)


@register("keras.layers")
class Multiply(Merge):
    """Multiplies its inputs, as a gate does that lets a share of a signal through.

        outputs = inputs[0] * inputs[1] * ...

    A masked step counts as 1; where all inputs are masked the output is 0.

    Input shape: a list of shapes that agree, or are 1, along each axis.
    Output shape: their common shape.

    >>> Multiply()([jnp.array([[1.0, 2.0]]), jnp.array([[10.0, 20.0]])]).tolist()
    [[10.0, 40.0]]
    """

    def merge(self, inputs, masks):
        """Return the product."""
        product = 1
        for x, mask in zip(inputs, masks, strict=True):
            product = product * (x if mask is None else jnp.where(mask, x, 1))
        counts = self.compute_mask(inputs, masks)
        return product if counts is None else jnp.where(counts, product, 0)


@register("keras.layers")
class Average(Merge):
    """Returns the mean of its inputs, as when several models vote.

        outputs = (inputs[0] + inputs[1] + ...) / number of inputs

    Input shape: a list of shapes that agree, or are 1, along each axis.
    Output shape: their common shape.

    >>> Average()([jnp.array([[1.0, 2.0]]), jnp.array([[3.0, 6.0]])]).tolist()
    [[2.0, 4.0]]
    """

    def merge(self, inputs, masks):
        """Return the mean."""
        return sum(inputs[1:], inputs[0]) / len(inputs)


@register("keras.layers")
class Maximum(Merge):
    """Returns the largest of its inputs, number by number; masked steps do not count.

        outputs = max(inputs[0], inputs[1], ...)

    Input shape: a list of shapes that agree, or are 1, along each axis.
    Output shape: their common shape.

    >>> Maximum()([jnp.array([[1.0, 9.0]]), jnp.array([[3.0, 6.0]])]).tolist()
    [[3.0, 9.0]]
    """

    def merge(self, inputs, masks):
        """Return the largest numbers."""
        return _best(jnp.maximum, inputs, masks)


@register("keras.layers")
class Minimum(Merge):
    """Returns the smallest of its inputs, number by number; masked steps do not count.

        outputs = min(inputs[0], inputs[1], ...)

    Input shape: a list of shapes that agree, or are 1, along each axis.
    Output shape: their common shape.

    >>> Minimum()([jnp.array([[1.0, 9.0]]), jnp.array([[3.0, 6.0]])]).tolist()
    [[1.0, 6.0]]
    """

    def merge(self, inputs, masks):
        """Return the smallest numbers."""
        return _best(jnp.minimum, inputs, masks)


def add(inputs: list, **kwargs) -> Any:
    """Add the inputs by an `Add` layer.

    >>> add([jnp.ones((1, 2)), jnp.ones((1, 2))]).tolist()
    [[2.0, 2.0]]
    """
    return Add(**kwargs)(inputs)


def subtract(inputs: list, **kwargs) -> Any:
    """Subtract the second input from the first by a `Subtract` layer.

    >>> subtract([jnp.ones((1, 2)), jnp.ones((1, 2))]).tolist()
    [[0.0, 0.0]]
    """
    return Subtract(**kwargs)(inputs)


def multiply(inputs: list, **kwargs) -> Any:
    """Multiply the inputs by a `Multiply` layer.

    >>> multiply([jnp.ones((1, 2)), jnp.ones((1, 2))]).tolist()
    [[1.0, 1.0]]
    """
    return Multiply(**kwargs)(inputs)


def average(inputs: list, **kwargs) -> Any:
    """Return the mean of the inputs by an `Average` layer.

    >>> average([jnp.ones((1, 2)), jnp.zeros((1, 2))]).tolist()
    [[0.5, 0.5]]
    """
    return Average(**kwargs)(inputs)


def maximum(inputs: list, **kwargs) -> Any:
    """Return the largest numbers of the inputs by a `Maximum` layer.

    >>> maximum([jnp.ones((1, 2)), jnp.zeros((1, 2))]).tolist()
    [[1.0, 1.0]]
    """
    return Maximum(**kwargs)(inputs)


def minimum(inputs: list, **kwargs) -> Any:
    """Return the smallest numbers of the inputs by a `Minimum` layer.

    >>> minimum([jnp.ones((1, 2)), jnp.zeros((1, 2))]).tolist()
    [[0.0, 0.0]]
    """
    return Minimum(**kwargs)(inputs)


def check_list(inputs: Any, layer_name: str) -> None:
    """Check that a merging layer got several inputs in one list.

    Raises:
        ValueError: If it got one array, or the shape of one.

    >>> check_list([(None, 3), (None, 3)], "add")
    """
    several = isinstance(inputs, list | tuple) and len(inputs) > 0
    if not several or is_shape(inputs):
        raise ValueError(
            f'Layer "{layer_name}" merges several inputs and received one.\n'
            "Expected a list of tensors.\n"
            "Put them into square brackets: layer([a, b])."
        )


def check_pair(inputs: Any, layer_name: str) -> None:
    """Check that there are two inputs, or the shapes of two.

    Raises:
        ValueError: If there are more or fewer.

    >>> check_pair([(None, 3), (None, 3)], "subtract")
    """
    check_list(inputs, layer_name)
    if len(inputs) != 2:
        raise ValueError(
            f'Layer "{layer_name}" received {len(inputs)} inputs.\n'
            "Expected exactly two.\n"
            "Write layer([a, b])."
        )


def merged_shape(shapes: list, layer_name: str) -> tuple:
    """Return the shape that inputs of these shapes are repeated to.

    Args:
        shapes: One shape for each input, the batch first.
        layer_name: For the message.

    Raises:
        ValueError: That names two shapes which do not match, and the axis.

    >>> merged_shape([(None, 4, 3), (None, 1, 3), (None, 3)], "add")
    (None, 4, 3)
    """
    found = tuple(shapes[0])
    for shape in shapes[1:]:
        found = _joined(found, tuple(shape), layer_name)
    return found


def _joined(one, other, layer_name):
    """The common shape of two; their batch sizes must be equal."""
    rank = max(len(one), len(other))
    pairs = zip(_fill_up(one, rank), _fill_up(other, rank), strict=True)
    sizes = []
    for axis, (n, m) in enumerate(pairs):
        if axis and 1 in (n, m):
            sizes.append(m if n == 1 else n)
        elif n == m or None in (n, m):
            sizes.append(m if n is None else n)
        else:
            raise ValueError(
                f'Layer "{layer_name}" cannot merge {one} and {other}.\n'
                f"Expected the same size along each axis{', or 1' if axis else ''}; "
                f"axis {axis} has {n} and {m}.\n"
                "Give the layers before it the same size, or use Concatenate."
            )
    return tuple(sizes)


def _fill_up(shape, rank):
    """Insert sizes of 1 behind the batch."""
    return (shape[0], *[1] * (rank - len(shape)), *shape[1:])


def _with_rank(x, rank):
    return x.reshape(_fill_up(x.shape, rank))


def _mask_like(mask, x):
    """Give a mask the rank of its input, so that it can be used with `where`."""
    if mask is None:
        return None
    return mask.reshape(mask.shape + (1,) * (x.ndim - mask.ndim))


def _best(choose: Callable, inputs: list, masks: list):
    """Choose among two inputs at a time; a masked one leaves it to the other."""
    found, known = inputs[0], masks[0]
    for x, mask in zip(inputs[1:], masks[1:], strict=True):
        if mask is not None:
            x = jnp.where(mask, x, found)
        if known is not None:
            found = jnp.where(known, found, x)
        known = None if known is None or mask is None else known | mask
        found = choose(found, x)
    return found
