"""Normalization: features with mean 0 and variance 1, learned by looking at the data.

`adapt` measures mean and variance once, before training; they are then part of the
model, so that new data is treated in the same way.
"""

import math
from collections.abc import Iterator
from typing import Any

import jax.numpy as jnp
import numpy as np

from kit.config import epsilon
from kit.layers.layer import Layer
from kit.layers.normalization_base import positive_axes
from kit.serialization import register

_ROWS_AT_ONCE = 4096


@register("keras.layers")
class Normalization(Layer):
    """Shifts and scales every feature by a mean and variance that are known before.

        outputs = (inputs - mean) / sqrt(variance)

    Args:
        axis: The axis, or axes, whose entries have their own mean and variance;
            `None` for one mean of all numbers.
        mean: The mean, if it is known; otherwise call `adapt`.
        variance: The variance, if it is known.
        invert: Whether to go the other way: inputs * sqrt(variance) + mean.

    Output shape: the input's.

    >>> layer = Normalization()
    >>> layer.adapt(np.array([[0.0, 10.0], [4.0, 30.0]]))
    >>> layer(np.array([[4.0, 10.0]])).tolist()
    [[1.0, -1.0]]
    """

    supports_masking = True

    def __init__(
        self,
        axis: int | tuple | None = -1,
        mean: Any = None,
        variance: Any = None,
        invert: bool = False,
        **kwargs,
    ):
        super().__init__(**kwargs)
        several = isinstance(axis, list | tuple)
        self.axis = tuple(axis) if several else () if axis is None else (axis,)
        self.mean = mean
        self.variance = variance
        self.invert = invert
        self._check_mean_and_variance()

    def _check_mean_and_variance(self):
        mean, variance = self.mean, self.variance
        if (mean is None) != (variance is None) or np.shape(mean) != np.shape(variance):
            raise ValueError(
                f"Normalization received mean={mean!r}, variance={variance!r}.\n"
                "Expected both, of the same shape, or none of them.\n"
                "Leave both out and call layer.adapt(data)."
            )
        if np.ndim(mean) > len(self.axis):
            raise ValueError(
                f"Normalization received a mean of shape {np.shape(mean)}.\n"
                f"Expected at most one axis for each of axis={self.axis}.\n"
                "Pass one number for each feature, or name more axes."
            )

    def build(self, input_shape):
        """Make mean and variance, of the sizes along `axis`, unless they are given."""
        axes = positive_axes(self.axis, input_shape, self.name)
        if any(input_shape[axis] is None for axis in axes):
            raise ValueError(
                f'Layer "{self.name}" received inputs of shape {tuple(input_shape)}.\n'
                f"Expected known sizes along axis={self.axis}.\n"
                "Give Input a shape without None there, or choose another axis."
            )
        self._kept_axes = axes
        shape = tuple(input_shape[axis] for axis in axes)
        self._spread_shape = [
            size if axis in axes else 1 for axis, size in enumerate(input_shape)
        ]
        if self.mean is None:
            self._add_measured_weights(shape)

    def _add_measured_weights(self, shape):
        options = {"trainable": False}
        self.adapt_mean = self.add_weight(shape, "zeros", name="mean", **options)
        self.adapt_variance = self.add_weight(shape, "ones", name="variance", **options)
        # Always 0; files of Keras have it.
        self.count = self.add_weight((), "zeros", "int32", name="count", **options)

    def adapt(self, data: Any) -> None:
        """Measure mean and variance of the data.

        Args:
            data: An array, or batches of arrays: a list, a generator, a PyDataset.
                Of a batch `(x, y)` only x counts.

        Raises:
            ValueError: If there is no data, or of another shape than expected.
        """
        number, mean, variance = 0, 0.0, 0.0
        for batch in _batches(data):
            self.build((None, *batch.shape[1:]))
            self._check_batch(batch)
            reduced = tuple(i for i in range(batch.ndim) if i not in self._kept_axes)
            added = batch.size // math.prod(self._sizes(batch.shape))
            share = added / (number + added)
            batch_mean = np.mean(batch, reduced, dtype="float64")
            batch_variance = np.var(batch, reduced, dtype="float64")
            between = (batch_mean - mean) ** 2 * share * (1 - share)
            variance = variance * (1 - share) + batch_variance * share + between
            mean = mean + (batch_mean - mean) * share
            number += added
        if number == 0:
            raise ValueError(
                f'Layer "{self.name}" was adapted to no data.\n'
                "Expected at least one batch with one row.\n"
                "Pass the training data: layer.adapt(x_train)."
            )
        if self.mean is None:
            self.adapt_mean.assign(mean)
            self.adapt_variance.assign(variance)

    def _sizes(self, shape):
        return [shape[axis] for axis in self._kept_axes]

    def _check_batch(self, batch):
        same_rank = batch.ndim == len(self._spread_shape)
        if not same_rank or self._sizes(batch.shape) != self._sizes(self._spread_shape):
            raise ValueError(
                f'Layer "{self.name}" was adapted to data of shape {batch.shape}.\n'
                f"Expected sizes {self._sizes(self._spread_shape)} along "
                f"axis={self.axis}, as before.\n"
                "Make a new layer for data of another shape."
            )

    def call(self, inputs):
        """Return the inputs shifted and scaled."""
        x = inputs.astype(self.compute_dtype)
        mean, variance = self._mean_and_variance(x.dtype)
        deviation = jnp.maximum(jnp.sqrt(variance), epsilon())
        return mean + x * deviation if self.invert else (x - mean) / deviation

    def _mean_and_variance(self, dtype):
        """Both in a shape that fits the inputs."""
        shape = self._spread_shape
        if self.mean is None:
            return self.adapt_mean.value.reshape(shape), (
                self.adapt_variance.value.reshape(shape)
            )
        sizes = self._sizes(shape)
        given = (jnp.asarray(self.mean, dtype), jnp.asarray(self.variance, dtype))
        return tuple(jnp.broadcast_to(one, sizes).reshape(shape) for one in given)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer; weights are not among them."""
        found = super().get_config()
        found["mean"] = np.array(self.mean).tolist()
        found["variance"] = np.array(self.variance).tolist()
        return found


def _batches(data: Any) -> Iterator[np.ndarray]:
    """Yield pieces of one array, or the given batches, without empty ones."""
    if hasattr(data, "shape") or _is_nested_numbers(data):
        rows = np.asarray(data)
        starts = range(0, len(rows), _ROWS_AT_ONCE)
        data = [rows[start : start + _ROWS_AT_ONCE] for start in starts]
    for batch in data:
        array = np.asarray(batch[0] if isinstance(batch, tuple) else batch)
        if array.size:
            yield array


def _is_nested_numbers(value: Any) -> bool:
    """Tell whether the first thing inside nested lists is a number."""
    if not isinstance(value, list):
        return np.isscalar(value)
    return len(value) > 0 and _is_nested_numbers(value[0])
