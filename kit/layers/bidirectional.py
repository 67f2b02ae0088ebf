"""Bidirectional: two recurrent layers, one for each direction of reading."""

from typing import Any

import jax.numpy as jnp

from kit.layers.layer import Layer
from kit.layers.time_distributed import check_layer
from kit.serialization import deserialize, register, serialize

_MERGE: dict[str | None, Any] = {
    "concat": lambda a, b: jnp.concatenate([a, b], axis=-1),
    "sum": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "ave": lambda a, b: (a + b) / 2,
    None: lambda a, b: (a, b),
}


@register("keras.layers")
class Bidirectional(Layer):
    """Reads a sequence forwards with one recurrent layer and backwards with another.

        outputs = concatenate([forward_layer(x), backward_layer(x)])

    Args:
        layer: A recurrent layer, such as LSTM; both directions are made like it, with
            weights of their own.
        merge_mode: How the outputs are combined: `"concat"`, `"sum"`, `"mul"`, `"ave"`,
            or `None` for both of them.
        weights: Weights to start from, those of the forward layer first.
        backward_layer: A layer for the way back, with `go_backwards=True`, if it is to
            differ from `layer`.

    With `return_sequences`, the outputs of masked steps are zero. An `initial_state` is
    a list of the states of the forward layer and, behind them, of the backward layer.

    Input shape: `(batch, steps, features)`.
    Output shape: that of the layer, with twice the units for `"concat"`.

    >>> from kit.layers.lstm import LSTM
    >>> Bidirectional(LSTM(4)).compute_output_shape((None, 10, 3))
    (None, 8)
    """

    supports_masking = True

    def __init__(
        self,
        layer: Layer,
        merge_mode: str | None = "concat",
        weights: list | None = None,
        backward_layer: Layer | None = None,
        **kwargs,
    ):
        super().__init__(**kwargs)
        check_layer(layer, "Bidirectional", "LSTM(32)")
        if merge_mode not in _MERGE:
            raise ValueError(
                f"merge_mode={merge_mode!r} is no way to combine outputs.\n"
                'Expected "concat", "sum", "mul", "ave" or None.\n'
                "Leave it out to put them side by side."
            )
        self.merge_mode = merge_mode
        self.forward_layer = _copy(layer, "forward_")
        self.backward_layer = backward_layer or _copy(
            layer, "backward_", go_backwards=True
        )
        check_layer(self.backward_layer, "Bidirectional", "LSTM(32)")
        self._check_directions()
        self._first_weights = weights
        self.stateful = layer.stateful
        self.return_sequences = layer.return_sequences
        self.return_state = layer.return_state
        self.input_spec = layer.input_spec
        for one in (self.forward_layer, self.backward_layer):
            if hasattr(one, "zero_output_for_mask"):
                one.zero_output_for_mask = one.return_sequences

    def _check_directions(self):
        """Both layers must return the same, and read in opposite directions."""
        one, other = self.forward_layer, self.backward_layer
        for name in ("go_backwards", "stateful", "return_sequences", "return_state"):
            found = getattr(one, name), getattr(other, name)
            if (found[0] == found[1]) == (name == "go_backwards"):
                wanted = "opposite values" if name == "go_backwards" else "the same"
                raise ValueError(
                    f"The layers of Bidirectional have {name}={found[0]} and "
                    f"{found[1]}.\n"
                    f"Expected {wanted} in both.\n"
                    "Leave backward_layer out, or make it like the forward layer with "
                    "go_backwards=True."
                )

    def build(self, input_shape):
        """Make the weights of both layers."""
        self.forward_layer.build(input_shape)
        self.backward_layer.build(input_shape)
        if self._first_weights:
            self.set_weights(self._first_weights)

    def call(self, sequences, initial_state=None, mask=None, training=None):
        """Return the combined outputs, and with `return_state` all states."""
        options: tuple[dict, dict] = {"mask": mask}, {"mask": mask}
        if initial_state is not None:
            half = len(initial_state) // 2
            options[0]["initial_state"] = initial_state[:half]
            options[1]["initial_state"] = initial_state[half:]
        forward = self.forward_layer(sequences, **options[0])
        backward = self.backward_layer(sequences, **options[1])
        states = ()
        if self.return_state:
            states = (*forward[1:], *backward[1:])
            forward, backward = forward[0], backward[0]
        if self.return_sequences:
            backward = jnp.flip(backward, axis=1)  # in the order of the inputs again
        outputs = _MERGE[self.merge_mode](forward, backward)
        if not self.return_state:
            return outputs
        return (*outputs, *states) if self.merge_mode is None else (outputs, *states)

    def compute_mask(self, inputs, previous_mask=None):
        """Keep the mask if all outputs are returned; states have none."""
        if not self.return_sequences or previous_mask is None:
            return None
        count = 2 if self.merge_mode is None else 1
        return [previous_mask] * count if count > 1 else previous_mask

    def compute_output_shape(self, input_shape):
        """Return the shape of the layer's outputs, combined, and of all states."""
        shape, states = self.forward_layer.compute_output_shape(input_shape), ()
        if self.return_state:
            shape, states = shape[0], (*shape[1:], *shape[1:])
        if self.merge_mode == "concat":
            shape = (*shape[:-1], 2 * shape[-1])
        outputs = (shape, shape) if self.merge_mode is None else (shape,)
        return (*outputs, *states) if states or len(outputs) > 1 else shape

    @property
    def states(self) -> tuple | None:
        """The states kept between batches, if stateful: forward ones first."""
        if not self.forward_layer.states:
            return None
        return (*self.forward_layer.states, *self.backward_layer.states)

    def reset_state(self) -> None:
        """Forget the batches before, if stateful."""
        self.forward_layer.reset_state()
        self.backward_layer.reset_state()

    reset_states = reset_state

    def get_config(self) -> dict[str, Any]:
        """Return the arguments that make the same layer."""
        config = super().get_config()
        del config["weights"]
        return {
            **config,
            "layer": serialize(self.forward_layer),
            "backward_layer": serialize(self.backward_layer),
        }

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> "Bidirectional":
        """Make a layer from what `get_config` returned."""
        layers = {
            name: deserialize(config[name], "keras.layers", "layer")
            for name in ("layer", "backward_layer")
            if config.get(name) is not None
        }
        return cls(**{**config, **layers})


def _copy(layer, prefix, **changes):
    """Make a layer like this one, with new weights and a name of its own."""
    name = prefix + layer.name.removeprefix(prefix)
    return type(layer).from_config({**layer.get_config(), "name": name, **changes})
