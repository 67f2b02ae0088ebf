"""GroupNormalization: the channels of every sample are normalized in groups.

It works for batches of any size, as no sample sees another one.
"""

from typing import Any

import jax.numpy as jnp

from kit.layers.input_spec import InputSpec
from kit.layers.normalization_base import (
    NormalizationBase,
    at_least_float32,
    positive_axes,
)
from kit.serialization import register
from kit.variables import ComputeDtype


@register("keras.layers")
class GroupNormalization(NormalizationBase):
    """Gives every group of channels of every sample mean 0 and variance 1.

        outputs = gamma * (inputs - mean) / sqrt(variance + epsilon) + beta

    Args:
        groups: Number of groups, which divides the number of channels; -1 puts each
            channel in a group of its own.
        axis: The axis of the channels.
        epsilon: A small number that keeps the division finite.
        center: Whether to add `beta`, one number per channel.
        scale: Whether to multiply by `gamma`, one number per channel.
        beta_initializer: How beta starts.
        gamma_initializer: How gamma starts.
        beta_regularizer: A penalty on beta.
        gamma_regularizer: A penalty on gamma.
        beta_constraint: A projection of beta after every update.
        gamma_constraint: A projection of gamma after every update.

    Output shape: the input's.

    >>> import numpy as np
    >>> x = np.array([[1.0, 3.0, 0.0, 8.0]])
    >>> GroupNormalization(groups=2, epsilon=0)(x).tolist()
    [[-1.0, 1.0, -1.0, 1.0]]
    """

    supports_masking = True

    def __init__(
        self,
        groups: int = 32,
        axis: int = -1,
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
        super().__init__(**kwargs)
        self.groups = _checked_groups(groups)
        self.axis = int(axis)
        self.epsilon = epsilon
        self.autocast = False  # inputs in full precision are used as they are
        self._set_center_and_scale(
            center,
            scale,
            (beta_initializer, beta_regularizer, beta_constraint),
            (gamma_initializer, gamma_regularizer, gamma_constraint),
        )

    def build(self, input_shape):
        """Make gamma and beta, one number for each channel."""
        (axis,) = positive_axes(self.axis, input_shape, self.name)
        channels = input_shape[axis]
        if channels is None or channels % self._number_of_groups(channels):
            raise ValueError(
                f'Layer "{self.name}" received {channels} channels.\n'
                f"Expected a number that groups={self.groups} divides.\n"
                "Change `groups`; groups=-1 puts each channel in its own group."
            )
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: channels})
        self._add_center_and_scale((channels,))

    def _number_of_groups(self, channels):
        return channels if self.groups == -1 else self.groups

    def call(self, inputs):
        """Return the normalized inputs."""
        (axis,) = positive_axes(self.axis, inputs.shape, self.name)
        channels = inputs.shape[axis]
        groups = self._number_of_groups(channels)
        split = [groups, channels // groups]
        shape = [*inputs.shape[:axis], *split, *inputs.shape[axis + 1 :]]
        x = at_least_float32(inputs).reshape(shape)  # (batch, ..., groups, size, ...)
        weights_shape = [1] * x.ndim
        weights_shape[axis : axis + 2] = split
        axes = tuple(n for n in range(1, x.ndim) if n != axis)
        with ComputeDtype(str(x.dtype)):
            mean = jnp.mean(x, axes, keepdims=True)
            variance = jnp.mean(jnp.square(x - mean), axes, keepdims=True)
            outputs = self._normalize(x, mean, variance, weights_shape)
        return outputs.reshape(inputs.shape).astype(self.compute_dtype)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        positive_axes(self.axis, input_shape, self.name)
        return input_shape


def _checked_groups(groups):
    whole = isinstance(groups, int) and not isinstance(groups, bool)
    if not whole or (groups < 1 and groups != -1):
        raise ValueError(
            f"groups={groups!r} is not a number of groups.\n"
            "Expected a whole number from 1 up, or -1 for one channel per group.\n"
            "Write for example groups=8."
        )
    return groups
