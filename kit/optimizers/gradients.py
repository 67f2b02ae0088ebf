"""Clipping: shorten gradients that are too long before they move the parameters.

`Optimizer.update` applies one of the three ways, by its argument of the same name.
"""

from collections.abc import Sequence

import jax
import jax.numpy as jnp

Gradients = list[jax.Array | None]


def clip_by_value(grads: Sequence, clipvalue: float) -> Gradients:
    """Limit every entry of every gradient to the interval [-c, c].

        g = min(max(g, -c), c)

    Args:
        grads: One gradient g for each parameter, or None.
        clipvalue: The limit c.

    >>> clip_by_value([jnp.array([-3.0, 0.5])], 1.0)
    [Array([-1. ,  0.5], dtype=float32)]
    """
    return [None if g is None else jnp.clip(g, -clipvalue, clipvalue) for g in grads]


def clip_by_norm(grads: Sequence, clipnorm: float) -> Gradients:
    """Shorten every gradient, each for itself, to a length of at most c.

        g = g * c / max(|g|, c),   |g| = sqrt(sum of g²)

    Args:
        grads: One gradient g for each parameter, or None.
        clipnorm: The greatest length c.

    >>> clip_by_norm([jnp.array([3.0, 4.0])], 1.0)
    [Array([0.6, 0.8], dtype=float32)]
    """
    return [
        None if g is None else g * clipnorm / jnp.maximum(norm([g]), clipnorm)
        for g in grads
    ]


def clip_by_global_norm(grads: Sequence, global_clipnorm: float) -> Gradients:
    """Shorten all gradients by one factor, so that together they are at most c long.

        g = g * min(1, c / N),   N = sqrt(sum of the squares of all gradients)

    Args:
        grads: One gradient g for each parameter, or None.
        global_clipnorm: The greatest common length c.

    >>> clip_by_global_norm([jnp.array([3.0]), jnp.array([4.0])], 1.0)
    [Array([0.6], dtype=float32), Array([0.8], dtype=float32)]
    """
    factor = global_clipnorm / jnp.maximum(norm(grads), global_clipnorm)
    return [None if g is None else g * factor for g in grads]


def norm(grads: Sequence) -> jax.Array:
    """Return the length of all gradients taken as one long vector.

    >>> norm([jnp.array([3.0]), None, jnp.array([4.0])])
    Array(5., dtype=float32)
    """
    return jnp.sqrt(sum(jnp.sum(jnp.square(g)) for g in grads if g is not None))
