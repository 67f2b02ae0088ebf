import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.layers.reshaping import Flatten
from kit.models.sequential import Sequential
from kit.optimizers import SGD
from kit.studio.data import StudioData
from kit.widgets.inside import InsidePanel
from kit.widgets.jit_report import JitPanel
from kit.widgets.one_step import OneStepPanel


def data(samples=80):
    random = np.random.default_rng(0)
    x = random.random((samples, 8, 8)).astype("float32")
    y = np.arange(samples) % 3
    return StudioData.of(((x, y), (x[::-1], y[::-1])))


@pytest.fixture
def model():
    hidden, last = Dense(4, "relu", name="hidden"), Dense(3, "softmax", name="last")
    model = Sequential([Input((8, 8)), Flatten(), hidden, last])
    kernel, bias = hidden.get_weights()
    hidden.set_weights([kernel, np.array([1, -1000, 1, 1])])
    model.compile(SGD(0.1), "sparse_categorical_crossentropy")
    return model


def test_inside_a_layer(model):
    panel = InsidePanel(data(), model)
    assert not panel.finding_card.value
    assert panel.pictures.value.count("kit-tile") == 4
    assert "260 values" in panel.weights.value  # 8 * 8 * 4 weights and 4 biases
    assert "1 unit is dead, of 4" in panel.activity.value
    names = ("hidden/kernel", "hidden/bias", "last/kernel", "last/bias")
    assert all(name in panel.gradients.value for name in names)
    panel.layer_menu.value = "last"
    assert "15 values" in panel.weights.value and panel.unit_field.max == 2
    assert "No unit is dead" in panel.activity.value


def test_a_closed_panel_leaves_no_pictures_in_the_notebook(model):
    panel = InsidePanel(data(), model)
    maps, histogram = panel.pictures.value, panel.weights.value
    panel.is_open = panel.is_open = False
    assert panel.pictures.value == panel.weights.value == ""
    panel.is_open = True
    assert (panel.pictures.value, panel.weights.value) == (maps, histogram)
    panel.is_open = False
    panel.update(model)  # it learned more meanwhile
    panel.is_open = True
    assert panel.pictures.value == maps


def test_muting_a_unit(model):
    panel = InsidePanel(data(), model)
    panel.unit_field.value = 1
    assert "no difference" in panel.muted.value
    panel.layer_menu.value = "last"
    panel.unit_field.value = 2
    values = panel.inside.muted(panel.place, 2)
    assert f"{100 * panel.inside.accuracy(values):.1f} %" in panel.muted.value


def test_one_step_with_the_numbers_of_train_on_batch(model):
    data_here = data()
    panel = OneStepPanel(data_here, model)
    assert not panel.finding_card.value
    x, y = data_here.x_train[:32], data_here.y_train[:32]
    loss = model.test_on_batch(x, y)
    assert f"<b>{loss:.4f}</b>" in panel.steps.value
    assert "sparse categorical crossentropy, averaged" in panel.steps.value
    assert "weights - learning_rate * gradient" in panel.steps.value
    before = model.get_weights()
    panel.weights_menu.value = "last/bias"
    for value in before[3]:
        assert f"{value:.4g}" in panel.numbers.value

    model.train_on_batch(x, y)
    after = model.test_on_batch(x, y)
    assert f"<b>{after:.4f}</b>" in panel.steps.value


def test_another_batch_and_a_rate_that_is_too_large(model):
    panel = OneStepPanel(data(), model)
    first = panel.record.loss
    panel.batch_field.value = 1
    assert panel.record.loss != first and panel.batch_field.max == 1
    for _ in range(4):
        panel.more_button.click()
    assert panel.record.rate == pytest.approx(1000)
    assert "the step was too long" in panel.steps.value
    panel.less_button.click()
    assert panel.rate_field.value == 100


def test_one_step_needs_a_compiled_model():
    model = Sequential([Input((8, 8)), Flatten(), Dense(3)])
    panel = OneStepPanel(data(), model)
    assert "no loss and no optimizer" in panel.finding_card.value


def test_what_jit_did(model):
    panel = JitPanel(data(), model)
    assert panel.calls.value == ""
    panel.measure_button.click()
    assert "2 compilations in 4 calls" in panel.calls.value
    assert "dot_general" in panel.operations.value
    assert "times faster" in panel.sentence.value and not panel.measure_button.disabled
