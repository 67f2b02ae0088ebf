"""Clipping against NumPy."""

import jax.numpy as jnp
import numpy as np

from kit.optimizers import gradients

GRADS = [np.float32([3.0, -4.0]), None, np.float32([[0.1], [0.2]])]


def test_values_are_limited():
    one, none, other = gradients.clip_by_value(GRADS, 1.5)
    np.testing.assert_allclose(one, [1.5, -1.5])
    assert none is None
    np.testing.assert_allclose(other, GRADS[2])


def test_each_gradient_is_shortened_for_itself():
    one, none, other = gradients.clip_by_norm(GRADS, 1.0)
    np.testing.assert_allclose(one, [0.6, -0.8], rtol=1e-6)
    assert none is None
    np.testing.assert_allclose(other, GRADS[2], rtol=1e-6)


def test_all_gradients_are_shortened_together():
    clipped = gradients.clip_by_global_norm(GRADS, 1.0)
    length = np.sqrt(25 + 0.01 + 0.04)
    np.testing.assert_allclose(clipped[0], GRADS[0] / length, rtol=1e-6)
    np.testing.assert_allclose(clipped[2], GRADS[2] / length, rtol=1e-6)
    unchanged = gradients.clip_by_global_norm(GRADS, 100.0)
    np.testing.assert_allclose(unchanged[0], GRADS[0], rtol=1e-6)


def test_zeros_stay_zeros_and_nan_spreads():
    zeros = [jnp.zeros(2)]
    assert gradients.clip_by_norm(zeros, 1.0)[0].tolist() == [0.0, 0.0]
    assert gradients.clip_by_global_norm(zeros, 1.0)[0].tolist() == [0.0, 0.0]
    bad = gradients.clip_by_global_norm([jnp.array([jnp.inf]), jnp.ones(1)], 1.0)
    assert np.isnan(bad[0][0])
