"""Counts, Precision and Recall: Keras's numbers, closed forms, errors."""

import numpy as np
import pytest

from kit import metrics

COUNTS = ["TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives"]
CASES = [
    *[(name, {}, (1,)) for name in COUNTS],
    *[(name, {"thresholds": [0.2, 0.9]}, (3,)) for name in COUNTS],
    *[
        (name, arguments, rest)
        for name in ("Precision", "Recall")
        for arguments, rest in [
            ({}, ()),
            ({}, (3,)),
            ({"thresholds": 0.3}, (1,)),
            ({"thresholds": [0.9, 0.1, 0.45]}, (1,)),
            ({"thresholds": [0.0, 0.5, 1.0]}, (3,)),
            ({"top_k": 2}, (4,)),
            ({"class_id": 1}, (4,)),
            ({"top_k": 2, "class_id": 0}, (4,)),
        ]
    ],
]


@pytest.mark.parametrize(("name", "arguments", "rest"), CASES)
def test_agrees_with_keras(agrees, name, arguments, rest):
    agrees(name, arguments, "binary", rest)


def test_closed_form():
    label, score = np.array([1, 1, 1, 0, 0]), np.array([0.9, 0.6, 0.2, 0.7, 0.1])
    assert metrics.Precision()(label, score) == np.float32(2 / 3)
    assert metrics.Recall()(label, score) == np.float32(2 / 3)
    assert metrics.TrueNegatives()(label, score) == 1
    assert metrics.FalsePositives(0.65)(label, score, [1, 1, 1, 2.5, 1]) == 2.5


def test_without_any_yes_the_result_is_0():
    assert metrics.Precision()([1, 1], [0.1, 0.2]) == 0
    assert metrics.Recall()([0, 0], [0.1, 0.9]) == 0


def test_weights_of_samples_hold_for_all_their_labels():
    y_true, y_pred = np.ones((2, 3, 2)), np.ones((2, 3, 2))
    assert metrics.TruePositives()(y_true, y_pred, [1.0, 0.0]) == 6


def test_names_have_no_counter():
    assert [metrics.Precision().name, metrics.Precision().name] == ["precision"] * 2
    assert metrics.TruePositives().name == "true_positives"


def test_errors():
    with pytest.raises(ValueError, match='"recall" has the threshold 1.5'):
        metrics.Recall(thresholds=[0.5, 1.5])
    with pytest.raises(ValueError, match="has class_id=1, but no classes came"):
        metrics.Precision(class_id=1)([0, 1], [0.1, 0.9])
    with pytest.raises(ValueError, match=r'"precision" got labels \(5,\)'):
        metrics.Precision()(np.arange(5), np.ones((5, 10)))
