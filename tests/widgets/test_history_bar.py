from kit.studio.project import Project
from kit.widgets.history_bar import HistoryBar


def test_the_buttons_take_back_and_make_again():
    project = Project()
    bar = HistoryBar(project)
    assert bar.undo_button.disabled and bar.redo_button.disabled
    project.model.update(3, units=7)
    assert not bar.undo_button.disabled
    assert bar.undo_button.tooltip == "Take back: Dense 128 · relu → 7 · relu"
    bar.undo_button.click()
    assert project.model.layers[3]["config"]["units"] == 128
    assert bar.announcer.text == "Taken back: Dense 128 · relu → 7 · relu."
    assert bar.undo_button.disabled
    bar.redo_button.click()
    assert project.model.layers[3]["config"]["units"] == 7
    assert bar.redo_button.disabled


def test_an_error_is_a_card(monkeypatch):
    bar = HistoryBar(Project())
    bar.history.undo = lambda: 1 / 0
    bar.undo_button.disabled = False
    bar.undo_button.click()
    assert "division by zero" in bar.finding_card.value


def test_words_are_shown_as_text():
    project = Project()
    bar = HistoryBar(project)
    layers = project.content["model"]["layers"]
    layers[3] = {**layers[3], "class_name": "<img>"}
    project.model.layers = tuple(layers)
    assert "<img>" not in bar.words.value
