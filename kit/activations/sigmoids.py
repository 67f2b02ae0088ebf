"""S-shaped activations, which press every number into a fixed range.

Pure functions on arrays; `sigmoid` turns a number into a probability.
"""

import jax
import jax.numpy as jnp
from jax.scipy.special import expit
from jax.typing import ArrayLike

from kit.activations.rectifiers import relu6
from kit.activations.smooth_rectifiers import softplus
from kit.serialization import register


@register("keras.activations")
def sigmoid(x: ArrayLike) -> jax.Array:
    """Press every number between 0 and 1.

        sigmoid(x) = 1 / (1 + exp(-x))

    Args:
        x: Numbers of any shape; the result has the same shape, between 0 and 1.

    >>> print(sigmoid([-2.0, 0.0, 2.0]).round(3))
    [0.119 0.5   0.881]
    """
    return expit(jnp.asarray(x))  # the formula above, without overflow


@register("keras.activations")
def tanh(x: ArrayLike) -> jax.Array:
    """Press every number between -1 and 1: the hyperbolic tangent.

        tanh(x) = (exp(x) - exp(-x)) / (exp(x) + exp(-x))

    Args:
        x: Numbers of any shape; the result has the same shape, between -1 and 1.

    >>> print(tanh([-1.0, 0.0, 1.0]).round(3))
    [-0.762  0.     0.762]
    """
    return jnp.tanh(jnp.asarray(x))


@register("keras.activations")
def softsign(x: ArrayLike) -> jax.Array:
    """Press every number between -1 and 1, more slowly than tanh.

        softsign(x) = x / (1 + |x|)

    Args:
        x: Numbers of any shape; the result has the same shape, between -1 and 1.

    >>> softsign([-1.0, 0.0, 3.0]).tolist()
    [-0.5, 0.0, 0.75]
    """
    x = jnp.asarray(x)
    return x / (1 + jnp.abs(x))


@register("keras.activations")
def log_sigmoid(x: ArrayLike) -> jax.Array:
    """Logarithm of the sigmoid, also where the sigmoid itself rounds to zero.

        log_sigmoid(x) = log(1 / (1 + exp(-x))) = -softplus(-x)

    Args:
        x: Numbers of any shape; the result has the same shape, at most 0.

    >>> print(log_sigmoid([-200.0, 0.0]).round(3))
    [-200.      -0.693]
    """
    return -softplus(-jnp.asarray(x))


@register("keras.activations")
def hard_sigmoid(x: ArrayLike) -> jax.Array:
    """Sigmoid made of three straight lines.

        hard_sigmoid(x) = relu6(x + 3) / 6

    Args:
        x: Numbers of any shape; the result has the same shape, between 0 and 1.

    >>> hard_sigmoid([-3.0, 0.0, 1.5, 4.0]).tolist()
    [0.0, 0.5, 0.75, 1.0]
    """
    return relu6(jnp.asarray(x) + 3.0) / 6.0


@register("keras.activations")
def sparse_sigmoid(x: ArrayLike) -> jax.Array:
    """Sigmoid made of three straight lines, exactly 0 or 1 outside [-1, 1].

        sparse_sigmoid(x) = clip((x + 1) / 2, 0, 1)

    Args:
        x: Numbers of any shape; the result has the same shape, between 0 and 1.

    >>> sparse_sigmoid([-2.0, 0.0, 0.5, 2.0]).tolist()
    [0.0, 0.5, 0.75, 1.0]
    """
    return 0.5 * jnp.clip(jnp.asarray(x) + 1.0, 0.0, 2.0)


@register("keras.activations")
def hard_tanh(x: ArrayLike) -> jax.Array:
    """Tanh made of three straight lines.

        hard_tanh(x) = clip(x, -1, 1)

    Args:
        x: Numbers of any shape; the result has the same shape, between -1 and 1.

    >>> hard_tanh([-2.0, 0.5, 2.0]).tolist()
    [-1.0, 0.5, 1.0]
    """
    x = jnp.asarray(x)
    return jnp.where(x > 1, 1, jnp.where(x < -1, -1, x))
