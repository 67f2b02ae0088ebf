"""Metric: variables, the pure form, descriptions, and mistakes in subclasses."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import metrics
from kit.variables import Variable


class Largest(metrics.Metric):
    """The largest prediction, with a start that is not 0."""

    def __init__(self, start=-100.0, name=None, dtype=None):
        super().__init__(name, dtype)
        self.start = start
        self.largest = self.add_weight(initializer=np.array(start), name="largest")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.largest.assign(jnp.maximum(self.largest, jnp.max(y_pred)))

    def result(self):
        return self.largest.value


class Several(metrics.Metric):
    """Holds metrics and a Variable of its own."""

    def __init__(self):
        super().__init__()
        self.parts = [metrics.Precision(), metrics.Recall()]
        self.mean = metrics.Mean()
        self.calls = Variable(0.0, "calls")

    def update_state(self, y_true, y_pred, sample_weight=None):
        for part in self.parts:
            part.update_state(y_true, y_pred, sample_weight)
        self.mean.update_state(y_pred)
        self.calls.assign_add(1.0)

    def result(self):
        return {"precision": self.parts[0].result(), "calls": self.calls.value}


def test_a_metric_of_your_own():
    metric = Largest()
    assert metric.name == "largest"
    assert metric(None, np.array([-7.0, -3.0])) == -3.0
    metric.reset_state()
    assert metric.result() == -100.0


def test_description_follows_the_signature():
    metric = Largest(start=5.0, name="it")
    assert metric.get_config() == {"start": 5.0, "name": "it", "dtype": "float32"}
    assert Largest.from_config(metric.get_config()).result() == 5.0


def test_keyword_arguments_keep_the_name():
    class Passing(Largest):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)

    settings = Passing(name="it").get_config()
    assert settings == {"name": "it", "dtype": "float32"}


def test_metrics_inside_a_metric():
    metric = Several()
    assert len(metric.variables) == 1 + 2 + 2 + 2
    values = metric.stateless_reset_state()
    step = jax.jit(metric.stateless_update_state)
    for _ in range(3):
        values = step(values, np.array([1, 0]), np.array([0.9, 0.8]))
    result = metric.stateless_result(values)
    assert (result["precision"], result["calls"]) == (0.5, 3)
    assert metric.result()["calls"] == 0
    metric.update_state(np.array([1, 0]), np.array([0.9, 0.8]))
    metric.reset_state()
    assert all((np.asarray(v) == 0).all() for v in metric.variables)


def test_pure_form_leaves_the_metric_alone():
    metric = metrics.Mean()
    metric.update_state([1.0, 3.0])
    values = metric.stateless_update_state([v.value for v in metric.variables], [8.0])
    assert metric.stateless_result(values) == 4.0
    assert metric.result() == 2.0
    assert [float(v) for v in metric.stateless_reset_state()] == [0.0, 0.0]


@pytest.mark.parametrize(
    "metric", [metrics.F1Score(), metrics.R2Score(), metrics.AUC(multi_label=True)]
)
def test_sizes_that_depend_on_the_data(metric):
    y = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]], "float32")
    before = len(metric.variables)
    with pytest.raises(ValueError, match="metric.build"):
        metric.stateless_update_state([np.zeros(())] * (before + 1), y, y)
    metric.build(y.shape, y.shape)
    values = metric.stateless_reset_state()
    step = jax.jit(metric.stateless_update_state)
    values = step(step(values, y, y), y, y)
    np.testing.assert_allclose(metric.stateless_result(values), 1.0, rtol=1e-5)


def test_variables_built_inside_jit_hold_numbers():
    metric = metrics.F1Score()
    y = np.eye(3, dtype="float32")

    @jax.jit
    def first_batch(y):
        metric.build(y.shape, y.shape)
        return y.sum()

    first_batch(y)
    assert metric(y, y).tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(
    "metric", [metrics.TruePositives(), metrics.F1Score("micro", 0.5), metrics.Mean()]
)
def test_short_floats_are_counted_in_full(metric):
    ones = jnp.ones((1000, 1), "bfloat16")
    metric.update_state(*([ones] if isinstance(metric, metrics.Mean) else [ones, ones]))
    assert max(v.numpy().max() for v in metric.variables) == 1000


def test_initializers():
    metric = metrics.Metric()
    starts = [
        "zeros",
        "ones",
        None,
        np.array([1.0, 2.0]),
        lambda s, d: jnp.full(s, 7.0),
    ]
    found = [metric.add_variable((2,), start).numpy().tolist() for start in starts]
    assert found == [[0, 0], [1, 1], [0, 0], [1, 2], [7, 7]]


def test_forgotten_set_up():
    class Forgetful(metrics.Metric):
        def __init__(self):
            self.total = self.add_variable()

    with pytest.raises(ValueError, match="super\\(\\).__init__"):
        Forgetful()


def test_forgotten_methods():
    with pytest.raises(NotImplementedError, match="no update_state"):
        metrics.Metric().update_state()
    with pytest.raises(NotImplementedError, match="no result"):
        metrics.Metric().result()


@pytest.mark.parametrize("name", metrics.__all__)
def test_every_metric_can_be_described(name):
    cls = getattr(metrics, name)
    if not isinstance(cls, type) or name in ("Metric", "MeanMetricWrapper"):
        return
    needed = {
        "IoU": {"num_classes": 3, "target_class_ids": [1]},
        "OneHotIoU": {"num_classes": 3, "target_class_ids": [1]},
        "MeanIoU": {"num_classes": 3},
        "OneHotMeanIoU": {"num_classes": 3},
        "SensitivityAtSpecificity": {"specificity": 0.3},
        "SpecificityAtSensitivity": {"sensitivity": 0.3},
        "PrecisionAtRecall": {"recall": 0.3},
        "RecallAtPrecision": {"precision": 0.3},
    }
    metric = cls(**needed.get(name, {}))
    same = metrics.deserialize(metrics.serialize(metric))
    assert type(same) is cls and same.get_config() == metric.get_config()
    theirs = pytest.importorskip("keras").metrics.deserialize(metrics.serialize(metric))
    assert type(theirs).__name__ == name
