"""What the button of a card changes, and that undo takes it back at once."""

import numpy as np
import pytest

from kit.studio.advice import advise
from kit.studio.fixes import can_fix, fix
from kit.studio.project import Project
from kit.studio.undo import Undo


def dense(project):
    return len(project.model.layers) - 1


MISTAKES = {
    "loss": lambda p: p.compile.use_loss("categorical_crossentropy"),
    "binary loss": lambda p: p.compile.use_loss("binary_crossentropy"),
    "units": lambda p: p.model.update(dense(p), units=7),
    "activation": lambda p: p.model.update(dense(p), activation="relu"),
    "pixels": lambda p: p.model.remove(1),
    "rate": lambda p: p.compile.update_optimizer(learning_rate=5.0),
    "no Flatten": lambda p: p.model.remove(2),
    "input": lambda p: p.model.update(0, batch_shape=[None, 9, 9]),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_button_mends_the_project_and_undo_brings_the_mistake_back(name):
    project = Project()
    MISTAKES[name](project)
    undo = Undo(project)
    found = advise(project.model, project.compile, project.data)
    before = project.content
    assert found.level != "note" and can_fix(project, found.change), found

    fix(project, found.change)
    after = advise(project.model, project.compile, project.data)
    assert after.level == "note", after
    undo.undo()
    assert project.content == before


def test_targets_that_are_no_classes_get_a_metric_of_distance():
    x, y = np.zeros((4, 3)), np.array([0.5, 1.5, 2.5, 3.0])
    project = Project(((x, y), (x, y)))
    project.compile.use_metrics(["accuracy"])
    fix(project, advise(project.model, project.compile, project.data).change)
    assert project.compile.metrics == ("mean_absolute_error",)


def test_fit_is_set_and_several_changes_are_one():
    project, heard = Project(), []
    project.on_change(lambda: heard.append(project.epochs))
    further = {"set": ("loss", "mean_squared_error")}
    fix(project, {"call": "fit", "set": ("epochs", 9), "also": [further]})
    assert heard == [9]
    assert project.compile.loss == "mean_squared_error"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"rename": ("a", "b")},
        {"before": "fit", "run": "x = x / 255"},
        {"layer": "nobody", "set": ("units", 3)},
        {"call": "fit", "set": ("y", "y")},
        {"set": ("loss", "mse"), "also": [{"rename": ("a", "b")}]},
    ],
)
def test_what_only_a_program_can_change_has_no_button(change):
    assert not can_fix(Project(), change)
