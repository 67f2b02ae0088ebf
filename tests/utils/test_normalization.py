"""Vectors of length 1, by the definition of length."""

import numpy as np
import pytest

from kit.utils import normalize


@pytest.mark.parametrize("axis", [-1, 0, 1])
@pytest.mark.parametrize("order", [1, 2, 3])
def test_vectors_get_length_one(axis, order):
    x = np.random.default_rng(1).normal(size=(3, 4, 5))
    found = normalize(x, axis, order)
    lengths = np.sum(np.abs(found) ** order, axis) ** (1 / order)
    np.testing.assert_allclose(lengths, 1)
    np.testing.assert_array_equal(np.sign(found), np.sign(x))
    assert np.ptp(found / x, axis).max() < 1e-12  # one factor for a whole vector


def test_last_axis_as_in_keras():
    keras = pytest.importorskip("keras")
    x = np.random.default_rng(1).normal(size=(3, 4))
    x[1] = 0
    np.testing.assert_allclose(normalize(x), keras.utils.normalize(x))
