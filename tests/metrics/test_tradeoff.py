"""The best of one measure where another is good enough: Keras's numbers."""

import numpy as np
import pytest

from kit import metrics

NAMES = {
    "SensitivityAtSpecificity": "specificity",
    "SpecificityAtSensitivity": "sensitivity",
    "PrecisionAtRecall": "recall",
    "RecallAtPrecision": "precision",
}
OPTIONS = [(0.7, {}), (0.3, {"num_thresholds": 17, "class_id": 2})]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("least", "options"), OPTIONS)
def test_agrees_with_keras(agrees, name, least, options):
    rest = (3,) if "class_id" in options else ()
    agrees(name, {NAMES[name]: least, **options}, "binary", rest)


def test_one_threshold_is_the_middle(agrees):
    agrees("PrecisionAtRecall", {"recall": 0.3, "num_thresholds": 1}, "binary", ())


def test_closed_form():
    label, score = np.array([0, 0, 0, 1, 1]), np.array([0, 0.3, 0.8, 0.4, 0.9])
    # above 0.8 are one of two positives and no negative
    assert metrics.SensitivityAtSpecificity(1.0)(label, score) == 0.5
    assert metrics.SensitivityAtSpecificity(0.6)(label, score) == 1.0


def test_errors():
    with pytest.raises(ValueError, match="PrecisionAtRecall has recall=2"):
        metrics.PrecisionAtRecall(2)
    with pytest.raises(ValueError, match="has num_thresholds=0"):
        metrics.RecallAtPrecision(0.5, num_thresholds=0)
