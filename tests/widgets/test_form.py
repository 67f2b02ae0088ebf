import pytest

from kit.studio import entries
from kit.studio.compile_panel import CompileSpec
from kit.studio.fields import fields_of
from kit.studio.menu import STARTING_ARGUMENTS
from kit.widgets.form import Form


class Bench:
    """A form of one entry that takes what the form says."""

    def __init__(self, class_name, more=True):
        self.changes = []
        self.form = Form(self.change)
        self.form.more_button.value = more
        arguments = STARTING_ARGUMENTS[class_name]
        self.entry = entries.make_entry(class_name, arguments, "layer")
        self.show()

    def show(self):
        self.form.show(fields_of(entries.class_of(self.entry), self.entry["config"]))

    def change(self, name, value):
        self.changes.append((name, value))
        self.entry = entries.changed(self.entry, {name: value})
        self.show()


@pytest.mark.parametrize("class_name", STARTING_ARGUMENTS)
def test_showing_a_layer_changes_nothing(class_name):
    bench = Bench(class_name)
    bench.show()
    assert bench.changes == []


def test_the_same_fields_keep_their_controls():
    bench = Bench("Dense")
    before = dict(bench.form.controls)
    bench.form.controls["units"].value = 5
    assert bench.form.controls == before
    assert bench.changes == [("units", 5)]


@pytest.mark.parametrize(
    ("class_name", "name", "value", "expected"),
    [
        ("Dense", "units", 3, 3),
        ("Dense", "activation", "tanh", "tanh"),
        ("Dense", "use_bias", False, False),
        ("Dense", "kernel_regularizer", "none", None),
        ("Conv2D", "kernel_size", "5", [5, 5]),
        ("Conv2D", "padding", "same", "same"),
        ("Dropout", "rate", 0.5, 0.5),
        ("Dropout", "seed", "7", 7),
        ("Rescaling", "scale", 2.0, 2.0),
        ("Reshape", "target_shape", "7, 7, 16", [7, 7, 16]),
    ],
)
def test_every_kind_of_control_gives_a_value_of_the_config(
    class_name, name, value, expected
):
    bench = Bench(class_name)
    bench.form.controls[name].value = value
    assert bench.entry["config"][name] == expected


def test_a_regularizer_is_its_description():
    bench = Bench("Dense")
    bench.form.controls["kernel_regularizer"].value = "l2"
    assert bench.entry["config"]["kernel_regularizer"]["config"] == {"l2": 0.01}


def test_a_wrong_text_shows_a_card_in_the_form():
    bench = Bench("Conv2D")
    bench.form.controls["strides"].value = "two"
    assert "strides received &#39;two&#39;" in bench.form.finding_card.value
    assert bench.changes == []
    bench.form.controls["strides"].value = "2"
    assert bench.form.finding_card.value == ""
    assert bench.changes == [("strides", [2, 2])]


def test_rare_arguments_are_behind_a_button():
    bench = Bench("Dense", more=False)
    form, shown = bench.form, len(bench.form.children)
    assert "use_bias" not in form.controls  # not even made
    form.more_button.value = True
    assert len(form.children) == shown + 1
    made = form.controls["use_bias"]
    made.value = False
    form.more_button.value = False
    assert len(form.children) == shown
    form.more_button.value = True
    assert form.controls["use_bias"] is made
    assert bench.changes == [("use_bias", False)]
    assert Bench("Reshape").form.more_button not in Bench("Reshape").form.children


def test_every_control_has_a_name_and_says_what_it_does():
    for class_name in STARTING_ARGUMENTS:
        for control in Bench(class_name).form.controls.values():
            assert control.description and control.tooltip


def test_two_buttons_walk_along_the_learning_rates():
    spec = CompileSpec()
    form = Form(lambda name, value: spec.update_optimizer(**{name: value}))
    form.show(fields_of(spec.optimizer_class, spec.optimizer["config"]))
    item = form._first.children[0]
    smaller, larger, control = item.children[0].children
    assert (smaller.tooltip, larger.tooltip) == (
        "Smaller learning rate",
        "Larger learning rate",
    )
    larger.click()
    assert control.value == spec.optimizer["config"]["learning_rate"] == 0.002
    smaller.click()
    smaller.click()
    assert spec.optimizer["config"]["learning_rate"] == 0.0005
