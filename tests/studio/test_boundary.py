import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.boundary import CELLS, LEARN, NONE, TEST, Boundary
from kit.studio.data import StudioData
from kit.studio.probe import Probe

MOONS = StudioData.load("moons")


def line_model(units, activation):
    """A network that tells right from left, at x = 0."""
    model = Sequential([Input((2,)), Dense(1, name="hidden"), Dense(units, activation)])
    signs = np.array([[-4.0, 4.0]]) if units == 2 else np.array([[4.0]])
    model.set_weights([np.array([[1.0], [0.0]]), np.zeros(1), signs, np.zeros(units)])
    return Probe(model)


@pytest.mark.parametrize(("units", "activation"), [(2, "softmax"), (1, "sigmoid")])
def test_a_line_is_seen_as_a_line(units, activation):
    boundary = Boundary(MOONS)
    sight = boundary.look(line_model(units, activation), "hidden")
    x = boundary.grid[:, 0].reshape(CELLS, CELLS)
    np.testing.assert_array_equal(sight.probabilities.argmax(-1), x > 0)
    np.testing.assert_allclose(sight.units[0], x, rtol=1e-5)
    right = ((MOONS.x_test[:, 0] > 0) == MOONS.y_test).mean()
    assert sight.right == pytest.approx(right)


def test_hidden_layers_are_offered_but_not_the_last():
    boundary = Boundary(MOONS)
    places = boundary.places(line_model(2, "softmax"))
    assert [place.name for place in places] == ["hidden"]


def test_the_grid_reaches_beyond_all_points_and_starts_at_the_bottom():
    boundary = Boundary(MOONS)
    assert (boundary.grid.min(0) < MOONS.x_train.min(0)).all()
    assert (boundary.grid.max(0) > MOONS.x_test.max(0)).all()
    assert boundary.grid[0, 1] == boundary.grid[:, 1].min()


def test_points_of_either_part_or_none():
    boundary = Boundary(MOONS)
    counts = [len(boundary.points(which)[0]) for which in (LEARN, TEST, NONE)]
    assert counts == [350, 150, 0]


def test_other_data_and_other_outputs_are_refused():
    with pytest.raises(ValueError, match="samples have the shape"):
        Boundary(StudioData.load())
    numbers = Sequential([Input((2,)), Dense(2), Dense(3)])
    plane = StudioData.of(((np.ones((4, 2)), np.array([0, 1, 0, 1])),) * 2)
    assert Boundary(plane).look(Probe(numbers)).probabilities.shape[-1] == 3
