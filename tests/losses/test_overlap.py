"""Dice and Tversky: Keras's numbers, and masks that leave no trace."""

import numpy as np
import pytest

from kit import losses


@pytest.fixture
def areas():
    random = np.random.default_rng(3)
    y_true = random.integers(2, size=(5, 4, 4, 2)).astype("float32")
    return y_true, random.uniform(size=y_true.shape).astype("float32")


@pytest.mark.parametrize("axis", [None, (1, 2, 3), (0, 1, 2), [1, 2]])
@pytest.mark.parametrize(
    ("name", "arguments"),
    [("Dice", {}), ("Tversky", {}), ("Tversky", {"alpha": 0.3, "beta": 0.9})],
)
def test_agrees_with_keras(keras_losses, areas, name, arguments, axis):
    for reduction in ("sum_over_batch_size", None):
        mine = getattr(losses, name)(axis=axis, reduction=reduction, **arguments)
        axis = tuple(axis) if axis else None
        theirs = getattr(keras_losses, name)(
            axis=axis, reduction=reduction, **arguments
        )
        np.testing.assert_allclose(mine(*areas), theirs(*areas), rtol=1e-5)


@pytest.mark.parametrize("axis", [None, (1, 2, 3), (0, 1, 2)])
def test_masked_samples_leave_no_trace(areas, axis):
    y_true, y_pred = areas
    loss = losses.Dice(axis=axis)
    mask = np.array([True, True, True, False, False])
    np.testing.assert_allclose(
        loss(y_true, y_pred, mask=mask), loss(y_true[:3], y_pred[:3]), rtol=1e-6
    )


def test_equal_areas_have_no_loss():
    area = np.eye(3, dtype="float32")
    assert losses.Dice()(area, area) < 1e-6
    assert losses.Tversky(alpha=2.0)(area, area) < 1e-6
