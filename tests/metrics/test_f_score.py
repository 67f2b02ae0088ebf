"""F-scores: Keras's numbers, the formula, and errors."""

import numpy as np
import pytest

from kit import metrics

CASES = [
    ("F1Score", {"average": average, "threshold": threshold}, kind)
    for average in (None, "micro", "macro", "weighted")
    for threshold, kind in [(None, "one_hot"), (0.5, "binary")]
] + [("FBetaScore", {"beta": 2.0}, "one_hot"), ("FBetaScore", {"beta": 0.5}, "one_hot")]


@pytest.mark.parametrize(("name", "arguments", "kind"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind):
    agrees(name, arguments, kind, (3,))


def test_it_joins_precision_and_recall(batches):
    y_true, y_pred = batches("binary", (1,))[1]
    precision = float(metrics.Precision()(y_true, y_pred))
    recall = float(metrics.Recall()(y_true, y_pred))
    found = metrics.F1Score(threshold=0.5)(y_true, y_pred)
    np.testing.assert_allclose(
        found, [2 * precision * recall / (precision + recall)], rtol=1e-5
    )


def test_errors():
    with pytest.raises(ValueError, match="average='mean'"):
        metrics.F1Score(average="mean")
    with pytest.raises(ValueError, match='"fbeta_score" has beta=0'):
        metrics.FBetaScore(beta=0)
    with pytest.raises(ValueError, match="threshold=2"):
        metrics.F1Score(threshold=2)
    with pytest.raises(ValueError, match=r'"f1_score" got labels \(5,\)'):
        metrics.F1Score()(np.arange(5), np.ones((5, 10)))
    with pytest.raises(ValueError, match=r"one column per class in both"):
        metrics.F1Score()(np.arange(5), np.ones(5))
