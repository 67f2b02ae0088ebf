"""Cards to code and back: 200 models by chance, none of them changed."""

import collections
import functools

import pytest

import kit
from kit import naming
from kit.saving.validation import checked_model
from kit.studio.builder import ModelSpec
from kit.studio.code_reader import read_program
from kit.studio.code_view import compile_code, model_code
from kit.studio.compile_panel import tidy
from kit.studio.entries import changed, is_automatic_name, plain
from kit.studio.menu import STARTING_ARGUMENTS
from kit.studio.project import Project
from tests.studio.random_models import random_project

MODELS = 200
GROUP = 20
made = functools.cache(random_project)  # no test changes one


def run(code, library=kit):
    found = {"keras": library}
    exec(code.replace("import kit as keras", ""), found)
    return found


def without_automatic_names(layers):
    layers = plain(list(layers))
    for entry in layers:
        if is_automatic_name(entry["class_name"], entry["config"]["name"]):
            entry["config"]["name"] = "automatic"
    return layers


@pytest.mark.parametrize("first", range(0, MODELS, GROUP))
def test_cards_to_code_to_cards_changes_nothing(first):
    for seed in range(first, first + GROUP):
        project = made(seed)
        content = read_program(project.code, project.content)
        assert content == project.content, f"seed {seed}:\n{project.code}"

        # In a new project, only names that kit chooses by itself may differ.
        other = Project(project.data)
        other.restore(read_program(project.code, other.content))
        assert other.code == project.code
        ours = project.model.to_model().get_config()["layers"]
        theirs = other.model.to_model().get_config()["layers"]
        assert without_automatic_names(theirs) == without_automatic_names(ours)
        assert other.content["compile"] == project.content["compile"]
        numbers = ("seed", "epochs", "batch_size")
        for name in numbers:
            assert getattr(other, name) == getattr(project, name)


def test_running_the_code_makes_the_same_model():
    for seed in range(0, MODELS, 5):
        project = made(seed)
        naming.reset_names()
        code = f"{model_code(project.model)}\n{compile_code(project.compile)}"
        model = run(code)["model"]
        again = ModelSpec.from_model(model).content
        ours = without_automatic_names(project.model.layers)
        assert without_automatic_names(again["layers"]) == ours, project.code
        optimizer = kit.optimizers.deserialize(project.compile.optimizer)
        assert model.optimizer.get_config() == optimizer.get_config()


def test_the_code_makes_the_same_model_in_keras():
    keras = pytest.importorskip("keras")
    for seed in range(0, MODELS, 8):
        project = made(seed)
        keras.utils.clear_session(free_memory=False)  # names begin anew
        model = run(model_code(project.model), keras)["model"]
        theirs = keras.saving.serialize_keras_object(model)
        theirs.pop("compile_config", None)
        theirs = ModelSpec(checked_model(theirs)["config"]["layers"])
        ours = ModelSpec(project.model.layers)
        assert _comparable(theirs) == _comparable(ours), project.code
        assert model.count_params() == ours.count_params()


def _comparable(spec):
    """The layers as the code view writes them: all that is not usual."""
    layers = [changed(entry, {}) for entry in _readable(list(spec.layers))]
    return model_code(ModelSpec(layers)).splitlines()[1:-1]


def _readable(value):
    """Write numbers that went through 32 bits, as some do in Keras, as before."""
    if isinstance(value, dict):
        return {key: _readable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_readable(item) for item in value]
    return tidy(value)


def test_the_models_have_every_layer_of_the_menu():
    seen = collections.Counter()
    for seed in range(MODELS):
        spec = made(seed).model
        assert spec.error is None
        seen.update(entry["class_name"] for entry in spec.layers)
    assert set(STARTING_ARGUMENTS) < set(seen)
    assert min(seen.values()) >= 10, seen
