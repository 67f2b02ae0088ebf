"""Model: layers that are trained together.

It is a Layer, so that models can be parts of models, and a Trainer, so that it learns.
"""

import json
from typing import Any

import jax
import numpy as np

from kit.layers.core import InputLayer
from kit.layers.layer import Layer
from kit.layers.operation import OperationLayer
from kit.layers.shape_tracing import trace_outputs
from kit.layers.shapes import from_shapes, is_shape, shapes_of
from kit.layers.symbolic import KerasTensor, Node
from kit.models.functional_config import functional_config, graph_from_config
from kit.models.graph import Graph
from kit.models.summary import summary_html, summary_text
from kit.saving.description import describe_model
from kit.saving.files import load_weights, save_model, save_weights
from kit.saving.validation import checked_graph
from kit.serialization import register, suggest
from kit.training.trainer import Trainer
from kit.variables import Scope


class Model(Trainer, Layer):
    """A network, made of symbolic tensors or written as a class.

    Args:
        inputs: What `Input(...)` returned; several in a list or dict.
        outputs: What layers returned for it; several in a list or dict.
        name: A name.
        trainable: Whether the optimizer may change the weights.

    As a graph of symbolic tensors:

    >>> from kit.layers.core import Dense, Input
    >>> x = Input(shape=(784,))
    >>> Model(x, Dense(10)(x)).output_shape
    (None, 10)

    As a class with a `call`:

    >>> class Twice(Model):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.dense = Dense(3)
    ...     def call(self, inputs):
    ...         return self.dense(inputs) * 2
    >>> Twice()(np.zeros((1, 4))).shape
    (1, 3)
    """

    def __init__(
        self,
        inputs: Any = None,
        outputs: Any = None,
        name: str | None = None,
        trainable: bool = True,
        **kwargs,
    ):
        Trainer.__init__(self)
        graph_given = inputs is not None and outputs is not None
        if name is None and graph_given and type(self) is Model:
            from kit.naming import auto_name

            name = auto_name("functional")
        Layer.__init__(self, name=name, trainable=trainable, **kwargs)
        self._graph: Graph | None = None
        self._initial_epoch = 0
        if graph_given:
            graph = Graph(_alone(inputs), _alone(outputs))
            self._use_graph(_begun_with_inputs(graph, self.name))

    def _use_graph(self, graph: Graph) -> None:
        self._graph = graph
        self._graph_layers = graph.layers
        self.built = True
        self._build_shapes = {"input_shape": shapes_of(graph.inputs)}

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Run the inputs through the graph; a subclass writes its own."""
        del training, mask  # the layers find both in the context of the call
        if self._graph is None:
            raise NotImplementedError(
                f'Model "{self.name}" has no call method.\n'
                "Expected inputs and outputs, or a class with a call method.\n"
                "Write def call(self, inputs): ..., or Model(inputs, outputs)."
            )
        return self._graph.run(inputs, self.name)

    def build(self, input_shape: Any) -> None:
        """Make the weights for inputs of this shape."""
        if self._graph is None and not self._inside_build:
            self._make_weights(_example_of(input_shape))

    _inside_build = False
    _is_line = False  # True for Sequential

    def compute_output_spec(self, *args, **kwargs) -> Any:
        """Return KerasTensors with the shapes of the outputs."""
        return trace_outputs(self, args, kwargs)

    # Layers

    @property
    def layers(self) -> list[Any]:
        """The layers directly inside, in order, without operations such as `x + y`."""
        if self._graph is not None:
            layers = self._graph.layers
            return [layer for layer in layers if not isinstance(layer, OperationLayer)]
        return self._sublayers()

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """Return a layer by its name or its place.

        Raises:
            ValueError: If there is none; it proposes the closest name.
        """
        if index is not None:
            if -len(self.layers) <= index < len(self.layers):
                return self.layers[index]
            raise ValueError(
                f"There is no layer {index}: the model has {len(self.layers)}.\n"
                f"Expected an index from 0 to {len(self.layers) - 1}.\n"
                "See model.summary()."
            )
        names = [layer.name for layer in self.layers]
        if name in names:
            return self.layers[names.index(name)]
        raise ValueError(
            f'There is no layer called "{name}".{suggest(str(name), names)}\n'
            f"Expected one of: {', '.join(names)}.\n"
            "See model.summary()."
        )

    # The symbolic side

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs."""
        return self._need_graph().input_tensors

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs."""
        return self._need_graph().output_tensors

    @property
    def input(self) -> Any:
        """The symbolic input, in the form it was given."""
        return self._need_graph().inputs

    @property
    def output(self) -> Any:
        """The symbolic output, in the form it was given."""
        return self._need_graph().outputs

    @property
    def input_shape(self) -> Any:
        """The shape of the inputs, with `None` for the batch."""
        return shapes_of(self.input)

    @property
    def output_shape(self) -> Any:
        """The shape of the outputs, with `None` for the batch."""
        return shapes_of(self.output)

    @property
    def input_names(self) -> list[str]:
        """The names of the inputs."""
        return self._need_graph().input_names

    @property
    def output_names(self) -> list[str] | None:
        """The names of the outputs; None while they are unknown."""
        return None if self._graph is None else self._graph.output_names

    def _need_graph(self) -> Graph:
        if self._graph is None:
            raise AttributeError(
                f'Model "{self.name}" has no symbolic inputs and outputs.\n'
                "Expected a model whose input shape is known and made of layers.\n"
                "Begin it with Input(shape=(...)), or call it on data."
            )
        return self._graph

    # Getting ready

    def _has_all_weights(self) -> bool:
        layers = self._flatten_layers()
        return all(layer.built for layer in layers)

    def _make_weights(self, x: Any) -> None:
        """Trace the model on inputs like x, so that every layer makes its weights."""
        self._inside_build = True
        try:
            example = _zeros_like(x)
            with Scope():
                jax.eval_shape(lambda: self(example, training=False))
        finally:
            self._inside_build = False
        self.built = True

    def _make_ready(self, x: Any) -> None:
        if not self._has_all_weights():
            self._make_weights(x)

    # Describing

    def _shown_class(self) -> str:
        is_graph = type(self) is Model and self._graph is not None
        return "Functional" if is_graph else type(self).__name__

    def summary(
        self,
        line_length: int | None = None,
        positions: list[float] | None = None,
        print_fn: Any = None,
        expand_nested: bool = False,
        show_trainable: bool = False,
        layer_range: tuple[str, str] | None = None,
    ) -> None:
        """Print the layers with their output shapes and numbers of parameters.

        Args:
            line_length: Width in characters.
            positions: Where the columns end, as shares of the width.
            print_fn: Called once with the whole text instead of printing it.
            expand_nested: Whether to list the layers of models inside.
            show_trainable: Whether to add a column that tells what is frozen.
            layer_range: Names of the first and the last layer to list.
        """
        text = summary_text(
            self, line_length, positions, expand_nested, show_trainable, layer_range
        )
        if print_fn is None:
            print(text, end="")
        else:
            print_fn(text)

    def _repr_html_(self) -> str:
        return summary_html(self)

    def get_config(self) -> dict[str, Any]:
        """Return the layers and how they are connected, as plain values."""
        if self._graph is None:
            return super().get_config()
        return functional_config(self)

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Make a model from what `get_config` returned, with new weights."""
        if "layers" not in config:
            return super().from_config(config)
        config = checked_graph(config, custom_objects)
        inputs, outputs = graph_from_config(config, custom_objects)
        return cls(
            inputs=inputs,
            outputs=outputs,
            name=config.get("name"),
            trainable=config.get("trainable", True),
        )

    def to_json(self, **kwargs) -> str:
        """Return the architecture, without weights, as a JSON text."""
        return json.dumps(describe_model(self), **kwargs)

    # Files

    def save(self, filepath: Any, overwrite: bool = True, zipped: Any = None) -> None:
        """Write architecture, weights and training state to a `.keras` file."""
        del zipped
        save_model(self, filepath, overwrite)

    def save_weights(self, filepath: Any, overwrite: bool = True) -> None:
        """Write all weights to a `.weights.h5` file."""
        save_weights(self, filepath, overwrite)

    def load_weights(self, filepath: Any, skip_mismatch: bool = False) -> None:
        """Read weights that `save_weights` wrote, of kit or of Keras."""
        load_weights(self, filepath, skip_mismatch)


