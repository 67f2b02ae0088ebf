"""Inside: the weights, activations and gradients of a model, and its single units.

The panel of the same name draws what these functions return.
"""

from typing import Any, NamedTuple

import jax.numpy as jnp
import numpy as np

from kit.studio.data import StudioData
from kit.studio.inspector import Predictions
from kit.studio.one_step import OneStep
from kit.studio.probe import Place, Probe

SAMPLES = 500  # so many test samples tell which units are dead
_AT_ONCE = 100
_MOST_VALUES = 40_000  # for a histogram


class Activity(NamedTuple):
    """What a layer does with many samples.

    `largest` is the largest size that each unit reached in any of them; `values` are
    some of all outputs.
    """

    largest: np.ndarray
    values: np.ndarray
    samples: int

    @property
    def dead(self) -> np.ndarray:
        """The units that were 0 for every sample."""
        return np.flatnonzero(self.largest == 0)


class GradientNorm(NamedTuple):
    """How long an array of weights and its gradient are."""

    name: str
    weights: float
    gradient: float


class Inside:
    """Looks into the layers of a model.

    Args:
        probe: The model with the weights of one moment.
        data: The data that it has learned from.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> x, y = np.eye(4), np.array([0, 1, 0, 1])
    >>> layers = [Input((4,)), Dense(3, "relu", kernel_initializer="zeros"), Dense(2)]
    >>> inside = Inside(Probe(Sequential(layers)), StudioData.of(((x, y), (x, y))))
    >>> inside.activity(inside.places[0]).dead.tolist()
    [0, 1, 2]
    """

    def __init__(self, probe: Probe, data: StudioData):
        self.probe, self.data = probe, data
        self.places = [place for place in probe.places if place.layer.weights]

    # Weights

    def weights(self, place: Place) -> list[tuple[str, np.ndarray]]:
        """Return the names and values of the weights of a layer."""
        return [(v.name, self.probe.value_of(v)) for v in place.layer.weights]

    def pictures(self, place: Place, most: int = 32) -> np.ndarray:
        """Return the first array of weights as maps, `(maps, height, width)`.

        A Dense layer on images has one image for each unit, a convolution the mean
        over its input channels for each filter; all else is one matrix.
        """
        kernel = self.weights(place)[0][1]
        if kernel.ndim == 4:  # (height, width, channels, filters)
            return np.moveaxis(kernel.mean(axis=2), -1, 0)[:most]
        shape = self.data.input_shape[:2]
        is_first = place.name == self.places[0].name
        if kernel.ndim == 2 and is_first and self.data.is_images:
            if len(kernel) == int(np.prod(shape)):
                return kernel.T.reshape(-1, *shape)[:most]
        return kernel.reshape(-1, kernel.shape[-1] if kernel.ndim else 1)[None]

    # Activations

    def activity(self, place: Place) -> Activity:
        """Run the test samples through the network, and watch one layer."""
        x = self.data.x_test[:SAMPLES]
        run = self.probe.compiled(
            ("activity", place.name), lambda values, x: self._watch(values, x, place)
        )
        pieces = [
            run(self.probe.values, jnp.asarray(x[start : start + _AT_ONCE]))
            for start in range(0, len(x), _AT_ONCE)
        ]
        largest = np.max([np.asarray(most) for most, _ in pieces], axis=0)
        values = np.concatenate([np.asarray(some) for _, some in pieces])
        return Activity(largest, values, len(x))

    def _watch(self, values, x, place):
        """Return the largest size of every unit, and evenly chosen outputs."""
        (outputs,) = self.probe.call_layers(values, x, [place.name])
        most = jnp.abs(outputs).max(axis=tuple(range(outputs.ndim - 1)))
        flat = outputs.reshape(-1)
        rows = -(-min(len(self.data.x_test), SAMPLES) // _AT_ONCE)
        step = max(1, -(-flat.size * rows // _MOST_VALUES))
        step += step % 2 == 0  # an odd step meets all units, whose number is often even
        return most, flat[::step]

    # Gradients

    def gradients(self, samples: int = 32) -> list[GradientNorm]:
        """Return the length of the gradient of one batch, for every array of weights.

        Args:
            samples: How many training samples the batch has.
        """
        x, y = self.data.x_train[:samples], self.data.y_train[:samples]
        record = OneStep(self.probe).take(x, y)
        return [GradientNorm(w.name, *w.norms[:2]) for w in record.weights]

    # Units

    def units(self, place: Place) -> int:
        """Return how many units or filters a layer has."""
        return int(place.shape[-1] or 0)

    def muted(self, place: Place, unit: int) -> list[Any]:
        """Return the model's values with all weights of one unit at zero."""
        values = list(self.probe.values)
        for variable in place.layer.weights:
            index = self.probe.index_of(variable)
            if variable.shape and variable.shape[-1] == self.units(place):
                values[index] = values[index].at[..., unit].set(0)
        return values

    def accuracy(self, values: Any = None) -> float:
        """Return the share of the first 500 test samples that is predicted rightly.

        Args:
            values: Other weights, such as `muted` returns.

        Raises:
            ValueError: If the model does not choose between classes.
        """
        x, y = self.data.x_test[:SAMPLES], self.data.y_test[:SAMPLES]
        pieces = [
            self.probe.outputs(x[start : start + _AT_ONCE], values)
            for start in range(0, len(x), _AT_ONCE)
        ]
        right = Predictions(np.concatenate(pieces), y).right
        if right is None:
            raise ValueError(
                "This model does not choose between classes, so nothing is right.\n"
                "Expected one output for each class.\n"
                "Mute units of a model that names digits or other classes."
            )
        return float(right.mean())
