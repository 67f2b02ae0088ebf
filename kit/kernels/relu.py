"""The rectified linear unit, remembering its output instead of its input.

The activation functions call it; the layer's matrix product or convolution, its bias
and this function then become one oneDNN call on a CPU.
"""

import jax
import jax.numpy as jnp
from jax import lax


@jax.custom_vjp
def relu(x: jax.Array) -> jax.Array:
    """Returns the positive part, element by element.

        relu(x) = max(x, 0),    relu'(x) = 1 where relu(x) > 0, else 0

    Args:
        x: array of any shape.

    >>> relu(jnp.array([-1.0, 0.0, 2.0])).tolist()
    [0.0, 0.0, 2.0]
    """
    return jnp.maximum(x, 0)


def _relu_forward(x: jax.Array):
    # The barrier keeps XLA from testing x > 0 instead of y > 0: then x would have to
    # be stored as well, and "product + bias + relu" could no longer be one call.
    y = lax.optimization_barrier(jnp.maximum(x, 0))
    return y, y


def _relu_backward(y: jax.Array, g: jax.Array):
    return (jnp.where(y > 0, g, 0),)


relu.defvjp(_relu_forward, _relu_backward)
