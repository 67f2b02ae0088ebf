import pytest

import kit
from kit.studio.builder import ModelSpec
from kit.studio.data import StudioData
from kit.widgets.builder import LayerBuilder
from kit.widgets.studio import Studio


@pytest.fixture
def builder():
    return LayerBuilder()


def names(builder):
    return [entry["config"]["name"] for entry in builder.spec.layers]


def lines(builder):
    return [row.button.description for row in builder._row_box.children]


def test_it_shows_every_layer_with_shape_and_parameters(builder):
    assert lines(builder) == [
        "Input, output 28 × 28, 0 parameters",
        "Rescaling × 1/255, output 28 × 28, 0 parameters",
        "Flatten, output 784, 0 parameters",
        "Dense 128 · relu, output 128, 100,480 parameters",
        "Dropout 0.2, output 128, 0 parameters",
        "Dense 10 · softmax, output 10, 1,290 parameters",
    ]
    assert "<b>101,770</b> parameters" in builder.total.value


def test_a_row_opens_and_closes_its_form(builder):
    row = builder._rows[3]
    row.button.click()
    assert builder.selected == 3
    assert builder.editor.layout.display is None
    assert builder.form.controls["units"].value == 128
    # the form stands visually between its row and the next one
    orders = [int(row.layout.order) for row in builder._rows]
    assert orders[3] < int(builder.editor.layout.order) < orders[4]
    row.button.click()
    assert builder.selected is None
    assert builder.editor.layout.display == "none"


def test_configuring_changes_the_model_in_place(builder):
    builder.selected = 3
    builder.form.controls["units"].value = 32
    assert "Dense 32 · relu, output 32, 25,120 parameters, chosen" in lines(builder)
    assert builder.to_model().count_params() == 784 * 32 + 32 + 32 * 10 + 10


def test_a_wrong_value_is_said_on_its_row(builder):
    builder.selected = 3
    builder.form.controls["units"].value = -2
    wrong, later = builder._rows[3], builder._rows[4]
    assert "units=-2 is not a size." in wrong.error.value
    assert wrong.error in wrong.children
    assert "kit-wrong" in wrong._dom_classes
    assert "kit-unknown" in later._dom_classes
    assert later.button.description == "Dropout 0.2, output ?, ? parameters"
    builder.form.controls["units"].value = 2
    assert wrong.error not in wrong.children
    assert "kit-wrong" not in wrong._dom_classes


def test_add_goes_behind_the_chosen_layer_and_is_chosen(builder):
    builder.menu.value = "Dropout"
    assert "off at random" in builder._menu_words.value
    assert builder.add_button.description == "Add at the end"
    builder.selected = 2
    assert builder.add_button.description == "Add below Flatten"
    builder.add_button.click()
    assert names(builder)[2:4] == ["flatten", "dropout_1"]
    assert builder.selected == 3


def test_up_down_duplicate_and_remove(builder):
    builder.selected = 3
    builder.actions["Up"].click()
    assert (names(builder)[2], builder.selected) == ("dense", 2)
    builder.actions["Down"].click()
    builder.actions["Down"].click()
    assert (names(builder)[4], builder.selected) == ("dense", 4)
    builder.actions["Duplicate"].click()
    assert (names(builder)[5], builder.selected) == ("dense_2", 5)
    builder.actions["Remove"].click()
    assert names(builder)[4:] == ["dense", "dense_1"]
    assert builder.finding_card.value == ""


def test_the_last_layer_can_be_removed_until_only_the_input_is_left(builder):
    builder.selected = 5
    for _ in range(5):
        builder.actions["Remove"].click()
    assert names(builder) == ["input_layer"]
    assert builder.selected == 0
    assert all(action.disabled for action in builder.actions.values())


def test_presets_replace_all_layers(builder):
    builder.selected = 3
    builder._use_preset("cnn")
    assert len(builder._row_box.children) == 9
    assert builder.selected is None
    builder._use_preset("linear")
    assert len(builder._row_box.children) == 4


