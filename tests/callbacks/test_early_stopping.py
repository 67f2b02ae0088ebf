"""EarlyStopping decides like Keras's and brings the best weights back."""

import numpy as np
import pytest

import kit
from kit.callbacks import EarlyStopping

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.filterwarnings("ignore")


class FakeModel:
    """Just what EarlyStopping touches; the weights name the epoch."""

    stop_training = False
    metrics: list = []
    weights: list = []

    def __init__(self):
        self.restored = None

    def get_weights(self):
        return ["weights"]

    def set_weights(self, weights):
        self.restored = weights


def run(callback, values, monitor):
    model = FakeModel()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {monitor: value})
        if model.stop_training:
            break
    callback.on_train_end()
    return epoch, callback.stopped_epoch, callback.best, callback.wait


SEQUENCES = [
    [5.0, 4.0, 3.0, 3.5, 3.4, 3.3, 2.0],
    [1.0, 1.0, 1.0, 1.0],
    [1.0, 2.0, 3.0],
    [3.0, 2.95, 2.9, 2.85, 2.8, 2.75],
    [3.0, 1.0, 2.0, 0.9, 2.0, 2.0, 2.0, 2.0],
]
OPTIONS = [
    {},
    {"patience": 1},
    {"patience": 2},
    {"patience": 2, "min_delta": 0.1},
    {"patience": 1, "baseline": 1.5},
    {"patience": 1, "start_from_epoch": 3},
    {"patience": 2, "mode": "max"},
]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("values", SEQUENCES, ids=str)
def test_stops_where_keras_stops(values, options):
    ours = run(EarlyStopping("val_loss", **options), values, "val_loss")
    theirs = run(
        keras.callbacks.EarlyStopping("val_loss", **options), values, "val_loss"
    )
    assert ours == theirs


def test_nan_is_never_the_best():
    callback = EarlyStopping("val_loss", patience=3)
    run(callback, [float("nan"), 2.0, 1.0], "val_loss")
    assert callback.best == 1.0


def test_restores_the_weights_of_the_best_epoch_whatever_ends_training():
    model = kit.Sequential([kit.Input((2,)), kit.layers.Dense(1)])
    model.compile(kit.optimizers.SGD(5.0), "mse")  # a rate that makes things worse
    x = np.array([[1.0, 2.0], [3.0, 4.0]], "float32")
    kept = []
    record = kit.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: kept.append(model.get_weights())
    )
    history = model.fit(
        x,
        x[:, :1],
        epochs=3,
        verbose=0,
        validation_data=(x, x[:, :1]),
        callbacks=[record, EarlyStopping(patience=9, restore_best_weights=True)],
    )
    best = int(np.argmin(history.history["val_loss"]))
    for now, then in zip(model.get_weights(), kept[best], strict=True):
        np.testing.assert_array_equal(now, then)


def test_an_unknown_monitor_is_told_once_and_training_goes_on(capsys):
    callback = EarlyStopping("val_los", patience=0)
    run(callback, [1.0, 2.0, 3.0], "val_loss")
    printed = capsys.readouterr().out
    assert printed.count("EarlyStopping watches") == 1
    assert 'Did you mean "val_loss"?' in printed


def test_older_names_of_accuracy_are_understood(capsys):
    callback = EarlyStopping("val_acc", patience=0, mode="max")
    epoch, stopped, best, _ = run(callback, [0.5, 0.4], "val_accuracy")
    assert (stopped, best) == (1, 0.5)
    assert '"val_accuracy"' in capsys.readouterr().out


def test_a_mode_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match='Expected "min", "max" or "auto"'):
        EarlyStopping(mode="smallest")
