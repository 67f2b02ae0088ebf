"""Hinge losses: Keras's numbers and both codings of the labels."""

import numpy as np
import pytest

from kit import losses

CASES = [
    (name, {}, kind, shape)
    for name in ("Hinge", "SquaredHinge")
    for kind, shape in [("signs", (7, 1)), ("signs", (7, 3)), ("binary_logits", (7, 3))]
] + [
    ("CategoricalHinge", {}, "one_hot", (7, 3)),
    ("CategoricalHinge", {}, "one_hot_logits", (4, 5, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "shape"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, shape):
    agrees(name, arguments, kind, shape)


def test_labels_0_and_1_mean_minus_1_and_1():
    y_pred = np.array([[0.3], [-2.0], [0.1]])
    np.testing.assert_allclose(
        losses.hinge([[0], [1], [1]], y_pred), losses.hinge([[-1], [1], [1]], y_pred)
    )
