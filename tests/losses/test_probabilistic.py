"""Kullback-Leibler and Poisson: Keras's numbers and closed forms."""

import numpy as np
import pytest

from kit import losses

CASES = [
    ("KLDivergence", {}, "distributions", (7, 3)),
    ("KLDivergence", {}, "distributions", (4, 5, 3)),
    ("Poisson", {}, "counts", (7, 1)),
    ("Poisson", {}, "counts", (7, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "shape"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, shape):
    agrees(name, arguments, kind, shape)


def test_kl_is_crossentropy_minus_entropy(data):
    p, q = data("distributions", (7, 3))
    expected = -(p * np.log(q)).sum(-1) + (p * np.log(p)).sum(-1)
    np.testing.assert_allclose(losses.kl_divergence(p, q), expected, rtol=1e-4)


def test_poisson_is_lowest_at_the_true_count():
    guesses = np.array([[2.0], [3.0], [4.0]])
    assert np.argmin(losses.poisson(np.full((3, 1), 3.0), guesses)) == 1
