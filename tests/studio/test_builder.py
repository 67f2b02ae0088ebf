from dataclasses import replace

import pytest

import kit
from kit.studio.builder import ModelSpec, shape_text, summary
from kit.studio.data import StudioData
from kit.studio.entries import input_entry
from tests.studio.layer_cases import CASES, RICH, make


@pytest.fixture
def spec():
    return ModelSpec.preset("dense", StudioData.load())


def names(spec):
    return [row.name for row in spec.rows()]


@pytest.mark.parametrize("class_name", CASES)
def test_model_to_spec_to_model_changes_nothing(class_name):
    shape, arguments = CASES[class_name]
    model = kit.Sequential([kit.Input(shape), make(class_name, arguments)], name="net")
    again = ModelSpec.from_model(model).to_model()
    assert again.get_config() == model.get_config()


@pytest.mark.parametrize("name", RICH)
def test_rich_layers_survive_too(name):
    model = kit.Sequential([kit.Input((4,)), RICH[name](), kit.layers.Dense(2)])
    spec = ModelSpec.from_model(model)
    again = spec.to_model()
    assert again.get_config() == model.get_config()
    assert spec.count_params() == model.count_params()
    assert spec.rows()[1].trainable == sum(
        w.size for w in model.layers[0].trainable_weights
    )


@pytest.mark.parametrize("preset", ["linear", "dense", "cnn"])
def test_rows_agree_with_keras(preset):
    keras = pytest.importorskip("keras")
    spec = ModelSpec.preset(preset, StudioData.load())
    theirs = keras.Sequential.from_config(
        {"name": "net", "layers": [dict(entry) for entry in spec.layers]}
    )
    ours = [(row.shape, row.params) for row in spec.rows()[1:]]
    assert ours == [
        (layer.output.shape, layer.count_params()) for layer in theirs.layers
    ]


def test_a_model_without_input_has_unknown_shapes_until_it_gets_one():
    spec = ModelSpec.from_model(kit.Sequential([kit.layers.Dense(3)]))
    assert (spec.rows()[0].shape, spec.rows()[0].params) == (None, None)
    spec.use_input((4,))
    assert [row.shape for row in spec.rows()] == [(None, 4), (None, 3)]
    spec.use_input((9,))  # it has one
    assert spec.rows()[0].shape == (None, 4)


def test_other_models_are_refused():
    class Own(kit.Model):
        def call(self, x):
            return x

    with pytest.raises(TypeError, match="received a Own"):
        ModelSpec.from_model(Own())


def test_add_puts_a_layer_where_it_is_wanted(spec):
    assert spec.add("Dropout", at=4, rate=0.5) == 4
    assert names(spec)[3:6] == ["dense", "dropout_1", "dropout"]
    assert spec.layers[4]["config"]["rate"] == 0.5
    assert spec.add("Dense") == 7  # at the end, with values to start from
    assert spec.layers[7]["config"]["units"] == 64
    assert spec.add("Flatten", at=0) == 1  # the Input stays first


def test_add_refuses_what_is_impossible_and_changes_nothing(spec):
    before = spec.layers
    with pytest.raises(ValueError, match="units=0"):
        spec.add("Dense", units=0)
    with pytest.raises(ValueError, match="There is no layer"):
        spec.add("Denze")
    with pytest.raises(TypeError, match='"unit"'):
        spec.add("Dense", units=3, unit=3)
    assert spec.layers is before


def test_remove_move_and_duplicate(spec):
    spec.remove(4)
    assert names(spec) == ["input_layer", "rescaling", "flatten", "dense", "dense_1"]
    assert spec.move(3, 2) == 2
    assert names(spec)[2:4] == ["dense", "flatten"]
    assert spec.move(2, 99) == 4
    assert spec.move(4, -5) == 1
    assert spec.duplicate(1) == 2
    assert names(spec)[:3] == ["input_layer", "dense", "dense_2"]
    assert spec.layers[2]["config"]["units"] == 128


def test_the_input_stays_where_it_is(spec):
    before = spec.layers
    spec.remove(0)
    assert (spec.move(0, 3), spec.duplicate(0)) == (0, 0)
    assert spec.layers == before


def test_every_change_replaces_the_tuple_and_is_heard(spec):
    heard = []
    spec.observe(lambda change: heard.append((change["old"], change["new"])), "layers")
    before = spec.layers
    spec.update(3, units=32)
    spec.move(3, 4)
    assert [old is new for old, new in heard] == [False, False]
    assert before[3]["config"]["units"] == 128  # what was handed out never changes


def test_a_wrong_row_says_why_and_later_rows_are_unknown(spec):
    spec.update(3, units=-1)
    rows = spec.rows()
    assert [row.known for row in rows] == [True, True, True, False, False, False]
    assert rows[3].error.what == "units=-1 is not a size."
    assert (rows[4].shape, rows[4].params, rows[4].error) == (None, None, None)
    assert spec.error == rows[3].error
    assert spec.count_params() == 0
    with pytest.raises(ValueError, match="units=-1"):
        spec.to_model()
    spec.update(3, units=5)
    assert spec.error is None


def test_the_error_of_a_row_is_the_one_that_building_raises():
    spec = ModelSpec.preset("cnn", StudioData.load())
    spec.remove(2)  # Reshape, which adds the channel axis
    with pytest.raises(ValueError) as error:
        spec.to_model()
    built = error.value.finding
    assert "conv2d" in built.detail  # the shapes on the way, which the panel shows
    assert spec.error == replace(built, detail="")
    assert spec.rows()[2].error == spec.error


def test_two_specs_of_one_model_share_nothing():
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(3)])
    first, second = ModelSpec.from_model(model), ModelSpec.from_model(model)
    first.update(1, units=9)
    assert second.layers[1]["config"]["units"] == 3


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ({"class_name": "Rescaling", "config": {"scale": 1 / 255}}, "× 1/255"),
        ({"class_name": "Rescaling", "config": {"scale": 2.0}}, "× 2"),
        ({"class_name": "Reshape", "config": {"target_shape": [2, 3]}}, "2 × 3"),
        ({"class_name": "Reshape", "config": {"target_shape": "x"}}, "x"),
        ({"class_name": "Dense", "config": {"units": 3, "activation": "linear"}}, "3"),
        ({"class_name": "Dropout", "config": {"rate": 0.5}}, "0.5"),
        (input_entry((28, 28)), ""),
    ],
)
def test_summary(entry, text):
    assert summary(entry) == text


def test_shape_text():
    assert [shape_text(s) for s in [(None, 3, None), (None,), None]] == [
        "3 × ?",
        "1 number",
        "?",
    ]
