"""Descriptions that name programs: rows 1 to 12, 16, 29, 30 and 34 of the list."""

import base64
import json
import socket
import threading

import pytest

import kit
from kit.layers.core import Dense
from kit.layers.layer import Layer
from kit.saving.files import load_model, model_from_json
from kit.serialization import register_keras_serializable
from tests.saving.attacks import evil
from tests.saving.attacks.evil import (
    call,
    dense,
    entry,
    functional,
    refused,
    refused_everywhere,
    sequential,
    tensor,
)


def test_row_1_and_2_lambda_with_compiled_code(tmp_path, canary):
    layer = entry("Lambda", evil.lambda_config(canary))
    refused_everywhere(tmp_path, sequential(layer), "Lambda", "code")


def test_row_3_lambda_without_module(tmp_path, canary):
    layer = {"class_name": "Lambda", "config": evil.lambda_config(canary)}
    refused_everywhere(tmp_path, sequential(layer), "Lambda")
    raw = {"class_name": "__lambda__", "config": {"value": "code"}}
    refused_everywhere(tmp_path, sequential(dense(activation=raw)), "__lambda__")


FUNCTION = {"module": "os", "class_name": "function", "config": "system"}


@pytest.mark.parametrize(
    "word",
    ["activation", "kernel_initializer", "bias_regularizer", "kernel_constraint"],
)
@pytest.mark.parametrize(
    "function",
    [
        FUNCTION | {"registered_name": "system"},
        {"module": "builtins", "class_name": "function", "config": "print"},
        {"module": "builtins", "class_name": "print", "config": {}},
        "builtins.print",
        "os.system",
        {"module": "subprocess", "class_name": "Popen", "config": {"args": "true"}},
    ],
)
def test_row_4_functions_as_arguments(tmp_path, word, function):
    refused_everywhere(tmp_path, sequential(dense(**{word: function})))


@pytest.mark.parametrize("word", ["loss", "metrics", "weighted_metrics", "optimizer"])
def test_row_4_functions_in_compile(tmp_path, word):
    value = [FUNCTION] if "metrics" in word else FUNCTION
    config = {"optimizer": "sgd", "loss": "mse", word: value}
    path = evil.write_keras(
        tmp_path / "evil.keras", sequential(dense()), compile_config=config
    )
    refused(lambda: load_model(path), "system")
    assert load_model(path, compile=False).count_params() == 8


def test_row_5_a_call_that_names_a_program(tmp_path):
    node = {"module": "subprocess", "class_name": "Popen", "config": {"args": "ls"}}
    description = functional((dense(), [call(tensor("input_layer"), node)]))
    refused_everywhere(tmp_path, description, "call", "program")
    layer = {"module": "subprocess", "class_name": "run", "config": {"args": "ls"}}
    refused_everywhere(tmp_path, sequential(layer), "run", "subprocess")


KERAS_FUNCTIONS = [
    ("keras.utils", "get_file"),
    ("keras.config", "enable_unsafe_deserialization"),
    ("keras.models", "load_model"),
    ("keras.src.backend.common.global_state", "set_global_attribute"),
    ("keras.saving", "save_model"),
    ("kit.saving.files", "load_model"),
    ("kit.datasets.get_file", "get_file"),
]


@pytest.mark.parametrize(("module", "name"), KERAS_FUNCTIONS)
def test_rows_6_to_9_functions_of_keras_itself(tmp_path, module, name):
    keywords = {"origin": "http://127.0.0.1/x", "safe_mode": False, "fname": "x"}
    as_layer = entry(name, {"name": "dense", **keywords}, module=module)
    refused_everywhere(tmp_path, sequential(as_layer), name)
    as_function = {
        "module": module,
        "class_name": "function",
        "config": name,
        "registered_name": name,
    }
    node = call(tensor("input_layer"), as_function, **keywords)
    refused_everywhere(tmp_path, functional((dense(), [node])), "call")
    refused_everywhere(tmp_path, sequential(dense(activation=as_function)), name)
    refused_everywhere(tmp_path, as_function)
    operation = entry("OperationLayer", {"name": "dense", "operation": name})
    refused_everywhere(
        tmp_path, functional((operation, [call(tensor("input_layer"))])), name
    )


def test_row_8_a_second_archive_inside(tmp_path, canary):
    inner = sequential(entry("Lambda", evil.lambda_config(canary)))
    second = evil.write_keras(tmp_path / "second.keras", inner)
    layer = entry(
        "load_model",
        {"filepath": str(second), "safe_mode": False, "name": "dense"},
        module="keras.models",
    )
    refused_everywhere(tmp_path, sequential(layer), "load_model")


def test_row_10_a_pickle_in_the_config(tmp_path, canary):
    blob = base64.b64encode(evil.pickled(canary)).decode()
    layer = entry("TorchModuleWrapper", {"name": "dense", "module": blob})
    refused_everywhere(tmp_path, sequential(layer), "TorchModuleWrapper")


@pytest.mark.parametrize("name", ["TFSMLayer", "JaxLayer", "FlaxLayer", "HubLayer"])
def test_row_11_layers_that_read_files(tmp_path, name):
    layer = entry(name, {"name": "dense", "filepath": str(tmp_path)})
    refused_everywhere(tmp_path, sequential(layer), name)


