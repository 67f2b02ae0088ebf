"""Intersection over union: Keras's numbers, a matrix counted by hand, errors."""

import numpy as np
import pytest

from kit import metrics
from kit.metrics.iou import confusion_matrix

# Keras asks jax for 64 bits, which it does not have here
pytestmark = pytest.mark.filterwarnings("ignore:Explicitly requested dtype")

CASES = [
    ("IoU", {"num_classes": 4, "target_class_ids": [0, 2]}, "maps", ()),
    ("MeanIoU", {"num_classes": 4}, "maps", ()),
    ("MeanIoU", {"num_classes": 4, "ignore_class": 3}, "maps", ()),
    ("MeanIoU", {"num_classes": 3}, "maps", ()),  # labels of 3 are left out
    ("MeanIoU", {"num_classes": 3, "sparse_y_pred": False}, "classes", (3,)),
    ("BinaryIoU", {}, "binary", ()),
    ("BinaryIoU", {"target_class_ids": [1], "threshold": 0.3}, "binary", (1,)),
    ("OneHotIoU", {"num_classes": 3, "target_class_ids": [0, 2]}, "one_hot", (3,)),
    ("OneHotMeanIoU", {"num_classes": 3}, "one_hot", (3,)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "rest"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, rest):
    agrees(name, arguments, kind, rest, weights=["none", "int"])


def test_maps_agree_with_keras(agrees):
    agrees("MeanIoU", {"num_classes": 4}, "maps", (3, 3), weights=["none"])


def test_matrix_counts_pairs():
    y_true, y_pred = np.array([[0, 1], [2, 5]]), np.array([[0, 2], [2, 1]])
    counts = np.zeros((3, 3))
    counts[0, 0] += 1.0
    counts[1, 2] += 1.0
    counts[2, 2] += 0.5
    np.testing.assert_allclose(confusion_matrix(y_true, y_pred, 3, [1, 0.5]), counts)


def test_fractions_of_weights_count():
    # Keras would round these weights down to 0
    found = metrics.MeanIoU(2)([0, 0, 1, 1], [0, 1, 1, 1], [0.5, 0.5, 0.25, 0.25])
    np.testing.assert_allclose(found, (0.5 / 1.0 + 0.5 / 1.0) / 2, rtol=1e-6)


def test_unknown_pixels_of_small_integers():
    y_true = np.array([0, 1, 255], "uint8")
    found = metrics.MeanIoU(2, ignore_class=255)(y_true, np.array([0, 1, 1]))
    np.testing.assert_allclose(found, 1.0, rtol=1e-6)


def test_errors():
    with pytest.raises(ValueError, match="has the target class 3"):
        metrics.IoU(num_classes=3, target_class_ids=[3])
    with pytest.raises(ValueError, match=r"got labels \(4,\) and predictions \(4, 3\)"):
        metrics.MeanIoU(3)(np.zeros(4), np.zeros((4, 3)))
