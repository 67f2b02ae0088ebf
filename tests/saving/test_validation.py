"""Descriptions: what Keras writes comes through, with kit's names."""

import pytest

from kit.layers.core import Dense
from kit.saving.closed_registry import kind_of
from kit.saving.validation import check_shape, checked_model, checked_object
from kit.serialization import CustomObjectScope


def dense(**config):
    return {"module": "keras.layers", "class_name": "Dense", "config": config}


def test_words_that_are_off_are_left_out():
    config = {"units": 3, "quantization_config": None, "lora_rank": None}
    assert checked_model(dense(**config))["config"] == {"units": 3}


def test_words_that_are_on_are_refused():
    with pytest.raises(ValueError, match='no argument "lora_rank"'):
        checked_model(dense(units=3, lora_rank=8))
    with pytest.raises(ValueError, match='Did you mean "units"'):
        checked_model(dense(unit=3))


@pytest.mark.parametrize(
    "module", ["keras.layers", "keras.src.layers.core.dense", "keras", None]
)
def test_modules_of_keras(module):
    found = checked_model(dense(units=3) | {"module": module})
    assert found["module"] == "keras.layers"


def test_policies_become_names():
    policy = {"module": "keras", "class_name": "DTypePolicy"}
    policy["config"] = {"name": "mixed_bfloat16"}
    found = checked_model(dense(units=3, dtype=policy))["config"]["dtype"]
    assert Dense(3, dtype=found).dtype_policy == "mixed_bfloat16"


def test_a_class_may_stand_only_where_it_belongs():
    zeros = {"module": "keras.initializers", "class_name": "Zeros", "config": {}}
    assert checked_model(dense(units=3, bias_initializer=zeros))
    for word in ("bias_regularizer", "bias_constraint"):
        with pytest.raises(ValueError, match="Zeros"):
            checked_model(dense(units=3, **{word: zeros}))
    with pytest.raises(ValueError, match="knows no optimizer"):
        checked_object(zeros, "optimizer", "The optimizer")


def test_schedules_of_optimizers():
    schedule = {
        "module": "keras.optimizers.schedules",
        "class_name": "ExponentialDecay",
        "config": {"initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.5},
    }
    adam = {"module": "keras.optimizers", "class_name": "Adam"}
    adam["config"] = {"learning_rate": schedule}
    found = checked_object(adam, "optimizer", "The optimizer")
    assert found["config"]["learning_rate"]["class_name"] == "ExponentialDecay"


def test_own_classes_take_any_argument_but_only_plain_values():
    entry = {"module": "lesson", "class_name": "Own", "config": {"anything": [1, "a"]}}

    class Own(Dense):
        pass

    with CustomObjectScope({"Own": Own}):
        assert checked_model(entry)["config"] == {"anything": [1, "a"]}
        entry["config"]["anything"] = {"class_name": "Popen", "config": {}}
        with pytest.raises(ValueError, match="Popen"):
            checked_model(entry)


def test_kinds_of_arguments():
    words = {
        "kernel_initializer": "initializer",
        "beta_regularizer": "regularizer",
        "recurrent_activation": "activation",
        "activation": "activation",
        "forward_layer": "layer",
        "activity_regularizer": "regularizer",
        "units": None,
    }
    assert {word: kind_of(word) for word in words} == words


@pytest.mark.parametrize(
    "shape",
    [None, [None, 3], [[None, 3], [None, 2]], {"a": [None, 3], "b": [None]}, []],
)
def test_shapes_of_inputs(shape):
    check_shape(shape, "It")
