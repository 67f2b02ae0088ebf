import numpy as np
import pytest

from kit.studio.data import StudioData
from kit.widgets.confusion import ConfusionPanel


class Known:
    """A model whose outputs a test has written down."""

    def __init__(self, outputs):
        self.outputs = np.asarray(outputs)

    def predict(self, x, verbose=0):
        return self.outputs[: len(x)]


LABELS = np.arange(60) % 3
# 0 is taken for 2 at sample 0; 1 is taken for 0 at samples 1 and 4.
GUESSES = LABELS.copy()
GUESSES[[0, 1, 4]] = [2, 0, 0]
SURE = np.full(60, 0.8)
SURE[4] = 0.9


def data():
    x = np.zeros((60, 8, 8), np.uint8)
    return StudioData.of(((x, LABELS), (x, LABELS)))


def model():
    outputs = np.repeat((1 - SURE)[:, None] / 2, 3, axis=1)
    outputs[np.arange(60), GUESSES] = SURE
    return Known(outputs)


@pytest.fixture
def panel():
    return ConfusionPanel(data(), model())


def captions(panel):
    return [(tile["caption"], tile["second"]) for tile in panel.grid.tiles]


def test_the_matrix_and_the_mistakes(panel):
    assert panel.matrix.counts == [[19, 0, 1], [2, 18, 0], [0, 0, 20]]
    assert captions(panel) == [("✗ 0", "is 1"), ("✗ 2", "is 0"), ("✗ 0", "is 1")]
    assert "1 and 0: 2 times (1 taken for 0)" in panel.pairs.value
    assert "Sample 4" in panel.detail.value


def test_a_cell_opens_its_samples(panel):
    panel.matrix.chosen = [1, 0]
    assert "2 samples are 1 but are taken for 0" in panel.title.value
    assert captions(panel) == [("✗ 0", "is 1")] * 2
    panel.grid.chosen = 1
    assert "Sample 1:" in panel.detail.value
    panel.back_button.click()
    assert len(captions(panel)) == 3 and panel.matrix.chosen == [-1, -1]


def test_a_long_cell_is_cut_and_says_so(panel):
    panel.choose((2, 2))
    assert len(captions(panel)) == 20
    panel.choose((0, 1))
    assert captions(panel) == [] and panel.detail.value == ""


def test_it_waits_for_a_model_and_rests_while_closed():
    panel = ConfusionPanel(data())
    assert panel.body.layout.display == "none"
    panel.is_open = False
    panel.update(model())
    assert panel.matrix.counts == []
    panel.is_open = True
    assert panel.matrix.counts[2] == [0, 0, 20] and panel.body.layout.display is None


def test_other_targets_are_explained():
    x, y = np.zeros((5, 3)), np.linspace(0, 1, 5)
    panel = ConfusionPanel(StudioData.of(((x, y), (x, y))), Known(np.zeros((5, 1))))
    assert "no classes that could be mixed up" in panel.finding_card.value
    assert panel.body.layout.display == "none"
