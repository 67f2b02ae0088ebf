"""Statistics of the hashed counter, each against the law it should follow."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.kernels.random import bernoulli_keep, hash_bits, normal, uniform

COUNT = 2**18
ROOT = np.sqrt(COUNT)


def key(step, layer=0):
    return jnp.asarray([step, layer], jnp.uint32)


def scrambled(z, offset=0):
    """The formula of the docstring in Python's integers."""
    z = (z ^ z >> 16) * 0x7FEB352D % 2**32
    z = ((z ^ z >> 15) + offset) * 0x846CA68B % 2**32
    return z ^ z >> 16


def by_hand(first, second, position):
    a = scrambled((first + scrambled((second + 1) % 2**32)) % 2**32)
    b = scrambled((second + a) % 2**32)
    return scrambled((position * 0x9E3779B9 + a) % 2**32, b)


def test_the_bits_are_those_of_the_formula():
    words = hash_bits(key(12345, 67), (3, 4, 5)).ravel()
    assert words.dtype == jnp.uint32
    assert words.tolist() == [by_hand(12345, 67, i) for i in range(60)]


def test_rows_do_not_depend_on_rows_behind_them():
    short = hash_bits(key(1), (5, 6, 7))
    np.testing.assert_array_equal(hash_bits(key(1), (8, 6, 7))[:5], short)


def test_it_runs_inside_a_loop_with_a_traced_key():
    def body(step, total):
        return total + hash_bits(jnp.stack([step.astype(jnp.uint32)] * 2), (4,))

    looped = jax.jit(lambda: jax.lax.fori_loop(0, 3, body, jnp.zeros(4, jnp.uint32)))
    expected = sum(hash_bits(key(i, i), (4,)) for i in range(3))
    np.testing.assert_array_equal(looped(), expected)


def test_a_scalar_and_an_empty_shape():
    assert hash_bits(key(1), ()).shape == ()
    assert hash_bits(key(1), (0, 3)).shape == (0, 3)


@pytest.mark.parametrize("rate", [0.0, 0.001, 0.2, 0.5, 0.9, 1.0])
def test_the_share_of_kept_units(rate):
    for step in range(4):
        keep = bernoulli_keep(key(step), (COUNT,), rate)
        deviation = np.sqrt(rate * (1 - rate)) / ROOT
        assert abs(float(keep.mean()) - (1 - rate)) <= 4.5 * deviation
    assert rate not in (0.0, 1.0) or bool((keep == (rate == 0)).all())


def test_a_rate_just_below_one_keeps_almost_nothing():
    assert float(bernoulli_keep(key(1), (1000,), 1 - 1e-12).mean()) < 0.01


@pytest.mark.parametrize("rate", [-0.1, 1.5, float("nan")])
def test_rates_that_are_no_probabilities(rate):
    with pytest.raises(ValueError, match="from 0 to 1"):
        bernoulli_keep(key(1), (3,), rate)


def test_no_correlation_between_neighbours_steps_and_layers():
    masks = np.stack(
        [
            np.asarray(bernoulli_keep(key(step, layer), (COUNT,), 0.5), float) - 0.5
            for step, layer in [(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 1)]
        ]
    )
    for lag in [1, 2, 3, 7, 8, 16, 32, 64, 100, 128, 784, 1024, 4096, 9216]:
        products = masks[:, lag:] * masks[:, :-lag] * 4
        assert np.abs(products.mean(axis=1)).max() < 4.5 / ROOT
    correlations = masks @ masks.T * 4 / COUNT
    assert np.abs(correlations - np.eye(len(masks))).max() < 4.5 / ROOT


@pytest.mark.parametrize("shift", [0, 8, 16, 24])
def test_all_bytes_are_equally_frequent(shift):
    words = np.asarray(hash_bits(key(3, 9), (COUNT,)))
    counts = np.bincount(words >> shift & 255, minlength=256)
    chi_square = np.sum((counts - COUNT / 256) ** 2) / (COUNT / 256)
    assert 255 - 5 * np.sqrt(510) < chi_square < 255 + 5 * np.sqrt(510)


def test_uniform_numbers():
    u = uniform(key(5), (COUNT,), -2.0, 4.0)
    assert u.dtype == jnp.float32
    assert -2 <= float(u.min()) and float(u.max()) < 4
    assert abs(float(u.mean()) - 1) < 4.5 * 6 / np.sqrt(12) / ROOT
    counts = np.histogram(u, bins=64, range=(-2, 4))[0]
    chi_square = np.sum((counts - COUNT / 64) ** 2) / (COUNT / 64)
    assert abs(chi_square - 63) < 5 * np.sqrt(126)


def test_normal_numbers():
    z = np.asarray(normal(key(6), (COUNT,)), np.float64)
    assert np.isfinite(z).all() and 4 < np.abs(z).max() < 5.5
    for power, moment, variance in [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)]:
        found = np.mean(z**power)
        assert abs(found - moment) < 4.5 * np.sqrt(variance) / ROOT