def test_row_12_a_vocabulary_from_a_file_or_an_address(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("password")
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)

        def listen():
            try:
                heard.append(server.accept())
            except TimeoutError:
                pass

        listener = threading.Thread(target=listen)
        listener.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for vocabulary in (str(secret), address):
            config = {"name": "dense", "vocabulary": vocabulary}
            for name in ("StringLookup", "IntegerLookup", "TextVectorization"):
                description = sequential(entry(name, config))
                refused_everywhere(tmp_path, description, name)
        listener.join()
    assert not heard


def test_row_16_the_own_dict_decides_and_nothing_else(tmp_path):
    made = []

    @register_keras_serializable(package="lesson", name="Dense")
    class Registered(Dense):
        def __init__(self, *args, **kwargs):
            made.append("registered")
            super().__init__(*args, **kwargs)

    class Passed(Dense):
        def __init__(self, *args, **kwargs):
            made.append("passed")
            super().__init__(*args, **kwargs)

    path = evil.write_keras(tmp_path / "model.keras", sequential(dense()))
    assert type(load_model(path).layers[0]) is Dense
    assert made == []
    Passed.__name__ = "Dense"  # the place of its weights in the file
    load_model(path, custom_objects={"Dense": Passed})
    assert made == ["passed"]


def test_row_29_a_registered_name_for_a_class_of_keras(tmp_path):
    @register_keras_serializable(package="lesson")
    class Own(Layer):
        pass

    layer = dense() | {"registered_name": "lesson>Own"}
    refused_everywhere(tmp_path, sequential(layer), "Dense", "lesson>Own")


@pytest.mark.parametrize(
    "name",
    [
        "layers.Dense",
        "__class__",
        "Dense.__init__",
        "__import__('os')",
        "Dеnse",  # the second letter is Cyrillic
        "Dense\u202e",
        "",
        " Dense",
        "D" * 5000,
        None,
        7,
        ["Dense"],
    ],
)
def test_row_29_strange_class_names(tmp_path, name):
    layer = dense() | {"class_name": name}
    refused_everywhere(tmp_path, sequential(layer))


@pytest.mark.parametrize(
    "module", ["os", "keras.layers.core", "../keras", 7, ["keras"]]
)
def test_row_29_strange_modules(tmp_path, module):
    layer = entry("system", {"name": "dense"}, module=module)
    refused_everywhere(tmp_path, sequential(layer))


@pytest.mark.parametrize(
    "config",
    [
        {"optimizer": entry("Popen", {"args": "ls"}, module="subprocess")},
        {"optimizer": "no_such_optimizer"},
        {"optimizer": ["adam"]},
        {"optimizer": 5},
        {"optimizer": entry("Adam", {"beta_3": 1.0}, module="keras.optimizers")},
        {"optimizer": entry("Adam", [], module="keras.optimizers")},
        {"optimizer": entry("Adam", {"learning_rate": -1}, module="keras.optimizers")},
        {
            "optimizer": entry(
                "Adam",
                {"learning_rate": entry("Popen", {}, module="subprocess")},
                module="keras.optimizers",
            )
        },
        {"optimizer": "sgd", "loss": "no_such_loss"},
        {"optimizer": "sgd", "loss": {"class_name": "Popen", "config": {}}},
        {"optimizer": "sgd", "loss": 7},
        {"optimizer": "sgd", "metrics": "__import__"},
        {"optimizer": "sgd", "metrics": [{"class_name": "Dense", "config": {}}]},
        {"optimizer": "sgd", "loss_weights": ["1"]},
        {"optimizer": "sgd", "steps_per_execution": 10**15},
        {"optimizer": "sgd", "callbacks": ["evil"]},
        {"optimizer": "sgd", "loss": "mse", "run_eagerly": {"class_name": "x"}, "x": 1},
        ["optimizer"],
        "adam",
    ],
)
def test_row_30_compile_with_what_is_none(tmp_path, config):
    path = evil.write_keras(
        tmp_path / "evil.keras", sequential(dense()), compile_config=config
    )
    refused(lambda: load_model(path))


@pytest.mark.parametrize("rate", ["Infinity", "1e999", "NaN", "-1e999"])
def test_row_30_an_infinite_rate(tmp_path, rate):
    adam = entry("Adam", {"learning_rate": "RATE"}, module="keras.optimizers")
    description = sequential(dense()) | {"compile_config": {"optimizer": adam}}
    content = json.dumps(description).replace('"RATE"', rate).encode()
    path = evil.write_keras(tmp_path / "evil.keras", content)
    refused(lambda: load_model(path))


def test_row_34_json_alone(canary):
    layer = entry("Lambda", evil.lambda_config(canary))
    for model in (sequential(layer), layer, {"class_name": "function"}, {}, FUNCTION):
        refused(lambda model=model: model_from_json(json.dumps(model)))


def test_from_config_is_checked_too(canary):
    layer = entry("Lambda", evil.lambda_config(canary))
    config = sequential(layer)["config"]
    refused(lambda: kit.models.Sequential.from_config(config), "Lambda")
    node = {"module": "subprocess", "class_name": "Popen", "config": {"args": "ls"}}
    graph = functional((dense(), [call(tensor("input_layer"), node)]))["config"]
    refused(lambda: kit.models.Model.from_config(graph), "program")


def test_objects_are_checked_too(canary):
    layer = entry("Lambda", evil.lambda_config(canary))
    for value in (layer, [layer], {"a": layer}, FUNCTION):
        refused(lambda value=value: kit.saving.deserialize_keras_object(value))
