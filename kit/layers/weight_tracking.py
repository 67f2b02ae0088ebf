"""WeightTracking: how a layer finds its own weights and those of the layers inside it.

A layer's attributes are its contents: layers, also in lists and dicts, seed generators,
metrics and Variables are found by looking through them in the order of assignment.
"""

from typing import Any

import numpy as np

from kit.layers.attributes import NamedAttributes
from kit.metrics.metric import Metric
from kit.random import SeedGenerator
from kit.variables import Variable

# What was passed to `__init__` or `compile`, and where the layer was called, are not
# parts of it.
_NOT_CONTENTS = ("_arguments", "_compile_arguments", "_inbound_nodes")
# Most attributes are one of these and need no closer look: this makes the search, which
# fit and predict begin with, about twice as fast.
_PLAIN = frozenset({type(None), bool, int, float, str})


class WeightTracking(NamedAttributes):
    """The part of a layer that knows its weights."""

    _trainable: bool = True

    @property
    def _own_variables(self) -> list[Variable]:
        """Variables made by `add_weight`, in order; made on first use."""
        return self.__dict__.setdefault("_variables_in_order", [])

    def __setattr__(self, name: str, value: Any) -> None:
        if isinstance(value, Variable) and not _among(value, self._own_variables):
            self._own_variables.append(value)
        super().__setattr__(name, value)

    def _contents(self) -> list[Any]:
        """Return what the attributes hold, each object once."""
        found: dict[int, Any] = {}
        for name, value in list(vars(self).items()):
            if type(value) not in _PLAIN and name not in _NOT_CONTENTS:
                _collect(value, found)
        return list(found.values())

    def _sublayers(self) -> list["WeightTracking"]:
        """The layers directly inside this one."""
        return [item for item in self._contents() if isinstance(item, WeightTracking)]

    def _flatten_layers(self) -> list["WeightTracking"]:
        """This layer and all layers inside it, at any depth."""
        found, seen = [], set()

        def visit(layer):
            if id(layer) not in seen:
                seen.add(id(layer))
                found.append(layer)
                for inner in layer._sublayers():
                    visit(inner)

        visit(self)
        return found

    @property
    def variables(self) -> list[Variable]:
        """All weights and the states of seed generators."""
        found, contents = self._weights_here(), self._contents()
        for item in contents:
            if isinstance(item, SeedGenerator):
                found.append(item.state)
        for item in contents:
            if isinstance(item, WeightTracking):
                found += item.variables
        return _unique(found)

    @property
    def weights(self) -> list[Variable]:
        """All weights: own ones first, then those of the layers inside."""
        found = self._weights_here()
        for layer in self._sublayers():
            found += layer.weights
        return _unique(found)

    def _weights_here(self) -> list[Variable]:
        own = self._own_variables
        return [v for v in own if v.trainable] + [v for v in own if not v.trainable]

    @property
    def trainable_variables(self) -> list[Variable]:
        """The weights that an optimizer changes."""
        if not self._trainable:
            return []
        found = [v for v in self._own_variables if v.trainable]
        for layer in self._sublayers():
            found += layer.trainable_variables
        return _unique(found)

    trainable_weights = trainable_variables

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """All other variables, such as moving averages and seed states."""
        trainable = {id(v) for v in self.trainable_variables}
        return [v for v in self.variables if id(v) not in trainable]

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """All other weights, such as moving averages and frozen kernels."""
        trainable = {id(v) for v in self.trainable_variables}
        return [v for v in self.weights if id(v) not in trainable]

    @property
    def trainable(self) -> bool:
        """Whether the optimizer may change the weights; setting it reaches inside."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        for layer in self._flatten_layers():
            layer._trainable = bool(value)

    @property
    def metrics(self) -> list[Metric]:
        """The metrics kept as attributes of this layer and of those inside it."""
        return metrics_of(self._flatten_layers())

    def get_weights(self) -> list[np.ndarray]:
        """Return all weights as NumPy arrays."""
        return [variable.numpy() for variable in self.weights]

    def set_weights(self, weights: list[np.ndarray]) -> None:
        """Replace all weights, in the order of `get_weights`.

        Raises:
            ValueError: If their number or a shape differs; then nothing is changed.
        """
        variables = self.weights
        if len(weights) != len(variables):
            raise ValueError(
                f'"{self.name}" has {len(variables)} weights, {len(weights)} came.\n'
                "Expected one array for each weight.\n"
                "Take them from get_weights() of a model of the same layers."
            )
        for variable, array in zip(variables, weights, strict=True):
            if tuple(np.shape(array)) != variable.shape:
                raise ValueError(
                    f'Weight "{variable.path}" has shape {variable.shape}, '
                    f"{tuple(np.shape(array))} came.\n"
                    "Expected the same shapes in the same order.\n"
                    "Take them from get_weights() of a model of the same layers."
                )
        for variable, array in zip(variables, weights, strict=True):
            variable.assign(array)

    def count_params(self) -> int:
        """Return how many numbers the weights hold."""
        if not self.built:
            raise ValueError(
                f'"{self.name}" has no weights yet: its input shape is unknown.\n'
                "Expected a built layer or model.\n"
                "Begin with Input(shape=(...)), call build(input_shape), or call it "
                "on data."
            )
        return sum(variable.size for variable in self.weights)


def metrics_of(layers: list[WeightTracking]) -> list[Metric]:
    """Return the metrics that these layers keep as attributes, each once."""
    found = [item for layer in layers for item in layer._contents()]
    return _unique([item for item in found if isinstance(item, Metric)])


def _collect(value, found):
    """Find layers, metrics, seed generators and Variables in nested containers."""
    if isinstance(value, (list, tuple)):
        for item in value:
            _collect(item, found)
    elif isinstance(value, dict):
        for item in value.values():
            _collect(item, found)
    elif isinstance(value, (WeightTracking, SeedGenerator, Metric)):
        found.setdefault(id(value), value)


def _among(item, items):
    return any(item is other for other in items)


def _unique(items):
    return list({id(item): item for item in items}.values())
