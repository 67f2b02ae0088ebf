"""Shrinking activations, which move small numbers to zero and keep large ones.

Pure functions on arrays; they serve sparse codes more than classifiers.
"""

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from kit.serialization import register


@register("keras.activations")
def soft_shrink(x: ArrayLike, threshold: float = 0.5) -> jax.Array:
    """Move every number towards zero by `threshold`, and stop there.

        soft_shrink(x) = sign(x) * max(|x| - threshold, 0)

    Args:
        x: Numbers of any shape; the result has the same shape.
        threshold: How far, at least 0.

    >>> soft_shrink([-2.0, 0.25, 2.0]).tolist()
    [-1.5, 0.0, 1.5]
    """
    x = jnp.asarray(x)
    negative_side = jnp.where(x < -threshold, x + threshold, 0.0)
    return jnp.where(x > threshold, x - threshold, negative_side)


@register("keras.activations")
def hard_shrink(x: ArrayLike, threshold: float = 0.5) -> jax.Array:
    """Replace small numbers by zero and keep the others.

        hard_shrink(x) = x   where |x| > threshold
                       = 0   elsewhere

    Args:
        x: Numbers of any shape; the result has the same shape.
        threshold: What counts as small, at least 0.

    >>> hard_shrink([-2.0, 0.25, 2.0]).tolist()
    [-2.0, 0.0, 2.0]
    """
    x = jnp.asarray(x)
    return jnp.where(jnp.abs(x) > threshold, x, 0.0)


@register("keras.activations")
def tanh_shrink(x: ArrayLike) -> jax.Array:
    """Take away the tanh, which leaves almost nothing of small numbers.

        tanh_shrink(x) = x - tanh(x)

    Args:
        x: Numbers of any shape; the result has the same shape.

    >>> print(tanh_shrink([-2.0, 0.0, 2.0]).round(3))
    [-1.036  0.     1.036]
    """
    x = jnp.asarray(x)
    return x - jnp.tanh(x)


@register("keras.activations")
def threshold(x: ArrayLike, threshold: float, default_value: float) -> jax.Array:
    """Keep what is above a threshold and replace the rest.

        threshold(x) = x               where x > threshold
                     = default_value   elsewhere

    Args:
        x: Numbers of any shape; the result has the same shape.
        threshold: The largest number that is replaced.
        default_value: What replaces it.

    >>> threshold([1.0, 2.0, 3.0], threshold=2.0, default_value=-1.0).tolist()
    [-1.0, -1.0, 3.0]
    """
    x = jnp.asarray(x)
    return jnp.where(x > threshold, x, default_value)
