"""Reductions, weights and masks: Keras's numbers and closed forms."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.losses.reduction import broadcast_weights, check_reduction, reduce_values

REDUCTIONS = ["sum_over_batch_size", "mean", "sum", "mean_with_sample_weight", None]
MASK = np.array([1, 1, 0, 1, 0, 1], bool)
WEIGHTS = np.array([1.0, 0.5, 2.0, 0.0, 3.0, 1.5], "float32")


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("mask", [None, MASK, np.zeros(6, bool)])
@pytest.mark.parametrize("weights", [None, WEIGHTS, WEIGHTS[:, None]])
def test_agrees_with_keras(reduction, mask, weights):
    oracle = pytest.importorskip("keras").src.losses.loss
    values = np.arange(1.0, 7.0, dtype="float32")
    if mask is not None and weights is not None and weights.ndim == 2:
        mask = mask[:, None]
    mine = reduce_values(values, weights, mask, reduction)
    theirs = oracle.reduce_weighted_values(values, weights, mask, reduction)
    np.testing.assert_allclose(np.ravel(mine), np.ravel(theirs), rtol=1e-6)


@pytest.mark.parametrize("reduction", REDUCTIONS[:4])
@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_masked_rows_leave_no_trace(reduction, weights):
    values = jnp.arange(1.0, 7.0).at[2].set(jnp.nan)  # what padding may give
    real = None if weights is None else weights[MASK]
    np.testing.assert_allclose(
        reduce_values(values, weights, MASK, reduction),
        reduce_values(values[MASK], real, None, reduction),
        rtol=1e-6,
    )


def test_masked_values_have_no_gradient():
    slope = jax.grad(lambda v: reduce_values(v, mask=MASK))(jnp.arange(6.0))
    np.testing.assert_allclose(slope, MASK / 4)


def test_mask_and_weights_of_different_rank():
    values = jnp.arange(6.0).reshape(3, 2)
    mask = jnp.array([[1, 1], [1, 0], [0, 0]], bool)
    found = reduce_values(values, sample_weight=[1.0, 2.0, 5.0], mask=mask)
    assert found == (0 + 1 + 2 * 2) / 3
    steps = jnp.ones((3, 2))
    rows = jnp.array([True, True, False])
    assert reduce_values(values, steps, rows) == (0 + 1 + 2 + 3) / 4


def test_a_scalar_loss_passes_through_a_mask():
    assert reduce_values(jnp.array(3.0), mask=MASK) == 3.0
    assert reduce_values(jnp.array(3.0)) == 3.0


def test_weights_spread_from_the_first_axis():
    assert broadcast_weights(jnp.ones((3, 1)), (3,)).shape == (3,)
    spread = broadcast_weights(jnp.arange(2.0), (2, 2))
    assert spread.tolist() == [[0, 0], [1, 1]]


def test_weights_of_another_length():
    with pytest.raises(ValueError, match=r"have shape \(4,\), but .* shape \(6,\)"):
        reduce_values(jnp.ones(6), sample_weight=np.ones(4))


def test_unknown_reduction():
    with pytest.raises(ValueError, match="no reduction called 'average'"):
        check_reduction("average")
