"""Sum, Mean and the mean of a function: Keras's numbers, and what kit adds."""

import jax.numpy as jnp
import numpy as np
import pytest

from kit import losses, metrics
from kit.serialization import CustomObjectScope

SHAPES = [
    ((6,), (6,)),
    ((6, 1), (6,)),
    ((6,), (6, 1)),
    ((6, 4), (6,)),
    ((6, 4), (6, 4)),
]


def squared(y_true, y_pred, factor=1.0):
    return factor * (y_true - y_pred) ** 2


def average_error(y_true, y_pred):
    return jnp.mean(jnp.abs(y_true - y_pred))


@pytest.mark.parametrize("name", ["Mean", "Sum"])
@pytest.mark.parametrize(
    ("shape", "weights_shape"), [*SHAPES, ((6, 4), None), ((), ())]
)
def test_agrees_with_keras(keras_metrics, name, shape, weights_shape):
    random = np.random.default_rng(0)
    mine, theirs = getattr(metrics, name)(), getattr(keras_metrics, name)()
    for _ in range(3):
        values = random.normal(size=shape).astype("float32")
        weights = None
        if weights_shape is not None:
            weights = random.integers(3, size=weights_shape).astype("float32")
        mine.update_state(values, weights)
        theirs.update_state(values, weights)
    np.testing.assert_allclose(mine.result(), theirs.result(), rtol=1e-5, atol=1e-6)


def test_before_the_first_batch_the_mean_is_0():
    assert metrics.Mean().result() == 0


def test_weight_0_removes_a_value_that_is_not_finite():
    assert metrics.Mean()([1.0, np.nan, np.inf], sample_weight=[1, 0, 0]) == 1


def test_samples_count_alike_in_sequences_of_different_length():
    mean = metrics.Mean()
    mean.update_state(np.ones((2, 3)))
    mean.update_state(np.zeros((2, 10)))
    assert mean.result() == 0.5


@pytest.mark.parametrize("shapes", [((4,), (4, 1)), ((4, 1), (4,)), ((4,), (4,))])
def test_a_function_of_your_own_never_compares_all_with_all(shapes):
    y_true = np.arange(4.0).reshape(shapes[0])
    y_pred = np.ones(4).reshape(shapes[1])
    assert metrics.MeanMetricWrapper(squared)(y_true, y_pred) == (1 + 0 + 1 + 4) / 4


def test_a_function_that_averages_counts_once_per_sample():
    metric = metrics.MeanMetricWrapper(average_error)
    metric.update_state(np.zeros(3), np.ones(3))
    metric.update_state(np.zeros(1), np.full(1, 5.0))
    assert metric.result() == (3 * 1 + 5) / 4
    metric.update_state(np.zeros(2), np.full(2, 6.0), np.ones(2))
    assert metric.result() == (3 * 1 + 5 + 2 * 6) / 6


def test_a_loss_as_a_metric_is_weighted_per_sample():
    metric = metrics.MeanMetricWrapper(losses.MeanSquaredError())
    metric.update_state(np.zeros((3, 1)), np.array([[1.0], [2.0], [np.nan]]), [1, 1, 0])
    assert metric.result() == 2.5
    assert (metric.name, metric._direction) == ("mean_squared_error", "down")
    ignoring = losses.SparseCategoricalCrossentropy(ignore_class=-1)
    metric = metrics.MeanMetricWrapper(ignoring)
    found = metric([1, -1], np.array([[0.5, 0.5], [0.9, 0.1]]))
    np.testing.assert_allclose(found, -np.log(0.5), rtol=1e-6)


def test_padding_leaves_no_trace_in_a_loss_of_the_whole_batch():
    area = np.random.default_rng(0).uniform(size=(2, 4, 4, 1))
    metric = metrics.MeanMetricWrapper(losses.Dice())
    padded = np.concatenate([area, area[:1]])
    found = metric(padded.round(), padded, [1, 1, 0])
    np.testing.assert_allclose(found, losses.dice(area.round(), area), rtol=1e-6)


def test_directions_of_functions():
    assert metrics.MeanMetricWrapper(losses.huber)._direction == "down"
    assert metrics.MeanMetricWrapper(squared)._direction is None


def test_a_function_is_described_by_name():
    for function in (losses.huber, metrics.binary_accuracy):
        metric = metrics.MeanMetricWrapper(function, name="it")
        same = metrics.deserialize(metrics.serialize(metric))
        assert same.fn is function and same.name == "it"
    metric = metrics.MeanMetricWrapper(squared, factor=3.0)
    with CustomObjectScope({"squared": squared}):
        same = metrics.deserialize(metrics.serialize(metric))
    assert same([1.0], [2.0]) == 3.0


def test_weights_of_another_length():
    with pytest.raises(ValueError, match=r"The weights have shape \(2,\)"):
        metrics.Mean()([1.0, 2.0, 3.0], sample_weight=[1, 1])
