"""Toy sets: without noise the points fulfil the equation of their curve."""

import numpy as np
import pytest

from kit.datasets import toy

MAKERS = [toy.moons, toy.circles, toy.spirals, toy.xor]


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def maker(request):
    return request.param


def test_form(maker):
    x, y = maker()
    assert x.shape == (500, 2)
    assert y.shape == (500,)
    assert x.dtype == np.float32
    assert y.dtype == np.int32


@pytest.mark.parametrize("num_samples", [2, 3, 101, 500])
def test_balanced(maker, num_samples):
    _, y = maker(num_samples)
    count_0, count_1 = np.bincount(y, minlength=2)
    assert count_0 + count_1 == num_samples
    assert count_0 - count_1 in (0, 1)


def test_range(maker):
    x, _ = maker(noise=0)
    assert np.abs(x).max() <= 1.5
    assert np.abs(x).max() > 0.9
    assert np.abs(x.mean(axis=0)).max() < 0.15  # centred
    noisy, _ = maker()
    assert np.abs(noisy).max() < 2


def test_mixed(maker):
    _, y = maker(1000)
    assert 0.4 < np.mean(y[1:] != y[:-1]) < 0.6


def test_same_seed_same_points(maker):
    np.random.seed(1)
    x, y = maker(seed=5)
    state_before = np.random.get_state()[1].copy()
    np.random.seed(2)
    again_x, again_y = maker(seed=5)
    np.testing.assert_array_equal(x, again_x)
    np.testing.assert_array_equal(y, again_y)
    np.random.seed(1)
    maker(seed=5)
    np.testing.assert_array_equal(state_before, np.random.get_state()[1])
    other_x, _ = maker(seed=6)
    assert not np.array_equal(x, other_x)


def test_noise_has_the_given_deviation(maker):
    clean, clean_y = maker(20_000, noise=0.0, seed=3)
    noisy, noisy_y = maker(20_000, noise=0.3, seed=3)
    np.testing.assert_array_equal(clean_y, noisy_y)
    difference = noisy - clean  # (20000, 2), normal with mean 0
    assert np.abs(difference.mean(axis=0)).max() < 5 * 0.3 / np.sqrt(20_000)
    assert np.abs(difference.std(axis=0) - 0.3).max() < 5 * 0.3 / np.sqrt(40_000)


def test_moons_lie_on_half_circles():
    x, y = toy.moons(noise=0)
    upper = x[y == 0] - [-0.5, -0.25]
    lower = x[y == 1] - [0.5, 0.25]
    for half in (upper, lower):
        np.testing.assert_allclose((half**2).sum(axis=1), 1, atol=1e-5)
        assert half[:, 0].min() < -0.99
        assert half[:, 0].max() > 0.99
    assert upper[:, 1].min() > -1e-6
    assert lower[:, 1].max() < 1e-6


def test_moons_are_those_of_scikit_learn_moved_to_the_middle():
    datasets = pytest.importorskip("sklearn.datasets")
    oracle, oracle_y = datasets.make_moons(100, shuffle=False)
    x, y = toy.moons(100, noise=0)
    for label in (0, 1):
        ours = np.array(sorted(x[y == label].tolist()))
        theirs = sorted((oracle[oracle_y == label] - [0.5, 0.25]).tolist())
        np.testing.assert_allclose(ours[:, 0], np.array(theirs)[:, 0], atol=1e-6)


def test_circles_have_radius_one_and_a_half():
    x, y = toy.circles(noise=0)
    np.testing.assert_allclose(np.hypot(*x[y == 0].T), 1, atol=1e-6)
    np.testing.assert_allclose(np.hypot(*x[y == 1].T), 0.5, atol=1e-6)
    for label in (0, 1):  # points at even distances, all the way round
        angles = np.sort(np.arctan2(x[y == label, 1], x[y == label, 0]))
        np.testing.assert_allclose(np.diff(angles), 2 * np.pi / 250, atol=1e-5)


def test_spirals_turn_with_the_radius():
    x, y = toy.spirals(noise=0)
    arm = np.where(y[:, None] == 0, x, -x)  # class 1 is class 0 turned by 180 degrees
    radius = np.hypot(arm[:, 0], arm[:, 1])
    assert radius.min() == pytest.approx(0.1, abs=1e-6)
    assert radius.max() == pytest.approx(1, abs=1e-6)
    position = arm[:, 0] + 1j * arm[:, 1]
    np.testing.assert_allclose(
        position, radius * np.exp(3j * np.pi * radius), atol=1e-5
    )


def test_xor_is_the_sign_of_the_product():
    x, y = toy.xor(noise=0)
    np.testing.assert_array_equal(y, (x[:, 0] * x[:, 1] < 0).astype(int))
    quadrants = np.bincount((x[:, 0] > 0) * 2 + (x[:, 1] > 0))
    assert quadrants.tolist() == [125] * 4
    mean_of_uniform = np.abs(x).mean(axis=0)
    np.testing.assert_allclose(mean_of_uniform, 0.5, atol=5 / np.sqrt(12 * 500))


@pytest.mark.parametrize("num_samples", [1, 0, -5, 2.5, "10", None, True])
def test_impossible_num_samples(maker, num_samples):
    with pytest.raises(ValueError, match="num_samples"):
        maker(num_samples=num_samples)


@pytest.mark.parametrize("noise", [-0.1, float("nan"), float("inf"), "much", None])
def test_impossible_noise(maker, noise):
    with pytest.raises(ValueError, match="noise"):
        maker(noise=noise)
