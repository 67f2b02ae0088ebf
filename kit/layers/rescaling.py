"""Rescaling: a fixed multiplication and addition, such as pixels / 255.

Inside the model it travels with it, so nobody can forget it later.
"""

from typing import Any

import jax.numpy as jnp
import numpy as np

from kit.layers.layer import Layer
from kit.serialization import register


@register("keras.layers")
class Rescaling(Layer):
    """Multiplies by a fixed number and adds another one.

        outputs = inputs * scale + offset

    Args:
        scale: A number, or one for each entry of the last axis.
        offset: A number, or one for each entry of the last axis.

    Output shape: the input's.

    >>> import numpy as np
    >>> Rescaling(1 / 128)(np.array([[0, 64, 192]], "uint8")).tolist()
    [[0.0, 0.5, 1.5]]
    """

    supports_masking = True

    def __init__(self, scale: Any, offset: Any = 0.0, **kwargs):
        super().__init__(**kwargs)
        self.scale = scale
        self.offset = offset

    def call(self, inputs):
        """Return inputs * scale + offset."""
        dtype = self.compute_dtype
        scale = jnp.asarray(self.scale, dtype)
        return inputs.astype(dtype) * scale + jnp.asarray(self.offset, dtype)

    def compute_output_shape(self, input_shape):
        """Keep the shape."""
        return input_shape

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Rescaling":
        """Make the layer from what `get_config` returned."""
        config = dict(config)
        for name in ("scale", "offset"):
            config[name] = array_from_config(config.get(name, 0.0))
        return cls(**config)


def array_from_config(value: Any) -> Any:
    """Return an array from its description in a config; anything else unchanged.

    >>> array_from_config({"class_name": "__numpy__", "config": {"value": [1, 2],
    ...                    "dtype": "int32"}})
    array([1, 2], dtype=int32)
    """
    if isinstance(value, dict) and isinstance(value.get("config"), dict):
        content = value["config"]
        return np.asarray(content.get("value"), content.get("dtype"))
    return value
