import json
from collections import Counter

import numpy as np
import pytest
from ipywidgets.embed import dependency_state

import kit
from kit.studio.data import StudioData
from kit.widgets.studio import Studio

SECONDS = 60


@pytest.fixture
def tiny():
    """Two kinds of random rows, and a model that learns them in no time."""
    random = np.random.default_rng(0)
    x = random.normal(size=(64, 6)).astype("float32")
    y = (x[:, 0] > 0).astype(int)
    model = kit.Sequential([kit.Input((6,)), kit.layers.Dense(2, "softmax")])
    return ((x, y), (x, y)), model


def test_the_panels_share_one_project():
    studio = Studio(seed=3, epochs=2, batch_size=64)
    project = studio.project
    assert studio.builder.spec is project.model
    assert studio.compile_panel.spec is project.compile
    assert studio.compile_panel.seed == 3
    studio.compile_panel.seed = 4
    studio.fit_panel.epochs = 6
    studio.fit_panel.batch_size = 16
    assert (project.seed, project.epochs, project.batch_size) == (4, 6, 16)
    text = studio.code_view.copy_button.text
    assert "set_random_seed(4)" in text and "batch_size=16, epochs=6" in text


def test_only_the_studio_brings_the_style():
    studio = Studio()
    styles = [w for w in studio.children if "kit-style" in w._dom_classes]
    assert len(styles) == 1
    for panel in (studio.builder, studio.fit_panel, studio.inspector):
        assert not [w for w in panel.children if "kit-style" in w._dom_classes]


def test_a_new_studio_takes_half_of_what_a_notebook_may_grow_by():
    state = dependency_state([Studio()], drop_defaults=True)
    kinds = Counter(one["model_name"] for one in state.values())
    # Most share one layout; the others are hidden, have a place of their own among the
    # layers, or come from a kind of widget that has a script.
    assert kinds["LayoutModel"] < sum(kinds.values()) / 5
    # A notebook indents it; training, pictures and open panels come on top of it.
    assert len(json.dumps(state, indent=1)) < 150_000


def hidden_in(studio):
    """Which widgets the page does not show, by the names of their layouts."""
    state = dependency_state([studio], drop_defaults=True)
    return {
        name
        for name, one in state.items()
        if one["state"].get("layout", "")[10:] in state
        and state[one["state"]["layout"][10:]]["state"].get("display") == "none"
    }


def test_what_is_hidden_in_one_studio_hides_nothing_else():
    studio, other = Studio(), Studio()
    before, elsewhere = hidden_in(studio), hidden_in(other)
    studio.lock(hide=["code", "seed", "start"])
    parts = (
        studio.code_view,
        studio.compile_panel.seed_field,
        studio.fit_panel.start_button,
    )
    assert hidden_in(studio) - before == {part.model_id for part in parts}
    assert before <= hidden_in(studio) and hidden_in(other) == elsewhere
    studio.unlock()
    assert hidden_in(studio) == before


def test_advice_follows_every_change():
    studio = Studio()
    assert "fit together" in studio.compile_panel.advice.value
    studio.builder.spec.update(5, units=7)
    assert "7 outputs for 10 classes" in studio.compile_panel.advice.value
    studio.builder.spec.update(5, units=-7)
    assert "cannot be checked yet" in studio.compile_panel.advice.value


def test_start_trains_the_model_of_the_project_like_a_script(tiny):
    data, model = tiny
    studio = Studio(data, model, seed=5, epochs=3, batch_size=16)
    assert studio.model is None
    studio.fit_panel.start_button.click()
    studio.fit_panel.run.wait(SECONDS)

    kit.utils.set_random_seed(5)
    by_hand = kit.Sequential([kit.Input((6,)), kit.layers.Dense(2, "softmax")])
    by_hand.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    (x, y), test = data
    by_hand.fit(x, y, 16, 3, validation_data=test, verbose=0)
    weights = zip(studio.model.get_weights(), by_hand.get_weights(), strict=True)
    for ours, theirs in weights:
        np.testing.assert_array_equal(ours, theirs)


def test_a_wrong_model_is_said_when_start_is_pressed(tiny):
    data, model = tiny
    studio = Studio(data, model)
    studio.builder.spec.update(1, units=0)
    studio.fit_panel.start_button.click()
    assert studio.fit_panel.run.status == "failed"
    assert "units=0" in studio.fit_panel.run.snapshot().finding.what


def test_the_inspector_looks_when_the_training_is_over(tiny):
    data, model = tiny
    studio = Studio(data, model, epochs=1)
    studio.fit_panel.start_button.click()
    studio.fit_panel.run.wait(SECONDS)
    studio.fit_panel.status = "running"
    assert "kit-active" in studio.fit_panel._dom_classes
    studio.fit_panel.status = "finished"
    assert "kit-active" not in studio.fit_panel._dom_classes
    studio.fit_panel.plot.clock.wait()
    assert "of 64 right" in studio.inspector.summary.value


def test_a_model_alone_opens():
    model = kit.Sequential([kit.layers.Flatten(), kit.layers.Dense(10)])
    studio = Studio(model)
    names = [row.class_name for row in studio.project.model.rows()]
    assert names == ["InputLayer", "Flatten", "Dense"]
    assert studio.project.data.name == "mnist_sample"


def test_a_saved_studio_opens_as_it_was(tmp_path, tiny):
    data, model = tiny
    studio = Studio(data, model, seed=5, epochs=3, batch_size=16)
    studio.builder.spec.update(1, use_bias=False)
    studio.save(tmp_path / "my.json")
    again = Studio.load(tmp_path / "my.json", data)
    assert again.project.content == studio.project.content
    assert (again.compile_panel.seed, again.fit_panel.epochs) == (5, 3)
    assert again.fit_panel.batch_size == 16
    with pytest.raises(ValueError, match="arrays of its own"):
        Studio.load(tmp_path / "my.json")


def test_a_line_opens_in_another_studio():
    studio, other = Studio(seed=2**32 - 1, epochs=7), Studio()
    studio.builder.spec.use_preset("linear", studio.project.data)
    other.open_line(studio.line)
    assert other.project.content == studio.project.content
    assert (other.compile_panel.seed, other.fit_panel.epochs) == (2**32 - 1, 7)
    other.history_bar.undo_button.click()
    assert other.project.content == Studio().project.content


def test_cards_code_and_undo_show_the_same():
    studio = Studio()
    view = studio.code_view
    view.edit_button.click()
    view.editor.value = view.editor.value.replace("epochs=5", "epochs=9")
    view.apply_button.click()
    assert studio.fit_panel.epochs == 9
    studio.fit_panel.epochs = 4
    assert "epochs=4" in view.copy_button.text
    studio.history_bar.undo_button.click()
    studio.history_bar.undo_button.click()
    assert studio.fit_panel.epochs == 5 and "epochs=5" in view.copy_button.text


def test_other_data_are_shown_everywhere(tiny):
    data, _ = tiny
    studio = Studio()
    studio.project.data = StudioData.of(data)
    assert studio.data_strip.data is studio.project.data
    assert studio.builder.data is studio.project.data


def test_a_cell_is_inserted_only_in_a_notebook(monkeypatch):
    import IPython

    studio, cells = Studio(), []
    with pytest.raises(RuntimeError, match="no notebook"):
        studio.insert_cell()

    class Shell:
        def set_next_input(self, code, replace):
            cells.append((code, replace))

    monkeypatch.setattr(IPython, "get_ipython", Shell)
    studio.insert_cell()
    assert cells == [(studio.project.code, False)]
