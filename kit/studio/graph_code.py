"""The program of a model whose layers form a graph, in Keras's functional style."""

import keyword
import re
from typing import Any

from kit.studio import entries, graph
from kit.studio.code_view import layer_code, literal
from kit.studio.entries import Entry

# Names that the rest of the program uses.
_TAKEN = {"keras", "model", "train", "test", "history", "scores", "predictions"}
_TAKEN |= {"x_train", "y_train", "x_test", "y_test"}


def graph_code(content: dict[str, Any]) -> str:
    """Return the lines that make a model of connected layers.

    Args:
        content: What `ModelSpec.content` is for a graph.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.model import Model
    >>> from kit.studio.builder import ModelSpec
    >>> x = Input((4,), name="x")
    >>> print(graph_code(ModelSpec.from_model(Model(x, Dense(3, name="y")(x))).content))
    x = keras.Input(shape=(4,), name="x")
    y = keras.layers.Dense(3, name="y")(x)
    model = keras.Model(x, y)
    """
    writer = _Writer(content["layers"])
    lines = writer.lines()
    inputs = content["input_layers"]
    alone = isinstance(inputs, list) and len(inputs) == 1  # as a person writes it
    ends = [writer.places(inputs[0] if alone else inputs)]
    ends.append(writer.places(content["output_layers"]))
    if not entries.is_automatic_name("Functional", content["name"]):
        ends.append(f"name={literal(content['name'])}")
    if not content["trainable"]:
        ends.append("trainable=False")
    return "\n".join([*lines, f"model = keras.Model({', '.join(ends)})"])


class _Writer:
    """Gives every output a name, and writes one line for each call of a layer."""

    def __init__(self, layers: list[Entry]):
        self._layers = layers
        self._names: dict[tuple[str, int], str] = {}
        self._taken = set(_TAKEN)

    def lines(self) -> list[str]:
        found: list[str] = []
        waiting = list(self._layers)
        while waiting:
            ready = [entry for entry in waiting if self._is_ready(entry)]
            if not ready:
                names = ", ".join(entry["config"]["name"] for entry in waiting)
                return [*found, f"# These layers share their calls in turns: {names}"]
            found += self._layer_lines(ready[0])
            waiting = [entry for entry in waiting if entry is not ready[0]]
        return found

    def _is_ready(self, entry):
        own = entry["config"]["name"]
        places = graph.sources(entry["inbound_nodes"])
        return all((n, i) in self._names or n == own for n, i, _ in places)

    def _layer_lines(self, entry):
        name, calls = entry["config"]["name"], entry["inbound_nodes"]
        if entries.is_input(entry):
            return [f"{self._new(name, 0)} = {layer_code(entry)}"]
        if entry["class_name"] == "OperationLayer":
            made, found = f"keras.ops.{entry['config']['operation']}", []
        elif len(calls) == 1:
            made, found = layer_code(entry), []
        else:  # several calls share the weights of one layer
            shared = self._free(f"{_identifier(name)}_layer")
            made, found = shared, [f"{shared} = {layer_code(entry)}"]
        for index, call in enumerate(calls):
            words = [self._value(value) for value in call["args"]]
            words += [f"{k}={self._value(v)}" for k, v in call["kwargs"].items()]
            found.append(f"{self._new(name, index)} = {made}({', '.join(words)})")
        return found

    def _new(self, layer: str, index: int) -> str:
        self._names[layer, index] = name = self._free(_identifier(layer))
        return name

    def _free(self, name: str) -> str:
        number, free = 1, name
        while free in self._taken or keyword.iskeyword(free):
            number += 1
            free = f"{name}_{number}"
        self._taken.add(free)
        return free

    def _value(self, value: Any) -> str:
        if graph.is_tensor(value):
            return self._tensor(value["config"]["keras_history"])
        if isinstance(value, list):
            return f"[{', '.join(self._value(item) for item in value)}]"
        return literal(value)

    def _tensor(self, place):
        name, index, position = place
        word = self._names.get((name, index), _identifier(name))
        return word if position == 0 else f"{word}[{position}]"

    def places(self, value: Any) -> str:
        """Write the inputs or outputs of the model."""
        if isinstance(value, dict):
            inside = [f"{literal(k)}: {self.places(v)}" for k, v in value.items()]
            return f"{{{', '.join(inside)}}}"
        if value and isinstance(value[0], str):
            return self._tensor(value)
        return f"[{', '.join(self.places(place) for place in value)}]"


def _identifier(name: str) -> str:
    """Turn the name of a layer into one that Python takes.

    >>> _identifier("my layer/2"), _identifier("2d")
    ('my_layer_2', '_2d')
    """
    word = re.sub(r"\W", "_", name) or "layer"
    return f"_{word}" if word[0].isdigit() else word
