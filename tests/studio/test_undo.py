import copy
import random

import numpy as np
import pytest

from kit.studio import undo as undo_file
from kit.studio.code_draft import CodeDraft
from kit.studio.project import Project
from kit.studio.undo import Undo


@pytest.fixture
def project():
    return Project()


@pytest.fixture
def undo(project):
    return Undo(project)


def edit_code(project):
    draft = CodeDraft(project)
    draft.open()
    text = draft.text.replace("Dense(128", "Dense(7").replace("epochs=5", "epochs=2")
    draft.text = text.replace("seed(0)", "seed(9)")
    draft.apply()


CHANGES = [
    (lambda p: p.model.update(3, units=64), "Dense 128 · relu → 64 · relu"),
    (lambda p: p.model.update(3, use_bias=False), "Dense options"),
    (lambda p: p.model.add("Dropout"), "Dropout added"),
    (lambda p: p.model.remove(4), "Dropout removed"),
    (lambda p: p.model.move(4, 3), "order of the layers"),
    (lambda p: p.model.duplicate(3), "Dense added"),
    (lambda p: p.model.use_preset("cnn", p.data), "several layers"),
    (lambda p: p.compile.use_optimizer("SGD"), "optimizer"),
    (lambda p: p.compile.update_optimizer(learning_rate=0.1), "optimizer"),
    (lambda p: p.compile.use_loss("huber"), "loss"),
    (lambda p: p.compile.use_metrics([]), "metrics"),
    (lambda p: setattr(p, "seed", 5), "seed 0 → 5"),
    (lambda p: setattr(p, "epochs", 9), "epochs 5 → 9"),
    (lambda p: setattr(p, "batch_size", 64), "batch size 32 → 64"),
    (edit_code, "3 changes"),
    (lambda p: p.restore(Project(seed=3).content), "seed 0 → 3"),
]


@pytest.mark.parametrize(("change", "words"), CHANGES)
def test_every_change_can_be_taken_back_and_made_again(project, undo, change, words):
    before = copy.deepcopy(project.content)
    change(project)
    after = copy.deepcopy(project.content)
    assert (undo.undo_words, undo.redo_words) == (words, "")
    undo.undo()
    assert project.content == before
    assert (undo.undo_words, undo.redo_words) == ("", words)
    undo.redo()
    assert project.content == after
    assert (undo.undo_words, undo.redo_words) == (words, "")


def test_a_long_walk_back_and_forth(project, undo):
    choose = random.Random(1)
    seen = [project.content]
    for _ in range(40):
        choose.choice(CHANGES)[0](project)
        if project.content != seen[-1]:
            seen.append(project.content)
    for content in reversed(seen[:-1]):
        undo.undo()
        assert project.content == content
    assert undo.undo_words == ""
    for content in seen[1:]:
        undo.redo()
        assert project.content == content
    assert undo.redo_words == ""


def test_a_new_change_ends_the_future(project, undo):
    project.seed = 1
    undo.undo()
    project.seed = 2
    assert undo.redo_words == ""
    undo.redo()
    assert project.seed == 2


def test_without_a_past_nothing_happens(project, undo):
    before = project.content
    undo.undo()
    undo.redo()
    assert project.content == before


def test_wrong_layers_are_taken_back_too(project, undo):
    project.model.update(3, units=0)
    project.seed = 3
    undo.undo()
    assert project.model.rows()[3].error is not None
    undo.undo()
    assert project.model.rows()[3].error is None


def test_other_data_come_back(undo, project):
    x, y = np.zeros((4, 3)), np.array([0, 1, 0, 1])
    data = Project(((x, y), (x, y))).data
    mnist = project.data
    project.data = data
    undo.undo()
    assert project.data is mnist
    undo.redo()
    assert project.data is data


def test_the_past_has_an_end(project, undo, monkeypatch):
    monkeypatch.setattr(undo_file, "MOST_STEPS", 3)
    for seed in range(1, 9):
        project.seed = seed
    for _ in range(8):
        undo.undo()
    assert project.seed == 5
