"""Activations that look at all numbers along an axis and return probabilities.

Pure functions on arrays; `softmax` ends a network that chooses one class of many.
"""

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from kit.serialization import register


def _subtract_largest(x, axis):
    """Shift x so that its largest entry is 0, which keeps exp(x) finite."""
    x = jnp.asarray(x)
    axis = tuple(axis) if isinstance(axis, list) else axis
    # The shift changes no probability, so no gradient flows through it.
    return x - jax.lax.stop_gradient(jnp.max(x, axis, keepdims=True)), axis


@register("keras.activations")
def softmax(x: ArrayLike, axis: int | tuple[int, ...] = -1) -> jax.Array:
    """Turn numbers into probabilities that add up to 1.

        softmax(x)[i] = exp(x[i]) / (exp(x[0]) + exp(x[1]) + ...)

    Args:
        x: Numbers of any shape; the result has the same shape, between 0 and 1.
        axis: The axis, or axes, along which the result adds up to 1.

    >>> print(softmax([1.0, 2.0, 3.0]).round(3))
    [0.09  0.245 0.665]
    """
    shifted, axis = _subtract_largest(x, axis)
    exponentials = jnp.exp(shifted)
    return exponentials / jnp.sum(exponentials, axis, keepdims=True)


@register("keras.activations")
def log_softmax(x: ArrayLike, axis: int | tuple[int, ...] = -1) -> jax.Array:
    """Logarithm of the softmax, also where the softmax itself rounds to zero.

        log_softmax(x)[i] = x[i] - log(exp(x[0]) + exp(x[1]) + ...)

    Args:
        x: Numbers of any shape; the result has the same shape, at most 0.
        axis: The axis, or axes, along which the probabilities add up to 1.

    >>> log_softmax([0.0, 300.0]).tolist()
    [-300.0, 0.0]
    """
    shifted, axis = _subtract_largest(x, axis)
    return shifted - jnp.log(jnp.sum(jnp.exp(shifted), axis, keepdims=True))


@register("keras.activations")
def sparsemax(x: ArrayLike, axis: int = -1) -> jax.Array:
    """Turn numbers into probabilities of which many are exactly 0.

        sparsemax(x)[i] = max(x[i] - tau, 0)

    where tau is the number that makes the result add up to 1.

    Args:
        x: Numbers of any shape; the result has the same shape, between 0 and 1.
        axis: The axis along which the result adds up to 1.

    >>> sparsemax([1.0, 1.5, -1.0]).tolist()
    [0.25, 0.75, 0.0]
    """
    x = jnp.moveaxis(jnp.asarray(x), axis, -1)  # (..., classes)
    largest_first = -jnp.sort(-x, axis=-1)
    sums = jnp.cumsum(largest_first, axis=-1)  # of the largest 1, 2, 3, ...
    counts = jnp.arange(1, x.shape[-1] + 1)
    # With the k largest as the support, tau is (their sum - 1) / k.
    in_support = largest_first > (sums - 1) / counts
    support_size = jnp.sum(in_support, axis=-1, keepdims=True)
    support_sum = jnp.sum(jnp.where(in_support, largest_first, 0.0), -1, keepdims=True)
    tau = (support_sum - 1) / support_size
    return jnp.moveaxis(jnp.maximum(x - tau, 0.0), -1, axis)
