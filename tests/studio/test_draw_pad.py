"""The state of the draw pad, with models whose answers a test knows."""

import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.layers.rescaling import Rescaling
from kit.layers.reshaping import Flatten
from kit.models.sequential import Sequential
from kit.studio.draw_pad import Drawing
from kit.studio.mnist_form import mnist_form
from kit.studio.strokes import ink_of

ONE = [{"points": [[140, 60], [140, 220]]}]
CORNER = [{"points": [[30, 30], [30, 80]]}]


class Known:
    """A model that answers with one class, and remembers what it was asked."""

    def __init__(self, answer=1, shape=(None, 28, 28), layers=()):
        self.answer, self.input_shape, self.layers = answer, shape, layers
        self.asked = []

    def predict(self, x, verbose=0):
        self.asked.append(x)
        return np.tile(np.eye(10)[self.answer] * 0.91 + 0.009, (len(x), 1))


def test_the_model_is_asked_about_the_picture_at_every_stroke():
    model = Known()
    drawing = Drawing(model)
    assert len(model.asked) == 1  # the first answer is prepared for
    assert drawing.probabilities is None  # but empty paper is no digit
    seen = []
    drawing.observe(lambda change: seen.append(drawing.sentence), "revision")
    drawing.draw(ONE)
    expected = mnist_form(ink_of(ONE))
    assert np.array_equal(drawing.picture, expected)
    assert np.allclose(model.asked[-1][0], expected / 255)
    assert seen == ["The network reads 1, 91.9 % sure."]


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (784,)])
def test_every_usual_form_of_input(shape):
    model = Sequential([Input(shape), Flatten(), Dense(10, activation="softmax")])
    drawing = Drawing(model)
    drawing.draw(ONE)
    x = mnist_form(ink_of(ONE)).reshape(1, *shape).astype("float32") / 255
    expected = model.predict(x, verbose=0)[0]
    assert drawing.probabilities == pytest.approx(expected, abs=1e-6)


def test_the_range_of_the_pixels():
    inside = Known(layers=[Rescaling(1 / 255)])
    for model, full_ink, largest in [
        (Known(), None, 1),
        (inside, None, 255),
        (Known(), 255, 255),
        (inside, 1, 1),
    ]:
        drawing = Drawing(model, full_ink=full_ink)
        drawing.draw(ONE)
        assert model.asked[-1].max() == pytest.approx(largest)


def test_other_inputs_are_refused_in_plain_words():
    with pytest.raises(ValueError, match=r"\(None, 2\)"):
        Drawing(Known(shape=(None, 2)))


def test_without_centring_the_drawing_stays_where_it_is():
    drawing = Drawing()
    drawing.draw(CORNER)
    centred = drawing.picture
    drawing.centre(False)
    rows, columns = np.nonzero(drawing.picture)
    assert rows.max() <= 10 and columns.max() <= 5
    drawing.centre(True)
    assert np.array_equal(drawing.picture, centred)


def test_kept_drawings_are_a_test_set():
    drawing = Drawing(Known(answer=1))
    for label in (1, 7):
        drawing.draw(ONE)
        drawing.keep(label)
    assert drawing.kept_predictions.summary == "1 of 2 right (50.0 %)"
    drawing.use(Known(answer=7))
    assert drawing.kept_predictions.right.tolist() == [False, True]
    drawing.remove(0)
    assert drawing.kept_predictions.summary == "1 of 1 right (100.0 %)"
    drawing.remove(0)
    assert drawing.kept_predictions is None


def test_nothing_cannot_be_kept():
    with pytest.raises(ValueError, match="no drawing to keep"):
        Drawing().keep(3)


def test_refresh_asks_again():
    model = Known(answer=1)
    drawing = Drawing(model)
    drawing.draw(ONE)
    model.answer = 4
    drawing.refresh()
    assert drawing.probabilities.argmax() == 4


def test_logits_become_probabilities():
    model = Known()
    model.predict = lambda x, verbose=0: np.tile(np.arange(10.0), (len(x), 1))
    drawing = Drawing(model)
    drawing.draw(ONE)
    powers = np.exp(np.arange(10.0))
    assert drawing.probabilities == pytest.approx(powers / powers.sum())


def test_outputs_that_are_lost_or_no_classes():
    model = Known()
    drawing = Drawing(model)
    drawing.draw(ONE)
    model.predict = lambda x, verbose=0: np.full((len(x), 10), np.nan)
    drawing.refresh()
    assert "NaN" in drawing.sentence
    model.predict = lambda x, verbose=0: np.ones((len(x), 1))
    drawing.refresh()
    assert drawing.probabilities is None and "no classes" in drawing.sentence
