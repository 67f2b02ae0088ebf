"""The workbench makes a panel when it is opened, and keeps it up to date."""

import ipywidgets

from kit.widgets.panel import Panel
from kit.widgets.workbench import Workbench


class Studio:
    shown_model = None


class Notes(Panel):
    def __init__(self, studio):
        super().__init__("Notes")
        self.models = []

    def update(self, model):
        self.models.append(model)


def broken(studio):
    raise ValueError("no paper left")


def test_a_panel_is_made_when_it_is_first_opened_and_only_once():
    made = []
    bench = Workbench(Studio(), [("Notes", lambda s: made.append(s) or Notes(s))])
    assert not made
    bench.choose("Notes")
    bench.chooser.value = None
    bench.choose("Notes")
    assert len(made) == 1 and bench.panel("Notes") in bench.children[-1].children


def test_panels_are_told_of_a_trained_model():
    studio = Studio()
    bench = Workbench(studio, [("Notes", Notes)])
    bench.choose("Notes")
    assert bench.panel("Notes").models == []
    studio.shown_model = "trained"
    bench.update()
    assert bench.panel("Notes").models == ["trained"]


def test_an_error_of_a_panel_is_shown_and_others_still_open():
    bench = Workbench(Studio(), [("Broken", broken), ("Notes", Notes)])
    bench.choose("Broken")
    assert "no paper left" in bench.finding_card.value
    bench.choose("Notes")
    assert bench.finding_card.value == ""


def test_without_panels_nothing_is_shown():
    assert Workbench(Studio(), []).children == ()
    assert isinstance(Workbench(Studio(), []), ipywidgets.VBox)