def _begun_with_inputs(graph: Graph, name: str) -> Graph:
    """Let a model that begins in the middle of another have an Input of its own."""

    def begins(tensor):
        return isinstance(tensor._keras_history[0], InputLayer)

    def as_input(tensor):
        if begins(tensor):
            return tensor
        return InputLayer(batch_shape=tensor.shape, dtype=tensor.dtype).output

    if all(map(begins, graph.input_tensors)):
        return graph
    inputs = jax.tree.map(as_input, graph.inputs)
    return Graph(inputs, graph.run(inputs, name))


def _alone(tensors: Any) -> Any:
    """Take a single tensor out of its list, as Keras does."""
    single = isinstance(tensors, list | tuple) and len(tensors) == 1
    return tensors[0] if single else tensors


def _example_of(input_shape: Any) -> Any:
    tensors = from_shapes(input_shape, "float32")
    if not is_shape(input_shape) and isinstance(tensors, tuple):
        tensors = list(tensors)
    return jax.tree.map(
        lambda t: np.zeros([1 if n is None else n for n in t.shape], "float32"), tensors
    )


def _zeros_like(x: Any) -> Any:
    """Zeros in the form of x, whose batch size summaries then show, as in Keras."""
    return jax.tree.map(lambda a: np.zeros(np.shape(a), a.dtype), x)


register("keras.models", "Functional")(Model)  # the name that Keras gives to graphs
register("keras")(Model)
__all__ = ["Model", "Node"]
