"""Values out of bounds and damaged graphs: rows 13, 14, 27, 28, 31 and 33."""

import json

import pytest

from kit.callbacks.model_checkpoint import fill_in
from kit.saving.files import load_model, model_from_json
from tests.saving.attacks import evil
from tests.saving.attacks.evil import (
    call,
    dense,
    entry,
    functional,
    input_layer,
    refused,
    refused_everywhere,
    sequential,
    tensor,
)


@pytest.mark.parametrize(
    "units", [10**12, 2**31, 2**64, 10**400, -1, 0, 1.5, "__import__('os')", [2], {}]
)
def test_row_13_units(tmp_path, units):
    refused_everywhere(tmp_path, sequential(dense(units=units)))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_row_13_numbers_that_are_none(tmp_path, value):
    layer = entry("Dropout", {"name": "dropout", "rate": "RATE"})
    content = json.dumps(sequential(layer)).replace('"RATE"', value)
    refused_everywhere_as_text(tmp_path, content)


def refused_everywhere_as_text(folder, content, *words):
    path = evil.write_keras(folder / "evil.keras", content.encode())
    older = evil.write_h5(folder / "evil.h5", content.encode())
    refused(lambda: load_model(path), *words)
    refused(lambda: load_model(older), *words)
    refused(lambda: model_from_json(content), *words)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("Embedding", {"input_dim": 10**10, "output_dim": 10**10}),
        ("Conv2D", {"filters": 10**10, "kernel_size": 3}),
        ("Dropout", {"rate": 7.0}),
        ("Dense", {"units": 2, "no_such_argument": 1}),
        ("Dense", {"units": 2, "kernel_regularizer": {"l2": 0.1}}),
        ("Dense", {"units": 2, "activation": {"class_name": "relu"}}),
        ("Dense", {"units": 2, "kernel_initializer": entry("Dense", {"units": 1})}),
        ("Dense", {"units": 2, "dtype": "object"}),
        ("Dense", {"units": 2, "dtype": {"class_name": "Evil", "config": {}}}),
        ("Dense", {}),
        ("BatchNormalization", {"axis": 10**9}),
        ("Reshape", {"target_shape": [10**9, 10**9]}),
    ],
)
def test_row_13_arguments_out_of_bounds(tmp_path, name, arguments):
    layer = entry(name, {"name": "layer", **arguments})
    refused_everywhere(tmp_path, sequential(layer))


def test_row_13_a_huge_input(tmp_path):
    for shape in ([None, 10**6, 10**6], [None, -1], [None, 2.5], [2**70], "evil", 5):
        layers = [input_layer(), dense()]
        layers[0]["config"]["batch_shape"] = shape
        config = {"name": "sequential", "layers": layers}
        refused_everywhere(tmp_path, entry("Sequential", config, module="keras"))


def test_row_13_a_weight_budget_of_the_file(tmp_path):
    """A description may not ask for more numbers than the weights file holds."""
    path = evil.write_keras(tmp_path / "evil.keras", sequential(dense(units=10**7)))
    refused(lambda: load_model(path), "as weights")


@pytest.mark.parametrize(
    "name",
    [
        "../../evil",
        "/etc/passwd",
        "..\\evil",
        "x" * 10_000_000,
        "",
        5,
        "a\nb",
        "\x1b[2J",
    ],
    ids=lambda name: str(name)[:12],
)
def test_row_14_names(tmp_path, name):
    refused_everywhere(tmp_path, sequential(dense(name=name)))


def test_row_14_a_name_with_a_script_is_only_text(tmp_path):
    name = "<script>alert(1)<script>"
    weights = evil.weights()
    path = evil.write_keras(tmp_path / "m.keras", sequential(dense(name=name)), weights)
    model = load_model(path)
    assert model.layers[0].name == name
    assert "<script>" not in model._repr_html_()
    model.save(tmp_path / "again.keras")
    assert load_model(tmp_path / "again.keras").layers[0].name == name


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "null",
        "7",
        '"model"',
        "{}",
        "",
        "{",
        "NaN",
        '{"class_name": "Sequential"}',
        '{"class_name": "Sequential", "config": null}',
        '{"class_name": "Sequential", "config": {"layers": 5}}',
        '{"class_name": "Sequential", "config": {"layers": {"a": 1}}}',
        '{"class_name": "Sequential", "config": {"layers": [null]}}',
        '{"class_name": "Sequential", "config": {"layers": [[]]}}',
        '{"class_name": "Dense", "config": {"units": 1}}',
        '{"class_name": "Zeros", "config": {}}',
        '{"class_name": "Functional", "config": {"layers": []}}',
        '{"config": {"layers": []}}',
    ],
)
def test_row_27_not_a_model(tmp_path, content):
    refused_everywhere_as_text(tmp_path, content)


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_row_27_very_deep(tmp_path, opening):
    refused_everywhere_as_text(tmp_path, opening * 100_000)
    closing = "]" if opening == "[" else "1}"
    deep = opening * 900 + closing * 900
    content = '{"class_name": "Dense", "config": CONFIG}'.replace("CONFIG", deep)
    refused_everywhere_as_text(tmp_path, content)


