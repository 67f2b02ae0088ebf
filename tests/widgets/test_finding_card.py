from kit.studio.finding import Finding
from kit.studio.project import Project
from kit.studio.undo import Undo
from kit.widgets.finding_card import FindingCard
from kit.widgets.studio import Studio


def is_shown(card):
    return card.button.layout.display != "none"


def test_there_is_a_button_only_where_something_can_be_changed():
    card = FindingCard(lambda change: None)
    assert not is_shown(card) and card.value == ""
    card.show(Finding("No."), can_apply=True)
    assert not is_shown(card) and "No." in card.value
    card.show(Finding("No.", change={"set": ("loss", "mse")}), can_apply=True)
    assert is_shown(card)
    card.show(None)
    assert not is_shown(card)


def test_the_button_in_the_studio_mends_the_project():
    studio = Studio(project=Project())
    studio.project.compile.use_loss("categorical_crossentropy")
    undo, card = Undo(studio.project), studio.compile_panel.advice
    assert "whole-number labels" in card.value and is_shown(card)
    card.button.click()
    assert studio.project.compile.loss == "sparse_categorical_crossentropy"
    assert "fit together" in card.value and not is_shown(card)
    undo.undo()
    assert "whole-number labels" in card.value and is_shown(card)
