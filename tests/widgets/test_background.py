"""Background work: in order, newest questions only, and no thread that stays."""

import threading

import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.data import StudioData
from kit.widgets.background import Background
from kit.widgets.model_panel import ModelPanel

SECONDS = 30


@pytest.fixture
def busy():
    """A background that stands in its first piece of work until it is let go."""
    background, go_on = Background(threaded=True), threading.Event()
    begun = threading.Event()

    def first():
        begun.set()
        go_on.wait(SECONDS)

    background.ask("first", first)
    assert begun.wait(SECONDS)
    yield background, go_on
    go_on.set()
    background.wait(SECONDS)


def test_old_questions_are_dropped_and_the_order_is_kept(busy):
    background, go_on = busy
    seen = []
    for name in ("look", "draw", "look"):
        background.ask(name, lambda name=name: seen.append(name))
    assert seen == []
    go_on.set()
    background.wait(SECONDS)
    assert seen == ["draw", "look"]


def test_the_thread_ends_with_its_work_and_another_one_begins(busy):
    background, go_on = busy
    go_on.set()
    background.wait(SECONDS)
    assert not [t for t in threading.enumerate() if t.name == "panel"]
    seen = []
    background.ask("again", lambda: seen.append(threading.current_thread().name))
    background.wait(SECONDS)
    assert seen == ["panel"]


def test_without_a_thread_it_is_done_at_once():
    seen = []
    Background().ask("look", lambda: seen.append(threading.current_thread()))
    assert seen == [threading.current_thread()]


class Slow(ModelPanel):
    """A panel that looks for as long as a test wants, or fails."""

    def __init__(self, data):
        self.go_on, self.looks, self.wrong = threading.Event(), [], False
        super().__init__("Slow", "", "kit-slow", "Takes long.", data)
        self.background.threaded = True

    def make(self):
        return []

    def look(self):
        self.looks.append(self.model)
        self.go_on.wait(SECONDS)
        if self.wrong:
            raise ValueError("It went wrong.")


@pytest.fixture
def panel():
    x, y = np.zeros((4, 2)), np.array([0, 1, 0, 1])
    panel = Slow(StudioData.of(((x, y), (x, y))))
    yield panel
    panel.go_on.set()
    panel.background.wait(SECONDS)


def some_model():
    return Sequential([Input((2,)), Dense(2, "softmax")])


def test_a_panel_says_that_it_computes_and_shows_the_last_model(panel):
    models = [some_model() for _ in range(3)]
    for model in models:
        panel.update(model)  # returns at once
    assert "Computing" in panel.waiting.value
    assert panel.waiting.layout.display is None
    assert panel.body.layout.display == "none"
    panel.go_on.set()
    panel.background.wait(SECONDS)
    assert panel.looks[-1] is models[-1] and len(panel.looks) <= 2
    assert panel.body.layout.display is None
    assert panel.waiting.layout.display == "none"
    assert not panel.again_button.disabled


def test_an_error_in_the_thread_becomes_a_card_and_the_next_look_works(panel):
    panel.wrong = True
    panel.go_on.set()
    panel.update(some_model())
    panel.background.wait(SECONDS)
    assert "It went wrong." in panel.finding_card.value
    assert panel.body.layout.display == "none"
    panel.wrong = False
    panel.again_button.click()
    panel.background.wait(SECONDS)
    assert panel.finding_card.value == "" and panel.body.layout.display is None
