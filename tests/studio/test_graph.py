"""Models whose layers form a graph, compared with the models themselves."""

import dataclasses

import jax
import numpy as np
import pytest

import kit
from kit import naming
from kit.layers import Add, Concatenate, Dense, Dropout, Flatten
from kit.studio import graph
from kit.studio.builder import ModelSpec
from kit.studio.code_draft import CodeDraft
from kit.studio.code_error import CodeError
from kit.studio.content import checked
from kit.studio.graph_code import graph_code
from kit.studio.project import Project
from kit.studio.share import read_line, to_line
from kit.studio.undo import Undo


def two_inputs():
    """Two inputs, a layer that is called twice, a sum, an operation, a model inside."""
    image, numbers = kit.Input((28, 28)), kit.Input((5,), name="numbers")
    shared = Dense(8, "relu")
    left = shared(Dense(5)(Flatten()(image)))
    both = Concatenate()([left, shared(numbers)])
    total = Add()([both, Dense(16)(both)]) * 2
    inner = kit.Sequential([kit.Input((16,)), Dense(4)])
    return kit.Model([image, numbers], Dense(10, "softmax")(inner(total)), name="two")


def residual():
    image = kit.Input((28, 28))
    x = Dense(16, "relu")(Flatten()(image))
    y = Dropout(0.1)(Dense(16)(x))
    return kit.Model(image, Dense(10, "softmax")(Add()([x, y])))


def several_outputs():
    x = kit.Input((4,))
    return kit.Model({"x": x}, {"a": Dense(1, name="a")(x), "b": Dense(2)(x)})


MODELS = [two_inputs, residual, several_outputs]


@pytest.fixture(params=MODELS)
def model(request):
    naming.reset_names()
    return request.param()


def test_rows_agree_with_the_model(model):
    spec = ModelSpec.from_model(model)
    layers = {layer.name: layer for layer in model.layers}
    for row in spec.rows():
        assert row.error is None and row.shape is not None
        if row.class_name != "OperationLayer":
            assert row.params == layers[row.name].count_params()
    assert spec.count_params() == model.count_params()
    known = {row.name for row in spec.rows()}
    assert {name for pair in graph.connections(spec.layers) for name in pair} == known


def test_the_model_comes_back(model):
    again = ModelSpec.from_model(model).to_model()
    assert again.get_config()["output_layers"] == model.get_config()["output_layers"]
    assert again.count_params() == model.count_params()
    again.set_weights(model.get_weights())
    inputs = jax.tree.map(lambda t: np.ones((2, *t.shape[1:])), model.inputs)
    ours, theirs = again(inputs), model(inputs)
    for mine, its in zip(jax.tree.leaves(ours), jax.tree.leaves(theirs), strict=True):
        np.testing.assert_array_equal(mine, its)


def test_the_program_makes_the_same_model(model):
    spec = ModelSpec.from_model(model)
    for _ in range(2):  # the second time, names are those of the program
        naming.reset_names()
        found = {"keras": kit}
        exec(graph_code(spec.content), found)
        again = ModelSpec.from_model(found["model"])
        ours, theirs = spec.rows(), again.rows()
        assert [_without_name(row) for row in ours] == list(map(_without_name, theirs))
        before, spec = spec, again
    assert graph_code(before.content) == graph_code(spec.content)


def _without_name(row):
    return dataclasses.replace(row, name="")


@pytest.mark.parametrize("make", [two_inputs, residual])
def test_the_same_program_runs_in_keras(make):
    keras = pytest.importorskip("keras")
    spec = ModelSpec.from_model(make())
    found = {"keras": keras}
    exec(graph_code(spec.content), found)
    assert found["model"].count_params() == spec.count_params()


def test_units_of_a_layer_can_be_changed():
    spec = ModelSpec.from_model(residual())
    place = next(row.index for row in spec.rows() if row.class_name == "Dropout")
    spec.update(place, rate=0.5)
    dense = [row.index for row in spec.rows() if row.class_name == "Dense"]
    spec.update(dense[0], use_bias=False)
    rebuilt = spec.to_model()
    assert rebuilt.count_params() == residual().count_params() - 16
    assert rebuilt.layers[place].rate == 0.5


def test_a_change_that_does_not_fit_is_said_where_it_hurts():
    spec = ModelSpec.from_model(residual())
    dense = [row.index for row in spec.rows() if row.class_name == "Dense"]
    spec.update(dense[0], units=7)
    rows = spec.rows()
    assert rows[dense[0]].error is None and rows[dense[0]].params == 785 * 7 - 7 + 7
    wrong = [row.class_name for row in rows if row.error]
    assert wrong == ["Add"]
    assert spec.error is not None and rows[-1].params is None
    spec.update(dense[1], units=7)
    assert spec.error is None


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec.add("Dense"),
        lambda spec: spec.remove(2),
        lambda spec: spec.move(2, 3),
        lambda spec: spec.duplicate(2),
    ],
)
def test_nothing_is_rewired(change):
    spec = ModelSpec.from_model(residual())
    before = spec.content
    with pytest.raises(ValueError, match="form a graph"):
        change(spec)
    assert spec.content == before


def test_a_graph_is_saved_shared_and_undone():
    project = Project(model=residual(), seed=4)
    undo = Undo(project)
    assert checked(project.content) == project.content
    other = Project()
    other.restore(read_line(to_line(project)))
    assert other.content == project.content
    assert Project.from_json(project.to_json()).content == project.content
    before = project.content
    project.model.use_preset("linear", project.data)
    assert project.model.ends is None
    project.prepare()
    undo.undo()
    assert project.content == before
    ours, theirs = project.prepare()[0], other.prepare()[0]
    for mine, its in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_array_equal(mine, its)


def test_a_hostile_graph_is_refused():
    content = Project(model=residual()).content
    content["model"]["layers"][1]["inbound_nodes"][0]["kwargs"] = {
        "x": {"class_name": "function", "module": "os", "config": "system"}
    }
    with pytest.raises(ValueError):
        checked(content)


def test_the_program_of_a_graph_is_not_read_back():
    draft = CodeDraft(Project(model=residual()))
    draft.open()
    draft.text += "# mine"
    with pytest.raises(CodeError, match="in the cards"):
        draft.apply()


def test_a_model_of_its_own_code_does_not_open():
    class Own(kit.Model):
        def call(self, x):
            return x

    with pytest.raises(TypeError, match="written as a class"):
        ModelSpec.from_model(Own())
