"""Reshaping layers: the same numbers in another order or another shape.

They have no weights and learn nothing. See also kit.layers.borders for padding.
"""

import math

import jax.numpy as jnp

from kit import config
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.layers.shapes import positive_integer
from kit.serialization import register


@register("keras.layers")
class Flatten(Layer):
    """Puts all numbers of a sample in one row.

        outputs[b, (y * columns + x) * channels + c] = inputs[b, y, x, c]

    Args:
        data_format: `"channels_last"`.

    Input shape: `(batch, ...)`.  Output shape: `(batch, numbers per sample)`.

    >>> Flatten().compute_output_shape((None, 28, 28))
    (None, 784)
    """

    _keeps_dtype = True

    def __init__(self, data_format: str | None = None, **kwargs):
        super().__init__(**kwargs)
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(min_ndim=1)

    def call(self, inputs):
        """Return the numbers of each sample in one row."""
        return inputs.reshape(inputs.shape[0], math.prod(inputs.shape[1:]))

    def compute_output_shape(self, input_shape):
        """Multiply the sizes behind the batch."""
        sizes = input_shape[1:]
        return (input_shape[0], None if None in sizes else math.prod(sizes))


@register("keras.layers")
class Reshape(Layer):
    """Gives every sample another shape and keeps the order of its numbers.

        outputs[b] = inputs[b] in row-major order as `target_shape`

    Args:
        target_shape: The new shape without the batch; one size may be -1, which
            then follows from the others.

    Input shape: `(batch, ...)`.  Output shape: `(batch, *target_shape)`.

    >>> Reshape((28, 28, 1)).compute_output_shape((None, 784))
    (None, 28, 28, 1)
    """

    _keeps_dtype = True

    def __init__(self, target_shape: tuple, **kwargs):
        super().__init__(**kwargs)
        self.target_shape = _checked_target(target_shape)

    def call(self, inputs):
        """Return the samples in the new shape."""
        return inputs.reshape(self.compute_output_shape(inputs.shape))

    def compute_output_shape(self, input_shape):
        """Return the batch and `target_shape`, with -1 replaced by its size."""
        batch, *sizes = input_shape
        target = self.target_shape
        if None in sizes:
            return (batch, *[None if size == -1 else size for size in target])
        numbers = math.prod(sizes)
        known = math.prod(size for size in target if size != -1)
        fits = numbers == known if -1 not in target else known and numbers % known == 0
        if not fits:
            raise ValueError(
                f'Layer "{self.name}" cannot make {target} of {tuple(sizes)}.\n'
                f"Expected the same number of values: {tuple(sizes)} has {numbers}, "
                f"{target} {'is a multiple of' if -1 in target else 'has'} {known}.\n"
                "Change `target_shape`, or let one of its sizes be -1."
            )
        return (batch, *[numbers // known if size == -1 else size for size in target])


def _checked_target(target_shape):
    sizes = target_shape if isinstance(target_shape, list | tuple) else [target_shape]
    whole = all(hasattr(size, "__index__") and size >= -1 for size in sizes)
    if not whole or list(sizes).count(-1) > 1:
        raise ValueError(
            f"target_shape={target_shape!r} is not a shape.\n"
            "Expected whole numbers from 0 up, and at most one -1.\n"
            "Write for example Reshape((28, 28, 1)); the batch is not part of it."
        )
    return tuple(int(size) for size in sizes)


@register("keras.layers")
class Permute(Layer):
    """Puts the axes of every sample in another order.

        outputs[b, k, j] = inputs[b, j, k]       for dims (2, 1)

    Args:
        dims: Where each new axis comes from; 1 is the first one behind the batch.

    Input shape: `(batch, ...)`.  Output shape: the same sizes in another order.

    >>> Permute((2, 1)).compute_output_shape((None, 10, 64))
    (None, 64, 10)
    """

    _keeps_dtype = True

    def __init__(self, dims: tuple, **kwargs):
        super().__init__(**kwargs)
        several = isinstance(dims, list | tuple)
        if not several or sorted(dims) != list(range(1, len(dims) + 1)):
            raise ValueError(
                f"dims={dims!r} is not an order of axes.\n"
                "Expected each of the numbers 1, 2, ... once; the batch is not named.\n"
                "Write for example Permute((2, 1))."
            )
        self.dims = tuple(dims)
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def call(self, inputs):
        """Return the inputs with their axes in the new order."""
        return jnp.transpose(inputs, (0, *self.dims))

    def compute_output_shape(self, input_shape):
        """Put the sizes in the new order."""
        return (input_shape[0], *[input_shape[axis] for axis in self.dims])


@register("keras.layers")
class RepeatVector(Layer):
    """Makes a sequence of n equal steps from every vector.

        outputs[b, i, :] = inputs[b, :]       for i = 0 .. n - 1

    Args:
        n: How many steps.

    Input shape: `(batch, features)`.  Output shape: `(batch, n, features)`.

    >>> RepeatVector(3).compute_output_shape((None, 32))
    (None, 3, 32)
    """

    def __init__(self, n: int, **kwargs):
        super().__init__(**kwargs)
        self.n = positive_integer(n, "n")
        self.input_spec = InputSpec(ndim=2)

    def call(self, inputs):
        """Return the vectors repeated along a new axis."""
        return jnp.repeat(inputs[:, None, :], self.n, axis=1)

    def compute_output_shape(self, input_shape):
        """Insert an axis of size n."""
        return (input_shape[0], self.n, input_shape[1])
