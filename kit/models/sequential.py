"""Sequential: a model whose layers follow one another in a line."""

from typing import Any

from kit.diagnosis.calls import class_not_called
from kit.diagnosis.writing import layers_without_list, list_in_a_list
from kit.layers.core import InputLayer
from kit.layers.layer import Layer
from kit.layers.symbolic import KerasTensor
from kit.models.graph import Graph
from kit.models.model import Model
from kit.naming import auto_name
from kit.saving.validation import checked_graph
from kit.serialization import CustomObjectScope, deserialize, register, serialize
from kit.training.runner import Runner


@register("keras")
class Sequential(Model):
    """A line of layers, each fed by the one before.

    Args:
        layers: The layers in order; the first may be `Input(shape=(...))`.
        trainable: Whether the optimizer may change the weights.
        name: A name.

    >>> from kit.layers.core import Dense, Input
    >>> model = Sequential([Input(shape=(784,)), Dense(10, activation="softmax")])
    >>> model.output_shape, model.count_params()
    ((None, 10), 7850)
    """

    _is_line = True

    def __init__(
        self,
        layers: Any = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs,
    ):
        super().__init__(name=name or auto_name("sequential"), **kwargs)
        if isinstance(trainable, Layer):
            raise layers_without_list(trainable.name).error()
        self._line: list[Layer] = []
        if not isinstance(layers, list | tuple | type(None)):
            layers = [layers]
        for layer in layers or ():
            self._append(layer)
        self._rebuild()
        if not trainable:
            self.trainable = False

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Put a layer at the end.

        Raises:
            ValueError: If it is not a layer, or its name is taken.
        """
        self._append(layer)
        if rebuild:
            try:
                self._rebuild()
            except Exception:
                self._line.pop()  # the model stays as it was
                self._rebuild()
                raise

    def pop(self, rebuild: bool = True) -> Layer:
        """Take the last layer away and return it."""
        if not self.layers:
            raise ValueError(
                "The model has no layer to take away.\n"
                "Expected at least one layer.\n"
                "Add one first: model.add(Dense(10))."
            )
        layer = self._line.pop()
        if rebuild:
            self._rebuild()
        return layer

    def _append(self, layer: Any) -> None:
        if isinstance(layer, KerasTensor) and layer._keras_history:
            layer = layer._keras_history[0]
        if not isinstance(layer, Layer):
            raise _no_layer(layer)
        if not self._line and layer._first_shape is not None:
            self._line.append(InputLayer(batch_shape=layer._first_shape))
        if isinstance(layer, InputLayer) and self._line:
            raise ValueError(
                f'Sequential received Input "{layer.name}" after other layers.\n'
                "Expected Input as the first layer only.\n"
                "Move it to the beginning, or leave it out."
            )
        others = [other for other in self._line if other is not layer]
        if any(layer.name == other.name for other in others):
            raise ValueError(
                f'The model already has a layer called "{layer.name}".\n'
                "Expected a name of its own for every layer.\n"
                "Leave the names out, or choose different ones."
            )
        self._line.append(layer)

    def _rebuild(self) -> None:
        """Call the layers on a symbolic input, if the input shape is known."""
        self._graph, self.built = None, False
        self._runner = Runner(self)
        if self._line and isinstance(self._line[0], InputLayer):
            self._connect(self._line[0].output)
        elif self._line and isinstance(self._line[0], Model) and self._line[0]._graph:
            self._connect(InputLayer(batch_shape=self._line[0].input_shape).output)

    def _connect(self, inputs: KerasTensor) -> None:
        outputs = inputs
        for layer in self.layers:
            outputs = layer(outputs)
        if self.layers:
            auto_name("functional")  # Keras makes and counts a model for the graph
            # With a batch size the shape was not stated but seen in the first data.
            self._graph = Graph(inputs, outputs, exact=inputs.shape[0] is None)
            self._build_shapes = {"input_shape": inputs.shape}
            self.built = True

    def build(self, input_shape: Any = None) -> None:
        """Make the weights for inputs of this shape, the batch being `None`."""
        if self._graph is None and self._line and input_shape is not None:
            self._connect(InputLayer(batch_shape=tuple(input_shape)).output)

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Pass the inputs through all layers."""
        if self._graph is not None:
            return super().call(inputs, training, mask)
        outputs = inputs
        for layer in self.layers:
            outputs = layer(outputs)
        return outputs

    def _make_weights(self, x: Any) -> None:
        shape = getattr(x, "shape", None)
        if self._graph is None and shape is not None and len(shape) > 1:
            self._connect(InputLayer(batch_shape=tuple(shape)).output)
            return
        super()._make_weights(x)

    @property
    def layers(self) -> list[Layer]:
        """The layers in order, without the Input."""
        return [layer for layer in self._line if not isinstance(layer, InputLayer)]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the output shape of the last layer."""
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return the layers in order, as plain values."""
        line = list(self._line)
        if line and not isinstance(line[0], InputLayer) and self._graph is not None:
            line.insert(0, self._graph.input_tensors[0]._keras_history[0])
        config = {
            "name": self.name,
            "trainable": self.trainable,
            "dtype": self.dtype_policy,
            "layers": [_entry(layer) for layer in line],
        }
        if self._graph is not None:
            config["build_input_shape"] = list(self._graph.input_tensors[0].shape)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make a model from what `get_config` returned, with new weights."""
        config = checked_graph({"layers": [], **config}, custom_objects)
        with CustomObjectScope(custom_objects):
            layers = [
                deserialize(entry, "keras.layers", "layer")
                for entry in config["layers"]
            ]
        model = cls(layers, name=config.get("name"))
        if model._graph is None and config.get("build_input_shape"):
            model.build(tuple(config["build_input_shape"]))
        if config.get("trainable") is False:
            model.trainable = False
        return model


def _entry(layer):
    entry = serialize(layer)
    if layer._build_shapes:
        entry["build_config"] = serialize(layer._build_shapes)
    return entry


def _no_layer(item):
    """The error for what stands in the list and is no layer."""
    if isinstance(item, list | tuple):
        return list_in_a_list(len(item)).error()
    if isinstance(item, type):
        return class_not_called(item.__name__, "Sequential").error()
    return ValueError(
        f"Sequential received {item!r:.40}, which is not a layer.\n"
        "Expected layers such as Dense(10).\n"
        "Put a function into kit.layers.Activation(function)."
    )
