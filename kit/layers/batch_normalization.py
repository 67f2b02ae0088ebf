"""BatchNormalization: every channel gets mean 0 and variance 1 over the batch.

While training the batch's own statistics are used and a moving average of them is
kept; afterwards the moving averages stand in for the batch.
"""

import math
from typing import Any

import jax
import jax.numpy as jnp

from kit import initializers
from kit.config import epsilon as small_number
from kit.layers.call_context import current_context
from kit.layers.input_spec import InputSpec
from kit.layers.normalization_base import (
    NormalizationBase,
    at_least_float32,
    positive_axes,
)
from kit.serialization import register
from kit.variables import ComputeDtype


@register("keras.layers")
class BatchNormalization(NormalizationBase):
    """Shifts and scales every channel to mean `beta` and deviation `gamma`.

        outputs = gamma * (inputs - mean) / sqrt(variance + epsilon) + beta

        training:   mean and variance are those of the batch, and
                    moving = momentum * moving + (1 - momentum) * batch's
        otherwise:  mean and variance are the moving ones

    A frozen layer (`trainable = False`) always uses the moving ones.

    Args:
        axis: The axis of the channels, which keep their own statistics.
        momentum: How much of the moving averages stays at each step.
        epsilon: A small number that keeps the division finite.
        center: Whether to add `beta`.
        scale: Whether to multiply by `gamma`.
        beta_initializer: How beta starts.
        gamma_initializer: How gamma starts.
        moving_mean_initializer: How the moving mean starts.
        moving_variance_initializer: How the moving variance starts.
        beta_regularizer: A penalty on beta.
        gamma_regularizer: A penalty on gamma.
        beta_constraint: A projection of beta after every update.
        gamma_constraint: A projection of gamma after every update.
        renorm: Accepted for Keras's signature; only False is possible.
        renorm_clipping: Not used without `renorm`.
        renorm_momentum: Not used without `renorm`.
        synchronized: Accepted for Keras's signature; only False is possible.

    Output shape: the input's.

    >>> import numpy as np
    >>> x = np.array([[1.0], [3.0]])
    >>> BatchNormalization(epsilon=0)(x, training=True).tolist()
    [[-1.0], [1.0]]
    """

    supports_masking = True

    def __init__(
        self,
        axis: int = -1,
        momentum: float = 0.99,
        epsilon: float = 1e-3,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        moving_mean_initializer: Any = "zeros",
        moving_variance_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        renorm: bool = False,
        renorm_clipping: dict | None = None,
        renorm_momentum: float = 0.99,
        synchronized: bool = False,
        **kwargs,
    ):
        super().__init__(**kwargs)
        _check_not_available(renorm=renorm, synchronized=synchronized)
        self.axis = int(axis)
        self.momentum, self.epsilon = float(momentum), float(epsilon)
        self._set_center_and_scale(
            center,
            scale,
            (beta_initializer, beta_regularizer, beta_constraint),
            (gamma_initializer, gamma_regularizer, gamma_constraint),
        )
        self.moving_mean_initializer = initializers.get(moving_mean_initializer)
        self.moving_variance_initializer = initializers.get(moving_variance_initializer)
        self.renorm, self.synchronized = False, False
        self.renorm_clipping, self.renorm_momentum = renorm_clipping, renorm_momentum

    def build(self, input_shape):
        """Make gamma, beta, moving_mean and moving_variance, each (channels,)."""
        self.compute_output_shape(input_shape)
        shape = (input_shape[self.axis],)
        self._add_center_and_scale(shape)
        self.moving_mean = self.add_weight(
            name="moving_mean",
            shape=shape,
            initializer=self.moving_mean_initializer,
            trainable=False,
        )
        self.moving_variance = self.add_weight(
            name="moving_variance",
            shape=shape,
            initializer=self.moving_variance_initializer,
            trainable=False,
        )
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: shape[0]})

    def call(self, inputs, training=None, mask=None):
        """Return the normalized inputs; while training, move the averages."""
        x = at_least_float32(inputs)
        shape = [-1 if n == self.axis % x.ndim else 1 for n in range(x.ndim)]
        with ComputeDtype(str(x.dtype)):
            if training and self.trainable:
                mean, variance = self._batch_statistics(x, mask)
                self._move(self.moving_mean, mean)
                self._move(self.moving_variance, variance)
            else:
                mean, variance = self.moving_mean.value, self.moving_variance.value
            mean, variance = mean.reshape(shape), variance.reshape(shape)
            outputs = self._normalize(x, mean, variance, shape)
        return outputs.astype(self.compute_dtype)

    def _batch_statistics(self, x, mask):
        """Mean and variance (channels,) of the entries that count."""
        axes = tuple(i for i in range(x.ndim) if i != self.axis % x.ndim)
        counted = _counted_entries(x, mask, self.name)
        if counted is None:
            mean = jnp.mean(x, axes, keepdims=True)
            return mean.reshape(-1), jnp.mean(jnp.square(x - mean), axes)
        # `counted` has size 1 along the axes whose entries all count alike.
        alike = math.prod(x.shape[i] for i in axes if counted.shape[i] == 1)
        number = alike * jnp.sum(counted, axes, keepdims=True, dtype=x.dtype)
        if mask is not None:
            number = number + small_number()  # as Keras does: a mask may be empty
        mean = jnp.sum(jnp.where(counted, x, 0), axes, keepdims=True) / number
        squares = jnp.where(counted, jnp.square(x - mean), 0)
        return mean.reshape(-1), jnp.sum(squares, axes) / number.reshape(-1)

    def _move(self, average, value):
        average.assign(average * self.momentum + value * (1 - self.momentum))

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        positive_axes(self.axis, input_shape, self.name)
        return input_shape


def _counted_entries(x, mask, layer_name) -> jax.Array | None:
    """Which entries of x are in the statistics, or None for all of them.

    Left out are the steps that a mask excludes, and the rows that only pad a batch.
    """
    context = current_context()
    counted = None
    if mask is not None:
        if mask.ndim != x.ndim - 1:
            raise ValueError(
                f'Layer "{layer_name}" received a mask of shape {mask.shape}.\n'
                f"Expected one axis less than the input, which has {x.shape}.\n"
                "Pass a mask without the axis of the channels."
            )
        counted = mask.astype(bool)[..., None]
    if context is not None and context.rows is not None:
        rows = context.rows.reshape(-1, *[1] * (x.ndim - 1)) > 0
        counted = rows if counted is None else counted & rows
    return counted


def _check_not_available(**flags):
    for name, value in flags.items():
        if value:
            raise ValueError(
                f"{name}={value!r} is not available.\n"
                "Expected False: kit has the usual batch normalization only.\n"
                f"Leave out `{name}`."
            )
