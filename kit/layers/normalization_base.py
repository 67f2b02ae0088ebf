"""NormalizationBase: gamma and beta, which several normalization layers share.

After the numbers have mean 0 and variance 1, the layer learns the scale and the
centre that suit the next layer.
"""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp

from kit import constraints, initializers, regularizers
from kit.layers.layer import Layer


class NormalizationBase(Layer):
    """The weights gamma and beta, and the formula that uses them."""

    def _set_center_and_scale(self, center, scale, beta, gamma):
        """Keep the choices; beta and gamma: (initializer, regularizer, constraint)."""
        self.center, self.scale = center, scale
        self.beta_initializer = initializers.get(beta[0])
        self.beta_regularizer = regularizers.get(beta[1])
        self.beta_constraint = constraints.get(beta[2])
        self.gamma_initializer = initializers.get(gamma[0])
        self.gamma_regularizer = regularizers.get(gamma[1])
        self.gamma_constraint = constraints.get(gamma[2])

    def _add_center_and_scale(self, shape: tuple) -> None:
        self.gamma = self.beta = None
        if self.scale:
            self.gamma = self.add_weight(
                name="gamma",
                shape=shape,
                initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
            )
        if self.center:
            self.beta = self.add_weight(
                name="beta",
                shape=shape,
                initializer=self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
            )

    def _normalize(
        self, x: jax.Array, mean: jax.Array, variance: jax.Array, shape: Sequence[int]
    ) -> jax.Array:
        """Return gamma (x - mean) / sqrt(variance + epsilon) + beta.

        It is computed as x * factor + shift. The weights get `shape`, which fits x.
        """
        factor = jax.lax.rsqrt(variance + self.epsilon)
        if self.gamma is not None:
            factor = factor * self.gamma.value.reshape(shape)
        shift = -mean * factor
        if self.beta is not None:
            shift = shift + self.beta.value.reshape(shape)
        return x * factor + shift


def at_least_float32(x: jax.Array) -> jax.Array:
    """Return x in a number format that is fine enough for sums and squares.

    >>> at_least_float32(jnp.zeros(2, "bfloat16")).dtype
    dtype('float32')
    """
    return x.astype(jnp.promote_types(x.dtype, "float32"))


def standardize_axis(axis: Any) -> int | list[int]:
    """Return one axis as a number, several as a list.

    Raises:
        TypeError: For anything else.

    >>> standardize_axis((1, 2))
    [1, 2]
    """
    several = isinstance(axis, list | tuple)
    whole = [hasattr(n, "__index__") for n in (axis if several else [axis])]
    if not all(whole) or not whole:
        raise TypeError(
            f"axis={axis!r} is not an axis.\n"
            "Expected a whole number, or a list of whole numbers.\n"
            "Write axis=-1 for the last axis."
        )
    return [int(n) for n in axis] if several else int(axis)


def positive_axes(
    axis: int | Sequence[int], shape: tuple, layer_name: str
) -> tuple[int, ...]:
    """Return the axes counted from the front, in ascending order.

    Args:
        axis: One axis, or several.
        shape: Shape of the input.
        layer_name: For the message.

    Raises:
        ValueError: If the input has no such axis.

    >>> positive_axes([-1, 1], (None, 4, 4, 3), "norm")
    (1, 3)
    """
    axes = [axis] if isinstance(axis, int) else axis
    if not all(-len(shape) <= n < len(shape) for n in axes):
        raise ValueError(
            f'Layer "{layer_name}" has axis={axis!r}.\n'
            f"Expected axes of an input of shape {tuple(shape)}.\n"
            "Write axis=-1 for the last axis."
        )
    return tuple(sorted(n % len(shape) for n in axes))
