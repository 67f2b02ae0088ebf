import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.layers.reshaping import Flatten
from kit.models.sequential import Sequential
from kit.widgets.inspector import PredictionInspector


class Known:
    """A model whose outputs a test has written down."""

    def __init__(self, outputs):
        self.outputs = np.asarray(outputs)
        self.rows_asked = 0

    def predict(self, x, verbose=0):
        start = self.rows_asked % len(self.outputs)
        self.rows_asked += len(x)
        return self.outputs[start : start + len(x)]


def labels(samples=100):
    return np.arange(samples) % 10


def model(samples=100, wrong=(3, 50)):
    outputs = np.eye(10)[labels(samples)] * 0.8 + 0.02
    outputs[list(wrong)] = np.roll(outputs[list(wrong)], 1, axis=1)
    return Known(outputs)


@pytest.fixture
def inspector():
    x = np.zeros((100, 28, 28), np.uint8)
    return PredictionInspector(model(), x, labels())


def captions(inspector):
    return [tile["caption"] for tile in inspector.grid.tiles]


def test_the_first_page(inspector):
    assert "98 of 100 right (98.0 %)" in inspector.summary.value
    assert captions(inspector)[:5] == ["✓ 0", "✓ 1", "✓ 2", "✗ 4", "✓ 4"]
    assert inspector.grid.tiles[3]["second"] == "is 3"
    assert inspector.grid.pictures.startswith("data:image/png;base64,")
    assert "1 to 40 of 100" in inspector.extent.value
    assert inspector.back_button.disabled and not inspector.next_button.disabled


def test_filters_and_order(inspector):
    inspector.show_menu.value = "wrong"
    assert captions(inspector) == ["✗ 4", "✗ 1"]
    inspector.class_menu.value = 3
    assert captions(inspector) == ["✗ 4"]
    inspector.class_menu.value = 5
    assert captions(inspector) == []
    assert "No sample passes" in inspector.detail.value
    inspector.show_menu.value = "all"
    inspector.class_menu.value = -1
    inspector.order_menu.value = "mistakes"
    assert captions(inspector)[:3] == ["✗ 4", "✗ 1", "✓ 0"]


def test_menus_count(inspector):
    labels = [label for label, _ in inspector.show_menu.options]
    assert labels == ["all 100", "right 98", "wrong 2"]
    inspector.show_menu.value = "wrong"
    inspector.update(model(wrong=(1, 2, 3)))
    assert inspector.show_menu.value == "wrong"
    assert captions(inspector) == ["✗ 2", "✗ 3", "✗ 4"]


def test_pages(inspector):
    inspector.next_button.click()
    inspector.next_button.click()
    assert len(inspector.grid.tiles) == 20 and inspector.next_button.disabled
    inspector._on_message(inspector.grid, {"turn": -1}, [])
    assert "41 to 80" in inspector.extent.value


def test_choosing_a_digit_shows_it(inspector):
    inspector.grid.chosen = 3
    detail = inspector.detail.value
    assert "the model says 4, 82.0 % sure, but it is 3." in detail
    assert "<img" in detail and detail.count('class="kit-bar') == 10


def test_the_model_is_asked_once():
    known = model()
    inspector = PredictionInspector(known, np.zeros((100, 28, 28)), labels())
    inspector.show_menu.value = "wrong"
    inspector.grid.chosen = 1
    assert known.rows_asked == 100


def test_it_waits_for_a_model():
    inspector = PredictionInspector(None, np.zeros((100, 28, 28)), labels())
    assert "once there is a model" in inspector.summary.value
    assert inspector.body.layout.display == "none"
    inspector.update(model())
    assert inspector.body.layout.display is None
    assert len(inspector.grid.tiles) == 40


def test_an_error_is_shown():
    class Broken:
        def predict(self, x, verbose=0):
            raise ValueError("The input has 3 axes.")

    inspector = PredictionInspector(Broken(), np.zeros((2, 3)), [0, 1])
    assert "The input has 3 axes." in inspector.finding_card.value


def test_other_class_names():
    names = [f"class {letter}" for letter in "abcdefghij"]
    inspector = PredictionInspector(model(), np.zeros((100, 784)), labels(), names)
    assert captions(inspector)[0] == "✓ class a"
    assert inspector.class_menu.options[1] == ("class a", 0)


def test_numbers_need_no_filters():
    x = np.arange(12.0).reshape(6, 2)
    outputs = np.arange(6.0)[:, None]
    inspector = PredictionInspector(Known(outputs), x, np.arange(6) + 0.5)
    assert "0.5 off on average" in inspector.summary.value
    assert inspector.show_menu.layout.display == "none"
    assert inspector.grid.pictures == ""
    assert inspector.grid.tiles[2] == {
        "caption": "2",
        "second": "is 2.5",
        "state": "",
        "label": "Sample 2: the model says 2; the target is 2.5.",
    }
    inspector.order_menu.value = "error"


def test_several_outputs_are_explained():
    class Two:
        def predict(self, x, verbose=0):
            return {"a": np.zeros((2, 1)), "b": np.zeros((2, 1))}

    inspector = PredictionInspector(Two(), np.zeros((2, 3)))
    assert "several outputs" in inspector.summary.value
    assert inspector.body.layout.display == "none"


def test_without_labels():
    inspector = PredictionInspector(model(), np.zeros((100, 28, 28)))
    assert captions(inspector)[0] == "0"
    assert inspector.show_menu.layout.display == "none"
    inspector.order_menu.value = "unsure"


def test_a_real_model():
    real = Sequential([Input((8, 8)), Flatten(), Dense(3, "softmax")])
    x = np.random.default_rng(0).random((50, 8, 8))
    inspector = PredictionInspector(real, x, np.zeros(50, int))
    right = (real.predict(x, verbose=0).argmax(axis=1) == 0).sum()
    assert f"{right} of 50 right" in inspector.summary.value
