"""Translations between kit's descriptions and Keras's; both directions undo another."""

import json

import kit
from kit.saving.description import describe_model
from kit.saving.keras_form import from_keras, is_switched_off, to_keras
from kit.serialization import serialize


def graph():
    x = kit.Input((4,))
    inner = kit.Model(x, kit.layers.Dense(4)(x), name="inner")
    y = kit.Input((4,))
    return kit.Model(y, [inner(inner(y)), kit.ops.relu(y) * 2.0])


def test_a_graph_is_functional_in_files():
    description = describe_model(graph())
    assert description["class_name"] == "Functional"
    assert description["registered_name"] == "Functional"
    inner = description["config"]["layers"][1]
    assert (inner["name"], inner["class_name"]) == ("inner", "Functional")


def test_calls_of_inner_graphs_are_counted_from_one_in_outputs_only():
    config = describe_model(graph())["config"]
    assert config["output_layers"][0] == ["inner", 2, 0]
    calls = config["layers"][1]["inbound_nodes"]
    histories = [call["args"][0]["config"]["keras_history"] for call in calls]
    assert histories[1] == ["inner", 0, 0]


def test_both_directions_undo_each_other():
    plain = json.loads(json.dumps(serialize(graph())))
    again = from_keras(to_keras(plain))
    assert again["config"]["output_layers"] == plain["config"]["output_layers"]
    names = [layer["class_name"] for layer in plain["config"]["layers"]]
    assert [layer["class_name"] for layer in again["config"]["layers"]] == names


def test_operations_have_classes_in_keras():
    layers = describe_model(graph())["config"]["layers"]
    found = {layer["class_name"]: layer["module"] for layer in layers}
    assert found["Relu"] == "keras.src.ops.nn"
    assert found["Multiply"] == "keras.src.ops.numpy"


def test_shapes_of_several_inputs_have_names():
    description = {"class_name": "Attention", "config": {}}
    shapes = {"query_shape": [None, 2], "value_shape": [None, 3]}
    found = to_keras(description | {"build_config": shapes})
    assert found["build_config"] == {"shapes_dict": shapes}
    found = to_keras(description | {"build_config": {"query_shape": [None, 2]}})
    assert found["build_config"] == {"input_shape": [None, 2]}


def test_what_is_switched_off():
    assert is_switched_off("lora_rank", None) and is_switched_off("renorm", False)
    assert not is_switched_off("renorm", True) and not is_switched_off("size", 0)
