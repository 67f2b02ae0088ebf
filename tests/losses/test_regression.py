"""Losses of regression: Keras's numbers, closed forms, and errors about shapes."""

import re

import jax
import numpy as np
import pytest

from kit import losses

NAMES = [
    "MeanSquaredError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError",
    "Huber",
    "LogCosh",
]
CASES = [
    *[(name, {}, "numbers", shape) for name in NAMES for shape in [(7, 1), (7, 3)]],
    ("MeanSquaredError", {}, "numbers", (4, 5, 3)),
    ("MeanSquaredLogarithmicError", {}, "counts", (7, 3)),
    ("Huber", {"delta": 0.3}, "numbers", (7, 3)),
    ("CosineSimilarity", {}, "numbers", (7, 3)),
    ("CosineSimilarity", {"axis": 1}, "numbers", (5, 3, 2)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "shape"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, shape):
    agrees(name, arguments, kind, shape)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (losses.mean_squared_error, (9 + 1) / 2),
        (losses.mean_absolute_error, (3 + 1) / 2),
        (losses.mean_absolute_percentage_error, 100 * (3 / 2 + 1 / 4) / 2),
        (
            losses.mean_squared_logarithmic_error,
            np.log(5 / 3) ** 2 / 2 + np.log(2) ** 2,
        ),
        (losses.huber, (2.5 + 0.5) / 2),
        (losses.log_cosh, (np.log(np.cosh(3)) + np.log(np.cosh(1))) / 2),
        (losses.cosine_similarity, -(2 * 5 + 4 * 3) / np.sqrt(20 * 34)),
    ],
)
def test_closed_form(function, expected):
    if function is losses.mean_squared_logarithmic_error:
        found = function([[2.0, 1.0]], [[4.0, 0.0]])
        expected = (np.log(5 / 3) ** 2 + np.log(2) ** 2) / 2
    else:
        found = function([[2.0, 4.0]], [[5.0, 3.0]])
    np.testing.assert_allclose(found, [expected], rtol=1e-6)


def test_log_cosh_does_not_overflow():
    np.testing.assert_allclose(
        losses.log_cosh([[0.0]], [[500.0]]), [500 - np.log(2)], rtol=1e-6
    )


def test_direction_of_a_zero_vector_has_a_finite_gradient():
    slope = jax.grad(losses.CosineSimilarity(), argnums=1)(
        np.ones((1, 2)), np.zeros((1, 2))
    )
    assert np.isfinite(slope).all()


@pytest.mark.parametrize("shapes", [((4,), (4, 1)), ((4, 1), (4,))])
def test_a_last_axis_of_one_does_not_matter(shapes):
    y_true = np.arange(4.0).reshape(shapes[0])
    y_pred = np.ones(4).reshape(shapes[1])
    loss = losses.MeanSquaredError(reduction="none")(y_true, y_pred)
    np.testing.assert_allclose(loss, [1, 0, 1, 4])


@pytest.mark.parametrize(
    ("labels", "output", "advice"),
    [
        ((5, 3), (5, 4), "Give the last layer 3 units, or check the labels."),
        ((5, 1), (5, 4), "Give the last layer 1 units, or check the labels."),
        ((5,), (5, 4), "Give the last layer 1 unit"),
        ((5, 2, 2), (5, 3), "Reshape the labels, or change the last layer"),
    ],
)
def test_other_shapes_are_refused(labels, output, advice):
    message = f"The labels are {labels}, but the output is {output}."
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        losses.MeanSquaredError()(np.ones(labels), np.ones(output))
    assert advice in str(error.value)
    assert '"mean_squared_error"' in str(error.value)
