"""Counting decisions: a loop as the oracle, and scores exactly at a threshold."""

import jax.numpy as jnp
import numpy as np
import pytest

from kit.metrics.thresholds import count_decisions, only_top_k


def count_slowly(y_true, y_pred, thresholds, weights):
    counts = np.zeros((4, len(thresholds)))
    for i, t in enumerate(thresholds):
        for label, score, weight in zip(y_true, y_pred, weights, strict=True):
            yes = score > t
            kind = (0 if label else 1) if yes else (3 if label else 2)
            counts[kind, i] += weight
    return counts


@pytest.mark.parametrize("thresholds", [[0.5], [0.2, 0.5, 0.5, 0.9], [0.0, 1.0]])
def test_counts_as_a_loop_does(thresholds):
    random = np.random.default_rng(0)
    y_true = random.integers(2, size=50)
    y_pred = random.integers(11, size=50).astype("float32") / 10  # some at thresholds
    weights = random.integers(4, size=50)
    expected = count_slowly(y_true, y_pred, np.float32(thresholds), weights)
    found = count_decisions(
        jnp.asarray(y_true), jnp.asarray(y_pred), jnp.asarray(thresholds), weights
    )
    np.testing.assert_allclose(np.stack(found), expected)


def test_top_k_takes_the_first_of_equal_scores():
    kept = only_top_k(jnp.array([[0.3, 0.3, 0.3], [0.1, 0.9, 0.5]]), 2) > 0
    assert kept.tolist() == [[True, True, False], [False, True, True]]


@pytest.mark.parametrize("number", [2, 7, 200, 1001])
def test_evenly_spaced_thresholds_count_as_a_search_does(number):
    thresholds = np.linspace(0, 1, number, dtype="float32")
    thresholds[0], thresholds[-1] = -1e-7, 1 + 1e-7
    scores = np.random.default_rng(0).random(5000, "float32")
    on_the_edge = thresholds.clip(0, 1)
    near_it = [np.nextafter(on_the_edge, np.float32(end)) for end in (0, 1)]
    scores = np.concatenate([scores, on_the_edge, *near_it])
    yes = np.arange(len(scores)) % 3 == 0
    given = map(jnp.asarray, (yes, scores, thresholds))
    found = count_decisions(*given, evenly=True)
    above = scores > thresholds[:, None]
    np.testing.assert_array_equal(found.true_positives, (above & yes).sum(1))
    np.testing.assert_array_equal(found.true_negatives, (~above & ~yes).sum(1))
