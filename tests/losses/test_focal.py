"""Focal crossentropies: Keras's numbers and what they become for gamma=0."""

import numpy as np
import pytest

from kit import losses

BINARY, CATEGORICAL = "BinaryFocalCrossentropy", "CategoricalFocalCrossentropy"
CASES = [
    (BINARY, {}, "binary", (7, 1)),
    (BINARY, {"apply_class_balancing": True, "alpha": 0.4}, "binary", (7, 4)),
    (BINARY, {"gamma": 1.0, "label_smoothing": 0.1}, "binary", (7, 4)),
    (BINARY, {"from_logits": True}, "binary_logits", (7, 4)),
    (CATEGORICAL, {}, "one_hot", (7, 3)),
    (CATEGORICAL, {"alpha": [0.1, 0.2, 0.7], "gamma": 1.5}, "one_hot", (7, 3)),
    (CATEGORICAL, {"label_smoothing": 0.1}, "one_hot", (4, 5, 3)),
    (CATEGORICAL, {"from_logits": True}, "one_hot_logits", (7, 3)),
    ("CategoricalGeneralizedCrossEntropy", {"q": 0.3}, "classes", (7, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "shape"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, shape):
    agrees(name, arguments, kind, shape)


def test_without_focus_it_is_the_crossentropy(data):
    y_true, y_pred = data("one_hot", (7, 3))
    np.testing.assert_allclose(
        losses.categorical_focal_crossentropy(y_true, y_pred, alpha=1.0, gamma=0.0),
        losses.categorical_crossentropy(y_true, y_pred),
        rtol=1e-6,
    )


def test_q_is_between_0_and_1():
    with pytest.raises(ValueError, match="has q=1"):
        losses.CategoricalGeneralizedCrossEntropy(q=1)
