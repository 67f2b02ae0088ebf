"""Rectifiers: activations that keep positive numbers and flatten negative ones.

Pure functions on arrays; `relu` is the usual choice between the layers of a network.
"""

import jax
import jax.numpy as jnp
from jax.typing import ArrayLike

from kit.kernels.relu import relu as plain_relu
from kit.serialization import register


@register("keras.activations")
def linear(x: ArrayLike) -> ArrayLike:
    """Return the input as it is.

        linear(x) = x

    Args:
        x: Anything.

    >>> linear(3.0)
    3.0
    """
    return x


@register("keras.activations")
def relu(
    x: ArrayLike,
    negative_slope: float = 0.0,
    max_value: float | None = None,
    threshold: float = 0.0,
) -> jax.Array:
    """Rectified linear unit: keep what is positive, replace the rest by zero.

        relu(x) = max(x, 0)

    and with all arguments

        relu(x) = max_value                          where x >= max_value
                = x                                  where threshold < x < max_value
                = negative_slope * (x - threshold)   where x <= threshold

    Args:
        x: Numbers of any shape; the result has the same shape.
        negative_slope: The slope at and below the threshold.
        max_value: The largest value of the result; `None` means no limit.
        threshold: Where the function starts to keep its input.

    >>> relu([-2.0, 0.0, 3.0]).tolist()
    [0.0, 0.0, 3.0]
    >>> relu([-2.0, 0.0, 3.0, 9.0], negative_slope=0.5, max_value=6.0).tolist()
    [-1.0, 0.0, 3.0, 6.0]
    """
    x = jnp.asarray(x)
    if max_value is None and threshold == 0:
        return leaky_relu(x, negative_slope) if negative_slope else plain_relu(x)
    # "x <= threshold" and not "x > threshold", so that nan stays nan.
    positive = jnp.where(x <= threshold, 0, x)
    if max_value is not None:
        positive = jnp.clip(positive, 0, max_value)
    if negative_slope == 0:
        return positive
    return positive + negative_slope * jnp.where(x <= threshold, x - threshold, 0)


@register("keras.activations")
def leaky_relu(x: ArrayLike, negative_slope: float = 0.2) -> jax.Array:
    """Rectify, but let a little of the negative numbers through.

        leaky_relu(x) = x                    where x >= 0
                      = negative_slope * x   where x < 0

    Args:
        x: Numbers of any shape; the result has the same shape.
        negative_slope: The slope of the negative side. The layer `LeakyReLU` has
            another default, 0.3.

    >>> leaky_relu([-2.0, 4.0], negative_slope=0.5).tolist()
    [-1.0, 4.0]
    """
    x = jnp.asarray(x)
    return jnp.where(x >= 0, x, negative_slope * x)


@register("keras.activations")
def relu6(x: ArrayLike) -> jax.Array:
    """Rectify and cut off at 6.

        relu6(x) = min(max(x, 0), 6)

    Args:
        x: Numbers of any shape; the result has the same shape, between 0 and 6.

    >>> relu6([-1.0, 3.0, 9.0]).tolist()
    [0.0, 3.0, 6.0]
    """
    x = jnp.asarray(x)
    return jnp.where(x <= 0, 0, jnp.where(x >= 6, 6, x))


@register("keras.activations")
def elu(x: ArrayLike, alpha: float = 1.0) -> jax.Array:
    """Exponential linear unit: bends negative numbers towards `-alpha`.

        elu(x) = x                        where x > 0
               = alpha * (exp(x) - 1)     where x <= 0

    Args:
        x: Numbers of any shape; the result has the same shape, above `-alpha`.
        alpha: The limit on the negative side.

    >>> print(elu([-1.0, 0.0, 2.0]).round(3))
    [-0.632  0.     2.   ]
    """
    x = jnp.asarray(x)
    # exp of a large positive number is inf and would make the gradient nan
    negative = jnp.where(x > 0, 0.0, x)
    return jnp.where(x > 0, x, alpha * jnp.expm1(negative))


@register("keras.activations")
def selu(x: ArrayLike) -> jax.Array:
    """Scaled elu, whose constants keep mean 0 and variance 1 through many layers.

        selu(x) = 1.0507 * elu(x, alpha=1.6733)

    Use it with the initializer `lecun_normal` and the layer `AlphaDropout`.

    Args:
        x: Numbers of any shape; the result has the same shape, above -1.7581.

    >>> print(selu([-1.0, 0.0, 2.0]).round(3))
    [-1.111  0.     2.101]
    """
    return 1.0507009873554805 * elu(x, alpha=1.6732632423543772)


@register("keras.activations")
def celu(x: ArrayLike, alpha: float = 1.0) -> jax.Array:
    """Elu whose slope has no jump at zero, whatever `alpha` is.

        celu(x) = max(x, 0) + alpha * (exp(min(x, 0) / alpha) - 1)

    Args:
        x: Numbers of any shape; the result has the same shape, above `-alpha`.
        alpha: The limit on the negative side.

    >>> print(celu([-1.0, 0.0, 2.0], alpha=0.5).round(3))
    [-0.432  0.     2.   ]
    """
    x = jnp.asarray(x)
    return jnp.maximum(x, 0.0) + alpha * jnp.expm1(jnp.minimum(x, 0.0) / alpha)
