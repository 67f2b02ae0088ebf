import pytest

import kit
from kit.studio import entries
from kit.studio.fields import RATES, Field, argument_help, fields_of, next_rate
from kit.studio.menu import OPTIMIZERS, STARTING_ARGUMENTS


def fields(class_name, **arguments):
    arguments = arguments or STARTING_ARGUMENTS[class_name]
    entry = entries.make_entry(class_name, arguments, "layer")
    return {f.name: f for f in fields_of(entries.class_of(entry), entry["config"])}


@pytest.mark.parametrize("class_name", STARTING_ARGUMENTS)
def test_every_field_of_the_menu_has_help_and_gives_its_value_back(class_name):
    for field in fields(class_name).values():
        assert field.help
        if field.kind == "text":
            assert field.parse(field.text) == field.value
        if field.kind == "choice":
            assert dict(field.choices)[field.choice] == field.value


@pytest.mark.parametrize("class_name", STARTING_ARGUMENTS)
def test_every_choice_can_be_made(class_name):
    entry = entries.make_entry(class_name, STARTING_ARGUMENTS[class_name], "layer")
    for field in fields(class_name).values():
        for _, value in field.choices:
            changed = entries.changed(entry, {field.name: value})
            assert changed["config"][field.name] == value
            kit.Sequential.from_config({"layers": [changed]})


def test_the_important_fields_come_first():
    found = list(fields("Conv2D").values())
    assert [f.name for f in found if f.first] == [
        "filters",
        "kernel_size",
        "strides",
        "padding",
        "activation",
    ]
    assert [f.first for f in found] == sorted((f.first for f in found), reverse=True)


@pytest.mark.parametrize(
    ("class_name", "name", "kind"),
    [
        ("Dense", "units", "whole"),
        ("Dense", "use_bias", "flag"),
        ("Dense", "kernel_initializer", "choice"),
        ("Conv2D", "kernel_size", "text"),
        ("Dropout", "rate", "share"),
        ("Dropout", "seed", "text"),
        ("Rescaling", "scale", "number"),
        ("BatchNormalization", "scale", "flag"),
    ],
)
def test_kinds(class_name, name, kind):
    assert fields(class_name)[name].kind == kind


def test_what_the_menu_does_not_know_stays_as_it_is():
    initializer = kit.initializers.HeNormal(seed=3)
    field = fields("Dense", units=3, kernel_initializer=initializer)
    choice = field["kernel_initializer"]
    assert choice.choice == "HeNormal (as it is)"
    assert choice.value["config"]["seed"] == 3


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (Field("kernel_size", "text", [3, 3]), "5", [5, 5]),
        (Field("kernel_size", "text", [3, 3]), "(5, 3)", [5, 3]),
        (Field("target_shape", "text", [3, 3]), "9", [9]),
        (Field("target_shape", "text", [3, 3]), "-1; 2", [-1, 2]),
        (Field("batch_shape", "text", [None, 28, 28]), "14 × 14", [None, 14, 14]),
        (Field("clipnorm", "text", None), "1.5", 1.5),
        (Field("clipnorm", "text", None), "  ", None),
        (Field("seed", "text", None), "None", None),
    ],
)
def test_parse(field, typed, value):
    assert field.parse(typed) == value


def test_what_is_no_number_is_refused():
    with pytest.raises(ValueError, match="strides received 'two'"):
        Field("strides", "text", [1, 1]).parse("two")


def test_help_comes_from_the_docstring_of_the_class_and_its_bases():
    helps = argument_help(kit.optimizers.Adam)
    assert helps["beta_1"].startswith("How slowly the mean gradient forgets")
    assert helps["clipnorm"].startswith("The greatest length of each gradient")
    reshape = argument_help(kit.layers.Reshape)["target_shape"]
    assert reshape.endswith("then follows from the others.")  # two lines in one


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers_show_their_learning_rate_first(name):
    optimizer = kit.optimizers.get(name)
    config = {**optimizer.get_config(), "learning_rate": 0.01}
    found = fields_of(type(optimizer), config)
    assert (found[0].name, found[0].kind) == ("learning_rate", "rate")
    assert all(field.help for field in found)


def test_next_rate_walks_through_all_and_stays_at_the_ends():
    rate, seen = RATES[0], [RATES[0]]
    while (after := next_rate(rate, +1)) != rate:
        seen.append(rate := after)
    assert tuple(seen) == RATES
    assert next_rate(RATES[0], -1) == RATES[0]
    assert next_rate(0.003, -1) == 0.002 and next_rate(0.003, +1) == 0.005
    assert next_rate(7.0, +1) == 7.0
