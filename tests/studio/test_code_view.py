"""The program is run here, which the library itself never does."""

import ast

import numpy as np
import pytest

import kit
from kit import naming
from kit.studio.builder import ModelSpec
from kit.studio.code_reader import read_program
from kit.studio.code_view import layer_code, literal, model_code
from kit.studio.compile_panel import CompileSpec
from kit.studio.entries import input_entry
from kit.studio.fit_record import Change
from kit.studio.project import Project
from tests.studio.layer_cases import CASES, RICH, make


def run(code, library=kit):
    found = {"keras": library}
    exec(code.replace("import kit as keras", ""), found)
    return found


def small(project):
    """The same project on few samples, so that a test may train it."""
    data = project.data
    train = (data.x_train[:96], data.y_train[:96])
    test = (data.x_test[:32], data.y_test[:32])
    return Project((train, test), project.model, seed=project.seed, epochs=2)


@pytest.mark.parametrize("class_name", CASES)
def test_the_code_of_a_layer_makes_the_same_layer(class_name):
    shape, arguments = CASES[class_name]
    model = kit.Sequential([kit.Input(shape), make(class_name, arguments)])
    naming.reset_names()
    again = run(model_code(ModelSpec.from_model(model)))["model"]
    theirs, ours = again.get_config(), model.get_config()
    for entry in (*theirs["layers"], *ours["layers"]):
        del entry["config"]["name"]
    assert theirs["layers"] == ours["layers"]


@pytest.mark.parametrize("name", RICH)
def test_rich_layers_are_written_down_too(name):
    model = kit.Sequential([kit.Input((4,)), RICH[name]()])
    naming.reset_names()
    again = run(model_code(ModelSpec.from_model(model)))["model"]
    theirs, ours = again.get_config()["layers"][1], model.get_config()["layers"][1]
    theirs["config"].pop("name"), ours["config"].pop("name")
    assert theirs == ours


@pytest.mark.parametrize("preset", ["linear", "dense", "cnn"])
def test_the_same_program_makes_the_same_model_in_keras(preset):
    keras = pytest.importorskip("keras")
    project = Project()
    project.model.use_preset(preset, project.data)
    theirs = run(model_code(project.model), keras)["model"]
    shapes = [row.shape for row in project.model.rows()[1:]]
    assert [layer.output.shape for layer in theirs.layers] == shapes
    assert theirs.count_params() == project.model.count_params()


def test_the_program_ends_with_the_weights_of_the_studio():
    project = small(Project(seed=5))
    model, data = project.prepare()
    model.fit(
        *data.train,
        batch_size=32,
        epochs=2,
        validation_data=data.test,
        verbose=0,
    )
    names = ("x_train", "y_train", "x_test", "y_test")
    found = {"keras": kit, **{name: getattr(data, name) for name in names}}
    code = project.code.replace("import kit as keras", "")
    exec(code.replace("(x_test, y_test)", "(x_test, y_test), verbose=0", 1), found)
    for ours, theirs in zip(
        model.get_weights(), found["model"].get_weights(), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
    assert found["scores"] == model.evaluate(*data.test, verbose=0)


def test_the_program_of_the_sample_loads_what_the_studio_shows():
    project = Project()
    code = project.data.code
    found = run(code)
    np.testing.assert_array_equal(found["x_test"], project.data.x_test)


def test_the_program_is_python_in_short_lines():
    project = Project()
    project.model.use_preset("cnn", project.data)
    ast.parse(project.code)
    assert max(len(line) for line in project.code.splitlines()) <= 60


@pytest.mark.parametrize(
    ("optimizer", "code"),
    [
        ("adam", "keras.optimizers.Adam(learning_rate=0.001)"),
        (
            kit.optimizers.SGD(0.1, momentum=0.9),
            "keras.optimizers.SGD(learning_rate=0.1, momentum=0.9)",
        ),
        (
            kit.optimizers.SGD(kit.optimizers.schedules.ExponentialDecay(0.1, 5, 0.9)),
            "keras.optimizers.SGD(learning_rate="
            "keras.optimizers.schedules.ExponentialDecay(initial_learning_rate=0.1, "
            "decay_steps=5, decay_rate=0.9))",
        ),
    ],
)
def test_optimizers(optimizer, code):
    project = Project(compile=CompileSpec(optimizer, kit.losses.Huber(2.0)))
    assert f"    optimizer={code},\n" in project.code
    assert "    loss=keras.losses.Huber(delta=2.0),\n" in project.code
    assert run(code.join(["x = ", ""]))["x"].get_config() == (
        kit.optimizers.get(optimizer).get_config()
    )


def test_a_wrong_layer_is_written_as_it_is():
    spec = ModelSpec([input_entry((4,))])
    spec.update(spec.add("Dense", units=3, activation="relu"), units=0)
    assert layer_code(spec.layers[1]) == 'keras.layers.Dense(0, activation="relu")'


def test_an_unknown_class_is_not_hidden():
    entry = {"class_name": "Mine", "config": {"name": "mine"}, "module": "lesson"}
    assert layer_code(entry).startswith("Mine(...)  #")


def test_names_and_frozen_models_are_written():
    model = kit.Sequential([kit.Input((4,), batch_size=2, name="pixels")], name="net")
    model.trainable = False
    code = model_code(ModelSpec.from_model(model))
    assert 'keras.Input(shape=(4,), batch_size=2, name="pixels")' in code
    assert code.endswith('], name="net", trainable=False)')


@pytest.mark.parametrize(
    "value",
    ['a "b" \\ c', "it's", "\n", 1 / 255, 0.1, 1e-7, [3], [], [1, [2.5]], None, True],
)
def test_a_literal_reads_back_as_the_value(value):
    read = eval(literal(value))

    def as_lists(x):
        return [as_lists(y) for y in x] if isinstance(x, tuple) else x

    assert as_lists(read) == value and type(as_lists(read)) is type(value)


def test_what_was_changed_by_hand_stands_in_a_comment():
    project = Project(epochs=2)
    heard = []
    project.on_change(lambda: heard.append(project.code))
    project.by_hand = (Change(1.0, 125, "learning rate", 0.001, 0.01),)
    assert (
        "#   after step 125: learning rate 0.001 -> 0.01\nhistory = model.fit("
        in heard[-1]
    )
    assert read_program(project.code, project.content) == project.content
    project.by_hand = ()
    assert "by hand" not in project.code
