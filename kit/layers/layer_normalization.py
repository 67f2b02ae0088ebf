"""Normalization of every sample by itself: LayerNormalization, RMSNormalization, ...

Unlike BatchNormalization these do the same in training and afterwards, and no sample
sees another one.
"""

from typing import Any

import jax
import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.layers.normalization_base import (
    NormalizationBase,
    at_least_float32,
    positive_axes,
    standardize_axis,
)
from kit.serialization import register
from kit.variables import ComputeDtype


@register("keras.layers")
class LayerNormalization(NormalizationBase):
    """Gives the features of every sample mean 0 and variance 1.

        outputs = gamma * (inputs - mean) / sqrt(variance + epsilon) + beta

    where mean and variance are taken along `axis`, for each sample and step alone.

    Args:
        axis: The axis, or axes, of the features.
        epsilon: A small number that keeps the division finite.
        center: Whether to add `beta`.
        scale: Whether to multiply by `gamma`.
        beta_initializer: How beta starts.
        gamma_initializer: How gamma starts.
        beta_regularizer: A penalty on beta.
        gamma_regularizer: A penalty on gamma.
        beta_constraint: A projection of beta after every update.
        gamma_constraint: A projection of gamma after every update.

    Output shape: the input's.

    >>> import numpy as np
    >>> LayerNormalization(epsilon=0)(np.array([[1.0, 3.0], [0.0, 8.0]])).tolist()
    [[-1.0, 1.0], [-1.0, 1.0]]
    """

    supports_masking = True

    def __init__(
        self,
        axis: int | list[int] = -1,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        **kwargs,
    ):
        _check_no_rms_scaling(kwargs.pop("rms_scaling", False))
        super().__init__(**kwargs)
        self.axis = standardize_axis(axis)
        self.epsilon = epsilon
        self.autocast = False  # inputs in full precision are used as they are
        self._set_center_and_scale(
            center,
            scale,
            (beta_initializer, beta_regularizer, beta_constraint),
            (gamma_initializer, gamma_regularizer, gamma_constraint),
        )

    def build(self, input_shape):
        """Make gamma and beta, of the sizes along `axis`."""
        axes = positive_axes(self.axis, input_shape, self.name)
        self._add_center_and_scale(tuple(input_shape[n] for n in axes))

    def call(self, inputs):
        """Return the normalized inputs."""
        x = at_least_float32(inputs)
        axes = positive_axes(self.axis, x.shape, self.name)
        with ComputeDtype(str(x.dtype)):
            mean = jnp.mean(x, axes, keepdims=True)
            variance = jnp.mean(jnp.square(x - mean), axes, keepdims=True)
            outputs = self._normalize(x, mean, variance, _sizes_along(axes, x))
        return outputs.astype(self.compute_dtype)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        positive_axes(self.axis, input_shape, self.name)
        return input_shape


@register("keras.layers")
class RMSNormalization(Layer):
    """Divides the features of every sample by their root mean square.

        outputs = scale * inputs / sqrt(mean(inputs ** 2) + epsilon)

    Args:
        axis: The axis, or axes, of the features.
        epsilon: A small number that keeps the division finite.

    Output shape: the input's.

    >>> import numpy as np
    >>> print(RMSNormalization(epsilon=0)(np.array([[3.0, -3.0]])).round(3))
    [[ 1. -1.]]
    """

    def __init__(self, axis: int | list[int] = -1, epsilon: float = 1e-6, **kwargs):
        super().__init__(**kwargs)
        self.axis = standardize_axis(axis)
        self.epsilon = epsilon

    def build(self, input_shape):
        """Make a scale, of the sizes along `axis`."""
        axes = positive_axes(self.axis, input_shape, self.name)
        shape = tuple(input_shape[n] for n in axes)
        self.scale = self.add_weight(name="scale", shape=shape, initializer="ones")

    def call(self, inputs):
        """Return the normalized inputs."""
        x = at_least_float32(inputs)
        axes = positive_axes(self.axis, x.shape, self.name)
        squares = jnp.mean(jnp.square(x), axes, keepdims=True)
        with ComputeDtype(str(x.dtype)):
            scale = self.scale.value.reshape(_sizes_along(axes, x))
        outputs = x * jax.lax.rsqrt(squares + self.epsilon) * scale
        return outputs.astype(inputs.dtype)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        positive_axes(self.axis, input_shape, self.name)
        return input_shape


@register("keras.layers")
class UnitNormalization(Layer):
    """Gives the features of every sample length 1.

        outputs = inputs / sqrt(sum(inputs ** 2))

    Args:
        axis: The axis, or axes, of the features.

    Output shape: the input's.

    >>> import numpy as np
    >>> print(UnitNormalization()(np.array([[3.0, 4.0]])).round(3))
    [[0.6 0.8]]
    """

    supports_masking = True

    def __init__(self, axis: int | list[int] = -1, **kwargs):
        super().__init__(**kwargs)
        self.axis = standardize_axis(axis)

    def call(self, inputs):
        """Return the inputs divided by their length; zeros stay zeros."""
        axes = positive_axes(self.axis, inputs.shape, self.name)
        squares = jnp.sum(jnp.square(inputs), axes, keepdims=True)
        return inputs * jax.lax.rsqrt(jnp.maximum(squares, 1e-24))

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        positive_axes(self.axis, input_shape, self.name)
        return input_shape


def _sizes_along(axes, x):
    """A shape with the sizes of x along `axes` and 1 elsewhere."""
    return [size if axis in axes else 1 for axis, size in enumerate(x.shape)]


def _check_no_rms_scaling(rms_scaling):
    if rms_scaling:
        raise ValueError(
            "LayerNormalization(rms_scaling=True) is not available.\n"
            "Expected False: it never divided by the root mean square.\n"
            "Use the layer RMSNormalization."
        )
