"""Probe: a model with the weights of one moment, to be asked without changing it.

The panels that look inside a network stand on it: outputs, the output of every layer,
and all of that with other weights.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from kit.layers.call_context import CallContext
from kit.models.model import Model
from kit.training.program import options_for
from kit.variables import Scope

# Layers that only hand on what they get, in training or in another shape.
_PASSING = ("InputLayer", "Flatten", "Reshape", "Dropout", "Rescaling", "Permute")


class Place(NamedTuple):
    """One place of the network: a layer, what it is called, and its output shape."""

    name: str
    layer: Any
    shape: tuple[int | None, ...]

    @property
    def passes_on(self) -> bool:
        """Whether the layer computes nothing that is worth a look."""
        return type(self.layer).__name__ in _PASSING

    @property
    def title(self) -> str:
        """What a menu shows: the name and the output shape of one sample."""
        sizes = " × ".join(str(size) for size in self.shape[1:])
        return f"{self.name} ({sizes})"


class Probe:
    """Asks a model that may be training meanwhile; the model is never changed.

    Args:
        model: A Sequential or functional model with one input whose shape is known.

    Attributes:
        values: The weights and other state when the probe was made or refreshed.

    Raises:
        ValueError: If the model is no graph of layers.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> probe = Probe(Sequential([Input((4,)), Dense(3, name="a"), Dense(2)]))
    >>> probe.outputs(np.ones((5, 4))).shape, probe.places[0].title
    ((5, 2), 'a (3)')
    """

    def __init__(self, model: Any):
        graph = getattr(model, "_graph", None)
        if graph is None or len(graph.input_tensors) != 1:
            raise ValueError(
                f'The layers of "{model.name}" cannot be looked into.\n'
                "Expected a Sequential or functional model with one input.\n"
                "Build it of layers, with Input(shape=...) first."
            )
        self.model = model
        self.variables = model.trainable_variables + model.non_trainable_variables
        nodes = [
            node
            for node in graph.nodes
            if node.input_tensors and len(node.output_tensors) == 1
        ]
        self.places = _places(nodes)
        self._tensors = {
            place.name: node.output_tensors[0]
            for place, node in zip(self.places, nodes, strict=True)
        }
        self._compiled: dict[Any, Callable] = {}
        self._other: Probe | None = None
        self.refresh()

    @classmethod
    def of(cls, model: Any, old: "Probe | None" = None) -> "Probe":
        """Return a probe with the weights of now; an old one of the model is reused.

        So is the one before that: in time travel a model and its copy take turns, and
        their functions stay compiled.
        """
        for known in (old, old and old._other):
            if known is not None and known._still_fits(model):
                known.refresh()
                return known
        probe = cls(model)
        if old is not None:
            probe._other, old._other = old, probe
        return probe

    def refresh(self) -> None:
        """Take the weights of now."""
        self.values = [variable.value for variable in self.variables]

    def _still_fits(self, model):
        now = model.trainable_variables + model.non_trainable_variables
        is_own = self.model is model
        return is_own and list(map(id, now)) == list(map(id, self.variables))

    # Questions

    def outputs(self, x: Any, values: Any = None) -> np.ndarray:
        """Return the outputs for some inputs.

        Args:
            x: Inputs, `(samples, ...)`.
            values: Other weights than those of the probe, in the same order.
        """
        run = self.compiled("outputs", self.call)
        return np.asarray(run(self._values(values), jnp.asarray(x)))

    def layer_outputs(self, x: Any, names: Sequence[str]) -> list[np.ndarray]:
        """Return what each of these layers makes of some inputs."""
        run = self.compiled(
            ("layers", *names), lambda values, x: self.call_layers(values, x, names)
        )
        return [np.asarray(a) for a in run(self.values, jnp.asarray(x))]

    def last_hidden(self) -> Place:
        """Return the last layer that computes something before the last one.

        The network has turned a sample into these numbers before it decides.
        """
        learned = [i for i, place in enumerate(self.places) if place.layer.weights]
        before = self.places[: learned[-1]] if learned else self.places[:-1]
        working = [place for place in before if not place.passes_on]
        return [*self.places[-1:], *before, *working][-1]

    # The same as pure functions, for jax.grad and jax.jit

    def call(self, values: Any, x: Any) -> Any:
        """Return the outputs as a pure function of weights and inputs."""
        with Scope(self.variables, values), CallContext(training=False):
            return self.model(x)

    def call_layers(self, values: Any, x: Any, names: Sequence[str]) -> list[Any]:
        """Return the outputs of layers as a pure function of weights and inputs."""
        inner = Model(self.model.input, [self._tensors[name] for name in names])
        with Scope(self.variables, values), CallContext(training=False):
            return jax.tree.leaves(inner(x))  # one output alone or a list of them

    def compiled(self, key: Any, function: Callable) -> Callable:
        """Return a function compiled by `jax.jit`, once for each key."""
        if key not in self._compiled:
            self._compiled[key] = jax.jit(
                function, compiler_options=options_for(self.model)
            )
        return self._compiled[key]

    def value_of(self, variable: Any) -> np.ndarray:
        """Return what a Variable of the model held when the probe looked."""
        return np.asarray(self.values[self.index_of(variable)])

    def index_of(self, variable: Any) -> int:
        """Return the place of a Variable in `values`."""
        return next(i for i, known in enumerate(self.variables) if known is variable)

    def _values(self, values):
        return self.values if values is None else values


def _places(nodes: Sequence[Any]) -> list[Place]:
    """Name every layer call; a layer that is called twice gets a number."""
    places: list[Place] = []
    for node in nodes:
        name, taken = node.layer.name, {place.name for place in places}
        number = 2
        while name in taken:
            name, number = f"{node.layer.name} #{number}", number + 1
        places.append(Place(name, node.layer, tuple(node.output_tensors[0].shape)))
    return places
