"""Boundary: what a network says at every place of the plane, for data with two numbers.

The panel of the same name draws it, live while the network learns.
"""

from typing import Any, NamedTuple

import numpy as np

from kit.studio.data import StudioData
from kit.studio.inspector import Predictions
from kit.studio.probe import Place, Probe
from kit.visualization.plane import extent_of

CELLS = 40  # places along each side of the plane
MOST_UNITS = 16
LEARN, TEST, NONE = "learn", "test", "none"
_MOST_POINTS = 500


class Sight(NamedTuple):
    """What a network says, at one moment.

    `probabilities` has shape (rows, columns, classes), `units` (units, rows, columns):
    the outputs of one hidden layer. `right` is the share of the test points on the
    right side. The first row has the smallest y.
    """

    probabilities: np.ndarray
    units: np.ndarray
    right: float


class Boundary:
    """Asks a network about a grid of places.

    Args:
        data: Points in the plane, in classes.

    Raises:
        ValueError: If the samples are something else.

    >>> boundary = Boundary(StudioData.load("moons"))
    >>> boundary.grid.shape
    (1600, 2)
    """

    def __init__(self, data: StudioData):
        if not data.is_plane:
            raise ValueError(
                f"The samples have the shape {data.input_shape}.\n"
                "Expected points in the plane, two numbers each, in classes.\n"
                "Choose moons, circles, spirals or xor."
            )
        self.data = data
        self.extent = extent_of(data.x_train, data.x_test)
        low_x, high_x, low_y, high_y = self.extent
        x, y = np.meshgrid(
            np.linspace(low_x, high_x, CELLS), np.linspace(low_y, high_y, CELLS)
        )
        self.grid = np.stack([x.ravel(), y.ravel()], axis=1).astype("float32")

    def places(self, probe: Probe) -> list[Place]:
        """Return the hidden layers whose units can be drawn."""
        learned = [place for place in probe.places if place.layer.weights]
        return [place for place in learned[:-1] if len(place.shape) == 2]

    def look(self, probe: Probe, name: str | None = None) -> Sight:
        """Ask a network.

        Args:
            probe: The model with the weights of one moment.
            name: A hidden layer whose units are wanted as well.
        """
        names = [probe.places[-1].name, *([name] if name else [])]
        outputs, *hidden = probe.layer_outputs(self.grid, names)
        units = np.empty((0, CELLS, CELLS))
        if hidden:
            units = hidden[0].T[:MOST_UNITS].reshape(-1, CELLS, CELLS)
        classes = self._chances(outputs)
        return Sight(classes.reshape(CELLS, CELLS, -1), units, self._right(probe))

    def _chances(self, outputs):
        """Return probabilities of all classes, also where there is one sigmoid."""
        found = Predictions(outputs, np.zeros(len(outputs), int))
        if found.kind != "classes":
            raise ValueError(
                f"The last layer gives outputs of shape {outputs.shape[1:]}.\n"
                "Expected one number for each class.\n"
                "End with a Dense layer that has a unit for each class."
            )
        return found.probabilities

    def _right(self, probe):
        found = Predictions(probe.outputs(self.data.x_test), self.data.y_test)
        return float("nan") if found.right is None else float(found.right.mean())

    def points(self, which: str = LEARN) -> tuple[np.ndarray, np.ndarray]:
        """Return points to draw and their classes, not too many.

        Args:
            which: `"learn"`, `"test"` or `"none"`.
        """
        pairs: dict[str, Any] = {LEARN: self.data.train, TEST: self.data.test}
        x, y = pairs.get(which, (np.empty((0, 2)), np.empty(0, int)))
        wide = y.ndim == 2 and y.shape[1] > 1
        labels = y.argmax(axis=1) if wide else y.reshape(-1).astype(int)
        return x[:_MOST_POINTS], labels[:_MOST_POINTS]
