"""R2Score: Keras's numbers, precision with a large mean, errors."""

import numpy as np
import pytest

from kit import metrics

CASES = [
    ({}, (1,)),
    ({}, (3,)),
    ({"class_aggregation": None}, (3,)),
    ({"class_aggregation": "variance_weighted_average"}, (3,)),
]


@pytest.mark.parametrize(("arguments", "rest"), CASES)
def test_agrees_with_keras(agrees, arguments, rest):
    pytest.importorskip("keras")
    with np.errstate(all="ignore"):
        agrees("R2Score", arguments, "numbers", rest)


def test_adjusted_score_agrees_with_keras(keras_metrics, batches):
    mine = metrics.R2Score(num_regressors=2)
    theirs = keras_metrics.R2Score(num_regressors=2)
    for batch in batches("numbers", (1,)):
        mine.update_state(*batch)
        theirs.update_state(*batch)
    np.testing.assert_allclose(mine.result(), theirs.result(), rtol=1e-4)
    few = metrics.R2Score(num_regressors=20)
    assert few(*batch) == metrics.R2Score()(*batch)


def test_one_axis_is_one_output(batches):
    y_true, y_pred = batches("numbers", (1,))[1]
    assert metrics.R2Score()(y_true[:, 0], y_pred[:, 0]) == metrics.R2Score()(
        y_true, y_pred
    )


def test_a_large_mean_costs_no_digits():
    random = np.random.default_rng(0)
    y_true = 2000 + random.normal(size=(3, 100, 1))
    y_pred = y_true + 0.3 * random.normal(size=(3, 100, 1))
    metric = metrics.R2Score()
    for t, p in zip(y_true, y_pred, strict=True):
        metric.update_state(t, p)
    expected = (
        1 - ((y_true - y_pred) ** 2).sum() / ((y_true - y_true.mean()) ** 2).sum()
    )
    np.testing.assert_allclose(metric.result(), expected, rtol=1e-3)


def test_errors():
    with pytest.raises(ValueError, match="class_aggregation='mean'"):
        metrics.R2Score(class_aggregation="mean")
    with pytest.raises(ValueError, match="num_regressors=-1"):
        metrics.R2Score(num_regressors=-1)
    with pytest.raises(ValueError, match=r"predictions of shape \(2, 3, 4\)"):
        metrics.R2Score()(np.ones((2, 3, 4)), np.ones((2, 3, 4)))
