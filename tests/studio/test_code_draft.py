import pytest

from kit.studio.code_draft import CodeDraft, applied, no_change
from kit.studio.code_error import CodeError
from kit.studio.project import Project


@pytest.fixture
def project():
    return Project()


@pytest.fixture
def draft(project):
    draft = CodeDraft(project)
    draft.open()
    return draft


def test_a_closed_draft_follows_the_cards(project):
    draft = CodeDraft(project)
    project.seed = 9
    assert draft.text == project.code and not draft.has_edits


def test_an_open_draft_without_edits_follows_the_cards_too(project, draft):
    project.seed = 9
    assert "seed(9)" in draft.text
    assert not draft.is_overtaken


def test_edits_change_the_cards_as_one_change(project, draft):
    heard = []
    project.on_change(lambda: heard.append(1))
    text = draft.text.replace("Dense(128", "Dense(7").replace("epochs=5", "epochs=2")
    draft.text = text.replace("Adam(learning_rate=0.001)", "SGD(0.5)")
    assert draft.has_edits
    assert draft.apply() == applied()
    assert project.model.layers[3]["config"]["units"] == 7
    assert (project.epochs, project.compile.optimizer_name) == (2, "SGD")
    assert len(heard) == 1
    assert not draft.is_open and not draft.has_edits and draft.text == project.code


def test_an_error_loses_neither_text_nor_cards(project, draft):
    before = project.content
    draft.text = broken = draft.text.replace("Dense(128", "Dens(128")
    with pytest.raises(CodeError, match=r"Line 14: .*Did you mean") as caught:
        draft.apply()
    assert draft.text.splitlines()[caught.value.line - 1].strip().startswith("keras")
    assert (draft.text, draft.is_open, project.content) == (broken, True, before)


def test_cards_that_change_meanwhile_are_said_and_lose_nothing(project, draft):
    draft.text = edited = draft.text.replace("Dense(128", "Dense(7")
    project.model.update(4, rate=0.5)
    assert (draft.text, draft.is_overtaken) == (edited, True)
    project.model.update(4, rate=0.2)
    assert not draft.is_overtaken  # as it was


def test_an_overtaken_draft_may_win(project, draft):
    draft.text = draft.text.replace("Dense(128", "Dense(7")
    project.model.update(4, rate=0.5)
    draft.apply()
    assert project.model.layers[3]["config"]["units"] == 7
    assert project.model.layers[4]["config"]["rate"] == 0.2


def test_or_the_cards_may_win(project, draft):
    draft.text = draft.text.replace("Dense(128", "Dense(7")
    project.model.update(4, rate=0.5)
    draft.discard()
    assert draft.text == project.code and "Dropout(0.5)" in draft.text
    assert not draft.is_open and not draft.is_overtaken


def test_another_way_to_write_the_same_changes_nothing(project, draft):
    heard = []
    project.on_change(lambda: heard.append(1))
    draft.text = draft.text.replace("Dense(128", "Dense(units=2 * 64")
    assert draft.apply() == no_change()
    assert not heard and draft.text == project.code
