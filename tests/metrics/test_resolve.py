"""Names of metrics, and what "accuracy" means for which shapes."""

import re

import numpy as np
import pytest

from kit import losses, metrics
from kit.metrics.resolve import get_metric, resolve_accuracy, resolve_crossentropy

SHAPES = [
    ((8,), (8, 1)),
    ((8, 1), (8, 1)),
    ((8,), (8, 4)),
    ((8, 1), (8, 4)),
    ((8, 4), (8, 4)),
    ((8, 5), (8, 5, 4)),
    ((8, 5, 1), (8, 5, 4)),
    ((8, 5, 4), (8, 5, 4)),
]
ALIASES = (
    "mse MSE mae MAE mape MAPE msle MSLE bce BCE auc AUC f1_score Accuracy".split()
)


def own_error(y_true, y_pred):
    return abs(y_true - y_pred)


@pytest.mark.parametrize(("y_true", "y_pred"), SHAPES)
@pytest.mark.parametrize("name", ["accuracy", "acc", "Accuracy"])
def test_accuracy_agrees_with_keras(y_true, y_pred, name):
    compile_utils = pytest.importorskip("keras").src.trainers.compile_utils
    labels, output = np.zeros(y_true), np.zeros(y_pred)
    mine = get_metric(name, labels, output)
    theirs = compile_utils.get_metric(name, labels, output)
    assert type(mine).__name__ == type(theirs).__name__
    assert mine.name == theirs.name == name


def test_crossentropy_follows_the_same_rule():
    for shapes in SHAPES:
        accuracy = type(resolve_accuracy("acc", *shapes)).__name__
        crossentropy = resolve_crossentropy("ce", *shapes)
        assert type(crossentropy).__name__ == accuracy.replace(
            "Accuracy", "Crossentropy"
        )
        assert crossentropy.name == "ce"
    y = np.zeros((8, 4))
    found = get_metric("crossentropy", y, y)
    assert isinstance(found, metrics.CategoricalCrossentropy)
    assert found.name == "crossentropy"


@pytest.mark.parametrize("name", ALIASES)
def test_names_agree_with_keras(keras_metrics, name):
    mine, theirs = metrics.get(name), keras_metrics.get(name)
    assert type(mine).__name__ == type(theirs).__name__
    assert mine.name == re.sub(r"_\d+$", "", theirs.name)  # Keras counts objects


def test_get_metric_names_what_it_makes():
    y = np.zeros((8, 1))
    precision = metrics.Precision(name="p")
    assert get_metric(precision, y, y) is precision
    assert get_metric("mse", y, y).name == "mse"
    assert get_metric(own_error, y, y).name == "own_error"
    assert get_metric(losses.Huber(), y, y).name == "huber_loss"
    assert get_metric(metrics.Recall, y, y).name == "recall"


def test_a_joining_function_can_leave_samples_out():
    area = np.random.default_rng(0).uniform(size=(3, 4, 4, 1))
    metric = get_metric(losses.dice, area, area)
    found = metric(area.round(), area, [1, 1, 0])
    np.testing.assert_allclose(
        found, losses.dice(area[:2].round(), area[:2]), rtol=1e-6
    )
    assert metric.name == "dice"


def test_get_metric_builds_what_depends_on_the_data():
    y = np.zeros((8, 3))
    assert len(get_metric("f1_score", y, y).variables) == 3


def test_every_exported_metric_has_a_name(keras_metrics):
    missing = {
        name
        for name in dir(keras_metrics)
        if name[0].isupper() and not hasattr(metrics, name)
    }
    assert not missing
    functions = {name for name in dir(keras_metrics) if name[0].islower()}
    assert not functions - set(dir(metrics))


def test_a_wrong_name():
    with pytest.raises(ValueError, match='Did you mean "precision"'):
        metrics.get("precison")
