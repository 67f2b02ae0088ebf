import json

import numpy as np
import pytest

from kit.studio.lock import NAMES, Lock
from kit.studio.project import Project
from kit.studio.share import read_line, to_line
from kit.studio.undo import Undo
from kit.widgets.lock import LockView, controls_of
from kit.widgets.studio import Studio


@pytest.fixture(scope="module")
def studio():
    x = np.random.default_rng(0).normal(size=(32, 4)).astype("float32")
    y = (x[:, 0] > 0).astype(int)
    return Studio(((x, y), (x, y)))


def test_every_name_has_its_control(studio):
    assert set(controls_of(studio)) == set(NAMES)


def test_fixed_controls_cannot_be_changed_until_unlocked(studio):
    panel = studio.fit_panel
    studio.lock(fix=["epochs", "start", "compile"], hide=["code"])
    assert panel.epochs_field.disabled and panel.buttons.start.disabled
    assert studio.compile_panel.optimizer.disabled
    assert studio.compile_panel.optimizer.tooltip == "Fixed by the teacher"
    assert studio.code_view.layout.display == "none"
    assert "epochs, start, compile" in studio.lock_view.value
    panel._draw(panel.run.snapshot())  # the panel would let them be used again
    assert panel.epochs_field.disabled and panel.buttons.start.disabled
    studio.compile_panel.spec.use_optimizer("SGD")  # makes new fields
    assert all(f.disabled for f in _fields(studio.compile_panel.form))
    studio.unlock()
    assert not panel.epochs_field.disabled and not panel.buttons.start.disabled
    assert studio.compile_panel.optimizer.tooltip == "Optimizer"
    assert studio.code_view.layout.display is None and studio.lock_view.value == ""


def _fields(box):
    for child in getattr(box, "children", ()):
        if child.has_trait("disabled"):
            yield child
        yield from _fields(child)


def test_a_lock_travels_in_files_and_lines_but_not_with_undo():
    project = Project()
    undo = Undo(project)
    project.lock = Lock(hide=("code",), fix=("seed",))
    assert undo.undo_words == ""
    project.epochs = 9
    undo.undo()
    assert project.lock.fix == ("seed",)
    assert Project.from_json(project.to_json()).lock == project.lock
    other = Project()
    other.restore(read_line(to_line(project)))
    assert other.lock == project.lock
    other.restore(Project(seed=4).content)  # a text without a lock opens none
    assert other.lock == project.lock


def test_names_and_forms_are_checked():
    with pytest.raises(ValueError, match="no control called 'sed'"):
        Lock(fix=("sed",))
    with pytest.raises(ValueError, match="The lock is"):
        Project.from_json(json.dumps(Project().content | {"lock": {"key": 1}}))


def test_two_locks_add_up():
    assert Lock(fix=("seed",)) | Lock(("code",), ("seed", "loss")) == Lock(
        ("code",), ("seed", "loss")
    )
    assert LockView({}).value == ""