def test_row_27_very_long_numbers_and_strings(tmp_path):
    for value in ("9" * 10_000, "-" + "9" * 1000, '"' + "x" * 10**6 + '"'):
        content = json.dumps(sequential(dense(units="U"))).replace('"U"', value)
        refused_everywhere_as_text(tmp_path, content)


def test_row_27_bytes_that_are_no_text(tmp_path):
    path = evil.write_keras(tmp_path / "evil.keras", b"\xff\xfe\x00{}")
    refused(lambda: load_model(path))


GRAPHS = {
    "cycle of two": functional(
        (dense("one"), [call(tensor("two"))]),
        (dense("two"), [call(tensor("one"))]),
        outputs=(("two", 0, 0),),
    ),
    "layer that feeds itself": functional((dense(), [call(tensor("dense"))])),
    "missing layer": functional((dense(), [call(tensor("ghost"))])),
    "missing call": functional((dense(), [call(tensor("input_layer", 3))])),
    "missing output": functional((dense(), [call(tensor("input_layer", 0, 5))])),
    "negative place": functional((dense(), [call(tensor("input_layer", -1))])),
    "place of text": functional((dense(), [call(tensor("input_layer", "0"))])),
    "no tensor": functional((dense(), [call([1.0, 2.0])])),
    "a call that is a list": functional((dense(), [["input_layer", 0]])),
    "calls that are a dict": functional((dense(), {"args": []})),
    "outputs missing": functional((dense(), [call(tensor("input_layer"))]), outputs=()),
    "output of a ghost": functional(
        (dense(), [call(tensor("input_layer"))]), outputs=(("ghost", 0, 0),)
    ),
    "same names": functional(
        (dense(), [call(tensor("input_layer"))]),
        (dense(), [call(tensor("input_layer"))]),
    ),
    "an operation that makes arrays": functional(
        (
            entry("OperationLayer", {"name": "dense", "operation": "zeros"}),
            [call([10**12])],
        ),
    ),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_row_28_damaged_graphs(tmp_path, name):
    refused_everywhere(tmp_path, GRAPHS[name])


def test_row_28_equal_names_in_a_line(tmp_path):
    refused_everywhere(tmp_path, sequential(dense(), dense()), "name")


def test_row_28_very_many_layers(tmp_path):
    layers = [entry("Identity", {"name": f"l{i}"}) for i in range(5_000)]
    refused_everywhere(tmp_path, sequential(*layers), "layers")


def test_row_28_many_layers_in_the_worst_order(tmp_path):
    """Each pass over the calls can make only one of them."""
    names = ["input_layer", *[f"l{i}" for i in range(200)]]
    layers = [
        (entry("Identity", {"name": name}), [call(tensor(before))])
        for before, name in zip(names, names[1:], strict=False)
    ]
    description = functional(*reversed(layers), outputs=((names[-1], 0, 0),))
    model = model_from_json(json.dumps(description))
    assert len(model.layers) == 201


@pytest.mark.parametrize(
    "template",
    ["{__class__}", "{__class__.__mro__}", "{loss.__class__}", "{epoch.real}", "{0}"],
)
def test_row_31_names_of_checkpoints_are_no_programs(template):
    try:
        name = fill_in(template, 1, None, {"loss": 0.5})
    except ValueError:
        return
    assert name == template


@pytest.mark.parametrize(
    "key", ["__proto__", "$ref", "constructor", "__class__", "py/object", "\u202e"]
)
def test_row_33_strange_keys(tmp_path, key):
    value = {"polluted": True}
    refused_everywhere(tmp_path, sequential(dense() | {key: value}))
    refused_everywhere(tmp_path, sequential(dense(**{key: value})))
    refused_everywhere(tmp_path, sequential(dense()) | {key: value})
    path = evil.write_keras(
        tmp_path / "evil.keras",
        sequential(dense()),
        compile_config={"optimizer": "sgd", key: value},
    )
    refused(lambda: load_model(path))
