"""Masking: tells the layers behind it which steps of a sequence are only padding."""

from typing import Any

import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.serialization import register


@register("keras.layers")
class Masking(Layer):
    """Marks the steps whose features all have one value, so that they are skipped.

        mask[b, t] = any(inputs[b, t] != mask_value)

    Recurrent layers keep their state over a masked step, and the loss leaves it out.

    Args:
        mask_value: The number that stands for "nothing here".

    Input shape: `(batch, steps, features)`.
    Output shape: the input's; masked steps are zero.

    >>> x = jnp.array([[[1.0, 2.0], [-1.0, -1.0]]])
    >>> Masking(-1)(x).tolist()
    [[[1.0, 2.0], [0.0, 0.0]]]
    >>> Masking(-1).compute_mask(x).tolist()
    [[True, False]]
    """

    supports_masking = True

    def __init__(self, mask_value: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        self.mask_value = mask_value

    def compute_mask(self, inputs: Any, previous_mask: Any = None) -> Any:
        """Return True for the steps that count."""
        return jnp.any(inputs != self.mask_value, axis=-1)

    def call(self, inputs):
        """Return the inputs with zeros in the masked steps."""
        return jnp.where(self.compute_mask(inputs)[..., None], inputs, 0)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape
