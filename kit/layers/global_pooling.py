"""Global pooling layers: a whole sequence or image becomes one number per channel.

They often stand between the convolutions and the last Dense layer.
"""

import jax.numpy as jnp

from kit import config
from kit.layers.input_spec import InputSpec
from kit.layers.layer import Layer
from kit.serialization import register


class GlobalPooling(Layer):
    """The common part of the global pooling layers, which set the `rank`.

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.
    """

    rank: int

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **kwargs
    ):
        super().__init__(**kwargs)
        self.data_format = config.standardize_data_format(data_format)
        self.keepdims = keepdims
        self.input_spec = InputSpec(ndim=self.rank + 2)

    @property
    def _pooled_axes(self):
        return tuple(range(1, self.rank + 1))

    def compute_output_shape(self, input_shape):
        """Return (batch, channels), or with `keepdims` (batch, 1, ..., channels)."""
        pooled = (1,) * self.rank if self.keepdims else ()
        return (input_shape[0], *pooled, input_shape[-1])


@register("keras.layers", "GlobalAvgPool1D")
class GlobalAveragePooling1D(GlobalPooling):
    """Averages every channel over a sequence.

        outputs[b, c] = mean over steps i of inputs[b, i, c]

    With a mask, only the steps that it marks count.

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, channels)`.

    >>> GlobalAveragePooling1D().compute_output_shape((None, 7, 64))
    (None, 64)
    """

    supports_masking = True
    rank = 1

    def call(self, inputs, mask=None):
        """Return the mean over the steps that the mask, if there is one, marks."""
        if mask is None:
            return jnp.mean(inputs, 1, keepdims=self.keepdims)
        counts = mask.astype(bool)[..., None]  # (batch, steps, 1)
        total = jnp.sum(jnp.where(counts, inputs, 0), 1, keepdims=self.keepdims)
        steps = jnp.sum(counts, 1, keepdims=self.keepdims, dtype=inputs.dtype)
        return total / steps

    def compute_mask(self, inputs, previous_mask=None):
        """Return None: no steps are left."""
        return None


@register("keras.layers", "GlobalAvgPool2D")
class GlobalAveragePooling2D(GlobalPooling):
    """Averages every channel over an image.

        outputs[b, c] = mean over places i of inputs[b, i, c]

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, channels)`.

    >>> GlobalAveragePooling2D().compute_output_shape((None, 7, 7, 64))
    (None, 64)
    """

    rank = 2

    def call(self, inputs):
        """Return the mean of every channel."""
        return jnp.mean(inputs, self._pooled_axes, keepdims=self.keepdims)


@register("keras.layers", "GlobalAvgPool3D")
class GlobalAveragePooling3D(GlobalPooling):
    """Averages every channel over a volume.

        outputs[b, c] = mean over places i of inputs[b, i, c]

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, channels)`.

    >>> GlobalAveragePooling3D().compute_output_shape((None, 7, 7, 7, 64))
    (None, 64)
    """

    rank = 3

    def call(self, inputs):
        """Return the mean of every channel."""
        return jnp.mean(inputs, self._pooled_axes, keepdims=self.keepdims)


@register("keras.layers", "GlobalMaxPool1D")
class GlobalMaxPooling1D(GlobalPooling):
    """Keeps the largest value of every channel of a sequence.

        outputs[b, c] = max over steps i of inputs[b, i, c]

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.

    Input shape: `(batch, steps, channels)`.
    Output shape: `(batch, channels)`.

    >>> GlobalMaxPooling1D().compute_output_shape((None, 7, 64))
    (None, 64)
    """

    rank = 1

    def call(self, inputs):
        """Return the largest value of every channel."""
        return jnp.max(inputs, self._pooled_axes, keepdims=self.keepdims)


@register("keras.layers", "GlobalMaxPool2D")
class GlobalMaxPooling2D(GlobalPooling):
    """Keeps the largest value of every channel of an image.

        outputs[b, c] = max over places i of inputs[b, i, c]

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.

    Input shape: `(batch, rows, columns, channels)`.
    Output shape: `(batch, channels)`.

    >>> GlobalMaxPooling2D().compute_output_shape((None, 7, 7, 64))
    (None, 64)
    """

    rank = 2

    def call(self, inputs):
        """Return the largest value of every channel."""
        return jnp.max(inputs, self._pooled_axes, keepdims=self.keepdims)


@register("keras.layers", "GlobalMaxPool3D")
class GlobalMaxPooling3D(GlobalPooling):
    """Keeps the largest value of every channel of a volume.

        outputs[b, c] = max over places i of inputs[b, i, c]

    Args:
        data_format: `"channels_last"`.
        keepdims: Whether the pooled axes stay, with size 1.

    Input shape: `(batch, depth, rows, columns, channels)`.
    Output shape: `(batch, channels)`.

    >>> GlobalMaxPooling3D().compute_output_shape((None, 7, 7, 7, 64))
    (None, 64)
    """

    rank = 3

    def call(self, inputs):
        """Return the largest value of every channel."""
        return jnp.max(inputs, self._pooled_axes, keepdims=self.keepdims)
