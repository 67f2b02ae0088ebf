"""ActivityRegularization: a penalty on what a layer gives, not on its weights."""

from typing import Any

from kit.layers.layer import Layer
from kit.regularizers import L1L2
from kit.serialization import register


@register("keras.layers")
class ActivityRegularization(Layer):
    """Returns its input and adds a penalty on it to the loss.

        outputs = inputs
        loss += (l1 * sum(|inputs|) + l2 * sum(inputs ** 2)) / batch size

    Args:
        l1: Strength of the penalty on absolute values.
        l2: Strength of the penalty on squares.

    Output shape: the input's.

    >>> import numpy as np
    >>> layer = ActivityRegularization(l2=0.5)
    >>> layer(np.array([[1.0, 2.0]])).tolist(), float(layer.losses[0])
    ([[1.0, 2.0]], 2.5)
    """

    supports_masking = True

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **kwargs):
        super().__init__(activity_regularizer=L1L2(l1=l1, l2=l2), **kwargs)
        self.l1 = l1
        self.l2 = l2

    def get_config(self) -> dict[str, Any]:
        """Return the two factors; the regularizer follows from them."""
        config = super().get_config()
        config.pop("activity_regularizer", None)
        return config

    def call(self, inputs):
        """Return the inputs."""
        return inputs

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape
