"""LambdaCallback, TerminateOnNaN and CSVLogger, and the order of all hooks."""

import csv

import numpy as np
import pytest

import kit
from kit.callbacks import Callback, CSVLogger, LambdaCallback, TerminateOnNaN
from kit.training.callback import HOOKS

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.filterwarnings("ignore")

X = np.linspace(-1, 1, 20, dtype="float32").reshape(10, 2)
Y = X[:, :1]


def model_of(library):
    model = library.Sequential([library.Input((2,)), library.layers.Dense(1)])
    model.compile(library.optimizers.SGD(0.01), "mse")
    return model


def calls_of(library):
    """The sequence of all hooks of one fit, one evaluate and one predict."""
    seen = []

    class Recorder(library.callbacks.Callback):
        pass

    for hook in HOOKS:

        def method(self, *args, hook=hook, **kwargs):
            numbers = [arg for arg in args if isinstance(arg, int)]
            seen.append((hook, *numbers))

        setattr(Recorder, hook, method)
    model = model_of(library)
    arguments = dict(batch_size=4, verbose=0, callbacks=[Recorder()])
    model.fit(X, Y, epochs=2, validation_data=(X[:5], Y[:5]), **arguments)
    model.evaluate(X, Y, **arguments)
    model.predict(X, **arguments)
    return seen


def test_hooks_come_in_kerass_order():
    assert calls_of(kit) == calls_of(keras)


def test_lambda_callback_refuses_an_unknown_hook():
    with pytest.raises(ValueError, match='Did you mean "on_epoch_end"'):
        LambdaCallback(on_epoch_ends=print)


def test_nan_stops_training(capsys):
    model = model_of(kit)
    x = X.copy()
    x[7] = np.nan
    history = model.fit(
        x, Y, epochs=5, batch_size=2, verbose=0, callbacks=[TerminateOnNaN()]
    )
    assert len(history.epoch) == 1
    assert "Invalid loss, terminating training" in capsys.readouterr().out


def test_stop_training_keeps_what_was_reached():
    class StopAfterTwo(Callback):
        def on_train_batch_end(self, batch, logs=None):
            if batch == 1:
                self.model.stop_training = True

    model = model_of(kit)
    history = model.fit(
        X, Y, batch_size=2, epochs=4, verbose=0, callbacks=[StopAfterTwo()]
    )
    assert len(history.history["loss"]) == 1
    assert int(model.optimizer.iterations) == 2


def test_csv_logger_writes_what_keras_writes(tmp_path):
    rows = {}
    for library in (kit, keras):
        path = tmp_path / f"{library.__name__}.csv"
        logger = CSVLogger(path) if library is kit else keras.callbacks.CSVLogger(path)
        logger.set_model(model_of(library))
        logger.set_params({})
        logger.on_train_begin()
        for epoch in range(2):
            logger.on_epoch_end(epoch, {"loss": 0.5, "accuracy": 0.25, "val_loss": 1.0})
        logger.on_train_end()
        rows[library.__name__] = list(csv.reader(path.open()))
    assert rows["kit"] == rows["keras"]


def test_history_of_a_second_fit_goes_on_with_the_weights():
    model = model_of(kit)
    first = model.fit(X, Y, epochs=3, verbose=0).history["loss"]
    second = model.fit(X, Y, epochs=1, verbose=0).history["loss"]
    assert second[0] < first[-1] and len(second) == 1
