"""AUC: Keras's numbers, the pairs that define it, and its options."""

import numpy as np
import pytest

from kit import metrics

CASES = [
    ({}, "binary", ()),
    ({}, "binary", (1,)),
    ({}, "binary", (3,)),
    ({"num_thresholds": 20}, "binary", ()),
    ({"curve": "PR"}, "binary", ()),
    ({"curve": "pr", "summation_method": "minoring"}, "binary", ()),
    ({"curve": "PR", "summation_method": "majoring"}, "binary", ()),
    ({"curve": "PRGAIN"}, "binary", ()),
    ({"summation_method": "majoring"}, "binary", ()),
    ({"thresholds": [0.7, 0.2, 0.5]}, "binary", ()),
    ({"from_logits": True}, "logits", (1,)),
    ({"label_weights": [1.0, 2.0, 0.5]}, "binary", (3,)),
    ({"multi_label": True}, "binary", (3,)),
    ({"multi_label": True, "num_labels": 3, "curve": "PR"}, "binary", (3,)),
    ({"multi_label": True, "label_weights": [1.0, 2.0, 0.5]}, "binary", (3,)),
]


@pytest.mark.parametrize(("arguments", "kind", "rest"), CASES)
def test_agrees_with_keras(agrees, arguments, kind, rest):
    agrees("AUC", arguments, kind, rest)


def test_area_is_the_part_of_pairs_in_the_right_order():
    random = np.random.default_rng(0)
    # scores between the thresholds, so that the approximation is exact
    score = (random.permutation(199)[:60] + 0.5) / 199
    label = random.integers(2, size=60)
    pairs = score[label == 1][:, None] > score[label == 0]
    np.testing.assert_allclose(metrics.AUC()(label, score), pairs.mean(), rtol=1e-6)


def test_perfect_and_useless():
    label = np.array([0, 0, 1, 1])
    assert metrics.AUC()(label, label.astype("float32")) == 1.0
    assert metrics.AUC()(label, np.full(4, 0.3)) == 0.5


def test_options_that_do_not_exist():
    with pytest.raises(ValueError, match="AUC has curve='BOC'"):
        metrics.AUC(curve="boc")
    with pytest.raises(ValueError, match="Expected one of interpolation, minoring"):
        metrics.AUC(summation_method="sum")
    with pytest.raises(ValueError, match="has num_thresholds=1"):
        metrics.AUC(num_thresholds=1)
    with pytest.raises(ValueError, match="has num_labels=3, but multi_label=False"):
        metrics.AUC(num_labels=3)


def test_integer_labels_of_many_classes_are_refused():
    with pytest.raises(ValueError) as error:
        metrics.AUC()(np.arange(5), np.ones((5, 10)))
    lines = str(error.value).split("\n")
    assert lines[0] == '"auc" got labels (5,) and predictions (5, 10).'
    assert lines[-1] == "Convert integers: y = kit.utils.to_categorical(y, 10)."
