import numpy as np
import pytest

from kit.studio.confusion import Confusion
from kit.studio.inspector import Predictions


@pytest.fixture
def predictions():
    random = np.random.default_rng(0)
    outputs = random.dirichlet(np.ones(4), 200)
    return Predictions(outputs, random.integers(0, 4, 200))


def test_counts_and_samples_by_hand(predictions):
    confusion = Confusion(predictions)
    guesses = predictions.outputs.argmax(axis=1)
    for true in range(4):
        for guess in range(4):
            expected = [
                i
                for i in range(200)
                if predictions.targets[i] == true and guesses[i] == guess
            ]
            behind = confusion.behind(true, guess)
            assert sorted(behind) == expected
            assert confusion.counts[true, guess] == len(expected)
            assert (np.diff(predictions.outputs.max(axis=1)[behind]) <= 0).all()


def test_mistakes_are_the_cells_beside_the_diagonal(predictions):
    confusion = Confusion(predictions)
    off = confusion.counts.sum() - np.trace(confusion.counts)
    assert len(confusion.mistakes()) == off
    confidences = predictions.outputs.max(axis=1)[confusion.mistakes()]
    assert (np.diff(confidences) <= 0).all()


def test_pairs_add_both_directions():
    labels = [0, 0, 0, 1, 1, 2]
    guesses = [1, 1, 0, 0, 1, 0]
    confusion = Confusion(Predictions(np.eye(3)[guesses], labels))
    assert confusion.pairs() == [(0, 1, 2, 1), (2, 0, 1, 0)]
    assert confusion.describe_pairs() == [
        "0 and 1: 3 times (0 taken for 1: 2, 1 taken for 0: 1)",
        "2 and 0: once (2 taken for 0)",
    ]


def test_outputs_that_are_no_numbers_are_left_out():
    outputs = [[0.5, 0.5], [np.nan, np.nan], [0.1, 0.9]]
    confusion = Confusion(Predictions(outputs, [0, 1, 1]))
    assert confusion.counts.sum() == 2
    assert 1 not in confusion.mistakes()


def test_numbers_have_no_confusion():
    with pytest.raises(ValueError, match="no classes"):
        Confusion(Predictions(np.zeros((3, 1)), [0.1, 0.2, 0.3]))
