"""Correlations: Keras's and NumPy's numbers."""

import numpy as np
import pytest

from kit import metrics

CASES = [
    ("PearsonCorrelation", {}, (6,)),
    ("PearsonCorrelation", {"axis": 1}, (6, 3)),
    ("ConcordanceCorrelation", {}, (6,)),
    ("ConcordanceCorrelation", {"axis": 1}, (6, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "rest"), CASES)
def test_agrees_with_keras(agrees, name, arguments, rest):
    agrees(name, arguments, "numbers", rest)


def test_pearson_is_numpys(batches):
    y_true, y_pred = batches("numbers", (6,))[0]
    expected = [np.corrcoef(t, p)[0, 1] for t, p in zip(y_true, y_pred, strict=True)]
    np.testing.assert_allclose(
        metrics.pearson_correlation(y_true, y_pred), expected, rtol=1e-4
    )
