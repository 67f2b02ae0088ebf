import numpy as np
import pytest

from kit.layers.convolution import Conv2D
from kit.layers.core import Dense, Input
from kit.layers.reshaping import Flatten, Reshape
from kit.models.sequential import Sequential
from kit.studio.data import StudioData
from kit.widgets.why import WhyPanel


def data(samples=50, shape=(8, 8)):
    random = np.random.default_rng(0)
    x = random.integers(0, 256, (samples, *shape)).astype("uint8")
    y = np.arange(samples) % 3
    return StudioData.of(((x, y), (x[::-1], y[::-1])))


def model(shape=(8, 8)):
    middle = [Reshape((8, 8, 1)), Conv2D(3, 3, activation="relu", name="conv")]
    middle = middle if len(shape) == 2 else []
    last = Dense(3, "softmax", name="last")
    return Sequential([Input(shape), *middle, Flatten(), Dense(7, name="near"), last])


@pytest.fixture
def panel():
    return WhyPanel(data(), model())


def says(panel, sample):
    guess = panel.model.predict(panel.data.x_test[[sample]], verbose=0).argmax()
    return f"the model says {guess}"


def test_all_answers_for_the_first_sample(panel):
    assert says(panel, 0) in panel.detail.value and "Sample 0" in panel.detail.value
    assert panel.saliency.value.count("kit-tile") == 2
    assert panel.near.value.count("kit-tile") == 10
    assert "behind near (7)" in panel.near.value
    names = [name for _, name in panel.layer_menu.options]
    assert names == ["conv", "near", "last"]
    assert panel.maps.value.count("kit-tile") == 3  # one map for each filter
    assert says(panel, 0)[4:] in panel.move.result.value


def test_another_sample_layer_and_class(panel):
    panel.choose(7)
    assert "Sample 7: " in panel.detail.value and says(panel, 7) in panel.detail.value
    before = panel.saliency.value
    panel.class_menu.value = (panel.guess + 1) % 3
    assert panel.saliency.value != before
    panel.layer_menu.value = "near"
    assert "near: 7 numbers" in panel.maps.value


def test_the_next_mistake(panel):
    found = panel.model.predict(panel.data.x_test, verbose=0).argmax(axis=1)
    wrong = np.flatnonzero(found != panel.data.y_test)
    panel.mistake_button.click()
    assert panel.sample_field.value == wrong[wrong > 0][0]
    panel.choose(49)
    panel.mistake_button.click()
    assert panel.sample_field.value == wrong[0]


def test_moving_asks_the_model_and_going_back_forgets(panel):
    before = panel.move.result.value
    panel.move.sliders["right"].value = 3
    shifted = np.zeros((1, 8, 8), "uint8")
    shifted[0, :, 3:] = panel.data.x_test[0, :, :-3]
    share = panel.model.predict(shifted, verbose=0).max()
    assert f"{100 * share:.1f} % sure" in panel.move.result.value
    panel.move.reset_button.click()
    assert panel.move.result.value == before


def test_new_weights(panel):
    panel.choose(3)
    panel.model.set_weights([-w for w in panel.model.get_weights()])
    panel.update(panel.model)
    assert says(panel, 3) in panel.detail.value


def test_samples_that_are_no_images():
    panel = WhyPanel(data(shape=(5,)), model((5,)))
    assert not panel.finding_card.value
    assert panel.saliency.value == "" and panel.move.layout.display == "none"
    assert "samples" in panel.near.value


def test_a_model_that_cannot_be_looked_into():
    class Strange:
        name = "strange"

    panel = WhyPanel(data(), Strange())
    assert "cannot be looked into" in panel.finding_card.value