def test_a_model_made_in_code_opens():
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(3, name="head")])
    builder = LayerBuilder(model)
    assert lines(builder)[1] == "Dense 3, output 3, 15 parameters"
    assert builder.to_model().get_config() == model.get_config()
    builder.selected = 1
    builder.form.controls["units"].value = 5
    assert model.layers[0].units == 3  # the model itself is not changed


def test_a_spec_that_changes_elsewhere_is_shown():
    spec = ModelSpec.preset("dense", StudioData.load())
    builder = LayerBuilder(spec)
    spec.update(3, units=7)
    assert "Dense 7 · relu" in lines(builder)[3]


def test_rows_are_kept_so_that_the_keyboard_stays_where_it_is(builder):
    before = list(builder._row_box.children)
    builder.selected = 3
    builder.actions["Up"].click()
    assert list(builder._row_box.children) == before
    builder.actions["Duplicate"].click()
    assert list(builder._row_box.children)[: len(before)] == before


def test_an_unknown_layer_is_shown_with_its_problem():
    spec = ModelSpec.preset("linear", StudioData.load())
    entry = {**spec.layers[1], "class_name": "Blur"}
    spec.layers = (spec.layers[0], entry, *spec.layers[2:])
    builder = LayerBuilder(spec)
    builder.selected = 1
    assert "Blur" in builder._rows[1].error.value
    assert builder.form.controls == {}


def test_a_graph_is_drawn_and_its_layers_can_be_changed():
    x = kit.Input((4,), name="<b>")
    hidden = kit.layers.Dense(3)(x)
    model = kit.Model(x, kit.layers.Add()([hidden, kit.layers.Dense(3)(x)]))
    builder = LayerBuilder(model)
    assert builder.picture.value.count("kit-node") == 4
    assert "form a graph" in builder.picture.value
    assert "<b>" not in builder.picture.value
    assert builder.menu_box.layout.display == "none"
    builder.selected = 1
    assert all(action.disabled for action in builder.actions.values())
    builder.form.controls["units"].value = 5
    assert builder.spec.rows()[1].shape == (None, 5)
    assert "problem" in "".join(row.button.description for row in builder._rows)
    assert builder.picture.value.count("kit-node") == 4


def test_presets_lead_from_a_graph_back_to_a_line():
    x = kit.Input((28, 28))
    model = kit.Model(x, kit.layers.Dense(3)(kit.layers.Flatten()(x)))
    builder = LayerBuilder(model, StudioData.load())
    builder._use_preset("linear")
    assert builder.picture.layout.display == "none"
    assert builder.menu_box.layout.display is None
    assert builder.spec.error is None


def test_the_card_of_a_row_makes_the_change_that_it_proposes():
    studio = Studio()
    before = studio.project.content
    studio.project.model.add("Conv2D", 1, filters=8, kernel_size=3)  # of 28 x 28
    card = studio.builder._rows[1].error
    assert "3 axes" in card.value and card.button.layout.display is None
    card.button.click()
    assert [row.error for row in studio.project.model.rows()] == [None] * 8
    assert studio.project.model.layers[1]["class_name"] == "Reshape"
    studio.history_bar.history.undo()
    studio.history_bar.history.undo()
    assert studio.project.content == before


def test_a_builder_alone_proposes_without_a_button():
    builder = LayerBuilder()
    builder.spec.add("Conv2D", 1, filters=8, kernel_size=3)
    card = builder._rows[1].error
    assert "3 axes" in card.value and card.button.layout.display == "none"


def test_a_studio_that_opens_with_a_wrong_row_has_its_button():
    project = Studio().project
    project.model.add("Conv2D", 1, filters=8, kernel_size=3)
    card = Studio(project=project).builder._rows[1].error
    assert card.button.layout.display is None
