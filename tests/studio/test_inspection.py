import numpy as np
import pytest

from kit.studio.inspection import Inspection
from kit.studio.inspector import Predictions


def predictions(samples=100, wrong=(3, 50, 97)):
    labels = np.arange(samples) % 10
    outputs = np.eye(10)[labels] * 0.8 + 0.02
    outputs[list(wrong)] = np.roll(outputs[list(wrong)], 1, axis=1)
    return Predictions(outputs, labels)


@pytest.fixture
def inspection():
    return Inspection(predictions(), per_page=40)


def test_pages(inspection):
    assert inspection.pages == 3
    assert inspection.items.tolist() == list(range(40))
    assert inspection.extent == "1 to 40 of 100"
    inspection.turn(2)
    assert inspection.items.tolist() == list(range(80, 100))
    assert (inspection.chosen, inspection.place) == (80, 0)
    inspection.turn(1)
    assert inspection.page == 2
    inspection.turn(-9)
    assert inspection.page == 0


def test_a_new_filter_begins_on_the_first_page(inspection):
    inspection.turn(1)
    inspection.change(show="wrong")
    assert (inspection.page, inspection.items.tolist()) == (0, [3, 50, 97])
    assert inspection.chosen == 3
    inspection.change(true_class=7)
    assert inspection.items.tolist() == [97]
    inspection.change(true_class=8)
    assert (inspection.chosen, inspection.place) == (None, -1)
    assert inspection.extent == "no sample"


def test_choose(inspection):
    inspection.turn(1)
    inspection.choose(5)
    assert (inspection.chosen, inspection.place) == (45, 5)
    inspection.choose(99)
    assert inspection.chosen == 45


def test_other_predictions_keep_the_place(inspection):
    inspection.turn(1)
    inspection.choose(5)
    inspection.use(predictions(wrong=()))
    assert (inspection.page, inspection.chosen) == (1, 45)
    inspection.change(show="wrong")
    inspection.use(predictions())
    assert inspection.items.tolist() == [3, 50, 97]


def test_an_order_that_no_longer_makes_sense_is_given_up(inspection):
    inspection.change(order="mistakes")
    inspection.use(Predictions([[1.0], [2.5]], [1.5, 2.0]))
    assert inspection.order == "index"


def test_nothing_to_look_at(inspection):
    inspection.use(None)
    assert (inspection.pages, len(inspection.items), inspection.chosen) == (1, 0, None)


def test_every_change_is_told(inspection):
    heard = []
    inspection.observe(lambda change: heard.append(change["new"]), "revision")
    inspection.change(show="wrong")
    inspection.turn(1)
    inspection.choose(1)
    inspection.use(None)
    assert len(heard) == 4
