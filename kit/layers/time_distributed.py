"""TimeDistributed: one layer for every step of a sequence."""

from typing import Any

from kit.layers.layer import Layer
from kit.layers.masks import parameter_names
from kit.serialization import deserialize, register


@register("keras.layers")
class TimeDistributed(Layer):
    """Applies a layer to every step of a sequence, with the same weights.

        outputs[:, t] = layer(inputs[:, t])

    All steps are computed at once, as one large batch of `batch * steps` samples.

    Args:
        layer: The layer, or model, for one step.

    Input shape: `(batch, steps, ...)`.
    Output shape: `(batch, steps, ...)` with what the layer makes of one step.

    >>> from kit.layers.core import Dense
    >>> TimeDistributed(Dense(8)).compute_output_shape((None, 10, 28, 28))
    (None, 10, 28, 8)
    """

    supports_masking = True

    def __init__(self, layer: Layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = check_layer(layer, "TimeDistributed", "Dense(8)")

    def build(self, input_shape):
        """Make the weights of the layer for one step."""
        if not self.layer.built:
            self.layer.build(self._step_shape(input_shape))
            self.layer.built = True

    def call(self, inputs, training=None, mask=None):
        """Return the layer's outputs for every step."""
        self._step_shape(inputs.shape)
        batch, steps = inputs.shape[:2]
        if mask is not None and tuple(mask.shape[:2]) != (batch, steps):
            raise ValueError(
                f'Layer "{self.name}" got a mask of shape {tuple(mask.shape)}.\n'
                f"Expected one that begins with {(batch, steps)}, as the inputs do.\n"
                "Pass a mask with an entry for every step of every sample."
            )
        options = {}
        accepts_mask = "mask" in parameter_names(type(self.layer).call)
        if mask is not None and accepts_mask and mask.ndim == inputs.ndim - 1:
            options["mask"] = _join_batch_and_steps(mask)
        outputs = self.layer(_join_batch_and_steps(inputs), **options)
        return outputs.reshape((batch, steps, *outputs.shape[1:]))

    def compute_output_shape(self, input_shape):
        """Return what the layer makes of one step, with the steps put in again."""
        shape = self.layer.compute_output_shape(self._step_shape(input_shape))
        return (shape[0], input_shape[1], *shape[1:])

    def _step_shape(self, input_shape):
        if len(input_shape) < 3:
            raise ValueError(
                f'Layer "{self.name}" received an input of shape {input_shape}.\n'
                "Expected at least 3 axes, (batch, steps, features).\n"
                "Add the axis of features: x = x[..., None]."
            )
        return (input_shape[0], *input_shape[2:])

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "TimeDistributed":
        """Make a layer from what `get_config` returned."""
        layer = deserialize(config["layer"], "keras.layers", "layer")
        return cls(**{**config, "layer": layer})


def check_layer(layer: Any, wrapper: str, example: str) -> Layer:
    """Return the layer that a wrapper was given.

    Raises:
        ValueError: If it is none.

    >>> check_layer(Layer(name="inner"), "TimeDistributed", "Dense(8)").name
    'inner'
    """
    if not isinstance(layer, Layer):
        raise ValueError(
            f"{wrapper} received {layer!r:.40}, which is not a layer.\n"
            f"Expected a layer, such as {example}.\n"
            f"Write {wrapper}({example})."
        )
    return layer


def _join_batch_and_steps(x):
    return x.reshape((x.shape[0] * x.shape[1], *x.shape[2:]))
