"""Crossentropies and divergences as metrics: Keras's numbers."""

import numpy as np
import pytest

from kit import metrics

CASES = [
    ("KLDivergence", {}, "distributions", (3,)),
    ("Poisson", {}, "counts", (3,)),
    ("BinaryCrossentropy", {}, "binary", (1,)),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}, "binary", (2,)),
    ("BinaryCrossentropy", {"from_logits": True}, "logits", (3,)),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1}, "one_hot", (3,)),
    ("CategoricalCrossentropy", {"from_logits": True}, "one_hot", (6, 3)),
    ("SparseCategoricalCrossentropy", {}, "classes", (3,)),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, "classes", (6, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "rest"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, rest):
    agrees(name, arguments, kind, rest)


def test_ignored_classes_do_not_count(agrees):
    agrees(
        "SparseCategoricalCrossentropy",
        {"ignore_class": 1},
        "classes",
        (3,),
        weights=["some"],
    )
    # Keras counts them where no weights are given; kit does not
    p = np.array([[0.5, 0.5], [0.9, 0.1]])
    found = metrics.SparseCategoricalCrossentropy(ignore_class=-1)([1, -1], p)
    np.testing.assert_allclose(found, -np.log(0.5), rtol=1e-6)
