"""Hinge metrics: Keras's numbers."""

import pytest

CASES = [
    ("Hinge", "signs", (3,)),
    ("Hinge", "logits", (3,)),
    ("SquaredHinge", "signs", (1,)),
    ("CategoricalHinge", "one_hot", (3,)),
]


@pytest.mark.parametrize(("name", "kind", "rest"), CASES)
def test_agrees_with_keras(agrees, name, kind, rest):
    agrees(name, {}, kind, rest)
