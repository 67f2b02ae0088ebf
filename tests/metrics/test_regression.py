"""Metrics of regression: Keras's numbers."""

import numpy as np
import pytest

from kit import metrics

NAMES = [
    "MeanSquaredError",
    "RootMeanSquaredError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError",
    "LogCoshError",
]
CASES = [
    *[(name, {}, "numbers", rest) for name in NAMES for rest in [(1,), (3,)]],
    ("RootMeanSquaredError", {}, "numbers", ()),
    ("CosineSimilarity", {}, "numbers", (3,)),
    ("CosineSimilarity", {"axis": 1}, "numbers", (6, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "rest"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, rest):
    agrees(name, arguments, kind, rest)


@pytest.mark.parametrize("name", NAMES)
def test_one_axis_means_one_number_per_sample(name):
    # Keras would average a batch first and then ignore its weights
    y_true, y_pred = np.arange(1.0, 5.0), np.array([1.5, 2.0, 9.0, 3.0])
    weights = np.array([1.0, 2.0, 0.0, 3.0])
    flat, column = getattr(metrics, name)(), getattr(metrics, name)()
    assert flat(y_true, y_pred, weights) == column(
        y_true[:, None], y_pred[:, None], weights
    )
    assert flat(y_true, y_pred) == column(y_true[:, None], y_pred[:, None])


def test_the_root_is_taken_once():
    metric = metrics.RootMeanSquaredError()
    metric.update_state([0.0], [3.0])
    metric.update_state([0.0], [4.0])
    np.testing.assert_allclose(metric.result(), np.sqrt((9 + 16) / 2), rtol=1e-6)


def test_the_similarity_is_minus_the_loss(batches):
    from kit import losses

    y_true, y_pred = batches("numbers", (3,))[0]
    np.testing.assert_allclose(
        metrics.CosineSimilarity()(y_true, y_pred),
        -losses.CosineSimilarity()(y_true, y_pred),
        rtol=1e-6,
    )


def test_column_beside_row_does_not_compare_all_with_all():
    found = metrics.RootMeanSquaredError()(np.arange(4.0), np.arange(4.0)[:, None])
    assert found == 0
