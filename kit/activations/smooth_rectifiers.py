"""Smooth relatives of relu, without its corner at zero.

Pure functions on arrays; `gelu` and `silu` are usual in large networks.
"""

import math

import jax
import jax.numpy as jnp
from jax.scipy.special import erfc, expit
from jax.typing import ArrayLike

from kit.activations.rectifiers import relu6
from kit.serialization import register


@register("keras.activations")
def softplus(x: ArrayLike) -> jax.Array:
    """Smooth form of relu.

        softplus(x) = log(1 + exp(x))

    Args:
        x: Numbers of any shape; the result has the same shape, above 0.

    >>> print(softplus([-100.0, 0.0, 100.0]).round(3))
    [  0.      0.693 100.   ]
    """
    return jnp.logaddexp(jnp.asarray(x), 0.0)  # exp(x) alone would overflow


@register("keras.activations")
def squareplus(x: ArrayLike, b: float = 4) -> jax.Array:
    """Smooth form of relu without an exponential.

        squareplus(x) = (x + sqrt(x**2 + b)) / 2

    Args:
        x: Numbers of any shape; the result has the same shape, above 0.
        b: How round the corner at zero is.

    >>> squareplus([-1.5, 0.0, 1.5]).tolist()
    [0.5, 1.0, 2.0]
    """
    x = jnp.asarray(x)
    return (x + jnp.sqrt(jnp.square(x) + b)) / 2


@register("keras.activations")
def sparse_plus(x: ArrayLike) -> jax.Array:
    """Softplus that is exactly 0 from -1 down and exactly x from 1 up.

        sparse_plus(x) = 0                  where x <= -1
                       = (x + 1)**2 / 4     where -1 < x < 1
                       = x                  where x >= 1

    Args:
        x: Numbers of any shape; the result has the same shape, at least 0.

    >>> sparse_plus([-2.0, 0.0, 2.0]).tolist()
    [0.0, 0.25, 2.0]
    """
    x = jnp.asarray(x)
    return jnp.where(x <= -1, 0.0, jnp.where(x >= 1, x, (x + 1.0) ** 2 / 4))


@register("keras.activations", "swish")
def silu(x: ArrayLike) -> jax.Array:
    """Let each number through in proportion to its sigmoid; also called swish.

        silu(x) = x * sigmoid(x)

    Args:
        x: Numbers of any shape; the result has the same shape, above -0.279.

    >>> print(silu([-1.0, 0.0, 1.0]).round(3))
    [-0.269  0.     0.731]
    """
    x = jnp.asarray(x)
    return x * expit(x)


@register("keras.activations", "hard_swish")
def hard_silu(x: ArrayLike) -> jax.Array:
    """Silu with the straight lines of hard_sigmoid; also called hard swish.

        hard_silu(x) = x * relu6(x + 3) / 6

    Args:
        x: Numbers of any shape; the result has the same shape, at least -0.375.

    >>> hard_silu([-1.5, 0.0, 4.0]).tolist()
    [-0.375, 0.0, 4.0]
    """
    x = jnp.asarray(x)
    return x * (relu6(x + 3.0) / 6.0)


swish = silu
hard_swish = hard_silu


@register("keras.activations")
def gelu(x: ArrayLike, approximate: bool = False) -> jax.Array:
    """Let each number through in proportion to how few normal numbers exceed it.

        gelu(x) = x * P(Z <= x) = x/2 * (1 + erf(x / sqrt(2)))

    and if approximate

        gelu(x) = x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 * x**3)))

    Args:
        x: Numbers of any shape; the result has the same shape, above -0.17.
        approximate: Whether to use the second formula.

    >>> print(gelu([-1.0, 0.0, 1.0]).round(3))
    [-0.159  0.     0.841]
    """
    x = jnp.asarray(x)
    if approximate:
        inner = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        return x * (0.5 * (1.0 + jnp.tanh(inner)))
    # erfc(-z) is 1 + erf(z), and more exact where that is nearly 0
    return 0.5 * x * erfc(-x * math.sqrt(0.5))


@register("keras.activations")
def mish(x: ArrayLike) -> jax.Array:
    """Smooth form of relu with a small dip below zero.

        mish(x) = x * tanh(softplus(x))

    Args:
        x: Numbers of any shape; the result has the same shape, above -0.309.

    >>> print(mish([-1.0, 0.0, 1.0]).round(3))
    [-0.303  0.     0.865]
    """
    x = jnp.asarray(x)
    return x * jnp.tanh(softplus(x))


@register("keras.activations")
def exponential(x: ArrayLike) -> jax.Array:
    """Make every number positive.

        exponential(x) = exp(x)

    Args:
        x: Numbers of any shape; the result has the same shape, above 0.

    >>> print(exponential([-1.0, 0.0, 1.0]).round(3))
    [0.368 1.    2.718]
    """
    return jnp.exp(jnp.asarray(x))


@register("keras.activations")
def glu(x: ArrayLike, axis: int = -1) -> jax.Array:
    """Gated linear unit: the second half decides how much of the first passes.

        glu([a, b]) = a * sigmoid(b)

    Args:
        x: Numbers with an even size along `axis`; the result has half that size.
        axis: The axis to split in two halves.

    Raises:
        ValueError: If the size along `axis` is odd.

    >>> glu([8.0, 0.0]).tolist()
    [4.0]
    """
    x = jnp.asarray(x)
    if x.shape[axis] % 2:
        raise ValueError(
            f"glu received the shape {x.shape}, odd along axis {axis}.\n"
            "Expected an even size, because it is split in two halves.\n"
            "Give the layer before it an even number of units."
        )
    values, gates = jnp.split(x, 2, axis)
    return values * expit(gates)
