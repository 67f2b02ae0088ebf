import numpy as np
import pytest

from kit.studio.builder import ModelSpec
from kit.studio.data import StudioData
from kit.studio.menu import PURPOSES, STARTING_ARGUMENTS
from kit.studio.presets import PRESETS


def some_data(shape, dtype="float32", y=(0, 1, 2)):
    x = np.zeros((3, *shape), dtype)
    return StudioData.of(((x, np.array(y)), (x, np.array(y))))


def kinds(name, data):
    return [row.class_name for row in ModelSpec.preset(name, data).rows()[1:]]


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("shape", [(28, 28), (32, 32, 3), (12, 12, 1)])
def test_presets_fit_images(name, shape):
    spec = ModelSpec.preset(name, some_data(shape))
    assert spec.error is None
    assert spec.output_shape == (None, 3)
    assert spec.to_model().output_shape == (None, 3)


def test_the_tutorial_network_is_the_one_of_keras():
    spec = ModelSpec.preset("cnn", StudioData.load())
    # 3x3x1x32+32, 3x3x32x64+64, 12x12x64x128+128, 128x10+10
    assert [row.params for row in spec.rows() if row.params] == [
        320,
        18_496,
        1_179_776,
        1_290,
    ]


def test_bytes_are_scaled_and_rows_of_numbers_are_not_flattened():
    assert kinds("linear", some_data((4,))) == ["Dense"]
    assert kinds("linear", some_data((4,), "uint8")) == ["Rescaling", "Dense"]
    assert kinds("linear", some_data((4, 2))) == ["Flatten", "Dense"]


def test_numbers_to_predict_get_a_linear_head():
    spec = ModelSpec.preset("linear", some_data((4,), y=(0.5, 1.5, 2.5)))
    assert spec.layers[-1]["config"]["activation"] == "linear"
    assert spec.output_shape == (None, 1)


def test_impossible_presets_say_so():
    with pytest.raises(ValueError, match="There is no preset called 'rnn'"):
        ModelSpec.preset("rnn", StudioData.load())
    with pytest.raises(ValueError, match="needs images, not samples of"):
        ModelSpec.preset("cnn", some_data((4,)))


def test_every_layer_of_the_menu_can_be_added_and_is_explained():
    for class_name in STARTING_ARGUMENTS:
        spec = ModelSpec()
        assert spec.add(class_name) == 0
        assert PURPOSES[class_name]
