import json
from contextlib import suppress
from types import SimpleNamespace

import numpy as np
import pytest

from kit.studio.data import StudioData
from kit.studio.fixes import can_fix
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
    studio.compile_panel.form.show([])
    studio.compile_panel._draw()  # makes new fields
    assert all(f.disabled for f in _fields(studio.compile_panel.form))
    assert panel.rate.slider.disabled and panel.numbers.field.disabled
    studio.lock(fix=["optimizer"])  # fixed twice, and still opened at once
    studio.unlock()
    assert not panel.rate.slider.disabled
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
    other.restore(Project(epochs=4).content)  # a text without a lock opens none
    assert other.lock == project.lock
    with pytest.raises(ValueError, match="Fixed by the teacher: seed"):
        other.restore(Project(seed=4).content)
    assert (other.seed, other.epochs) == (0, 4)


EVERYTHING = ["data", "model", "compile", "epochs", "batch_size"]
# The ways round a control: each changes something without touching its field.
WAYS = {
    "a card": lambda s: s.compile_panel.fix({"set": ("loss", "mse")}),
    "a card of a row": lambda s: s.builder._fix(
        {"layer": s.project.model.rows()[-1].name, "set": ("units", 9)}
    ),
    "undo": lambda s: s.history_bar.undo_button.click(),
    "redo": lambda s: s.history_bar.redo_button.click(),
    "a preset": lambda s: s.builder.spec.use_preset("linear", s.project.data),
    "a start": lambda s: s.workbench.panel("Challenges").use("small"),
    "an earlier run": lambda s: s.restore_run(SimpleNamespace(content=OTHER.content)),
    "the program": lambda s: _type(s, s.project.code.replace("epochs=5", "epochs=6")),
    "a line": lambda s: s.open_line(to_line(OTHER)),
    "other data": lambda s: setattr(s.data_strip, "data", StudioData.of("moons")),
    "the rate before a training": lambda s: s.fit_panel.rate.rate.set(0.5),
}
OTHER = Project(seed=4, epochs=9)


def _type(studio, code):
    studio.code_view.draft.open()
    studio.code_view.draft.text = code
    studio.code_view.draft.apply()


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_round_a_lock(way):
    studio = Studio(OTHER.data)
    project = studio.project
    project.epochs = 6
    project.epochs = 5
    if way == "redo":
        studio.history_bar.undo_button.click()
        project.batch_size = project.batch_size
    studio.lock(fix=EVERYTHING)
    before, data = project.content, project.data
    heard = []
    project.on_change(lambda: heard.append(project.content))
    with suppress(Exception):  # a card says so, or an error where there is no panel
        WAYS[way](studio)
    assert project.content == before and project.data is data
    assert all(content == before for content in heard)
    studio.unlock()
    with suppress(AttributeError):  # a bare run has no weights
        WAYS[way](studio)
    assert project.content != before  # it is a way, where nothing is locked


def test_what_is_fixed_is_said_and_the_rest_stays_free():
    studio = Studio(OTHER.data)
    studio.lock(fix=["model", "optimizer"])
    project, fit = studio.project, {"call": "fit", "set": ("epochs", 7)}
    assert can_fix(project, fit)
    for change in ({"layer": "dense", "set": ("units", 9)}, {"insert": "Dense"}):
        assert not can_fix(project, change)
    assert not can_fix(project, {"optimizer": True, "set": ("beta_1", 0.5)})
    assert can_fix(project, {"optimizer": True, "set": ("learning_rate", 0.5)})
    project.compile.update_optimizer(learning_rate=0.5)
    studio.workbench.panel("Challenges").use("small")
    card = studio.workbench.panel("Challenges").finding_card.value
    assert "Fixed by the teacher: model" in card and project.epochs == 5


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
