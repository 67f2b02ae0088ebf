"""A fit that is stopped in a validation, and one where no thread helps."""

import sys

import numpy as np

from kit.callbacks.early_stopping import EarlyStopping
from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.fit_panel import FitRun
from kit.training.callback import Callback


class AtBatchOfValidation(Callback):
    """Does something at a batch, counted over all validations."""

    def __init__(self, batch, act):
        super().__init__()
        self.batch, self.act, self.seen = batch, act, 0

    def on_test_batch_end(self, batch, logs=None):
        self.seen += 1
        if self.seen == self.batch:
            self.act(self.model)


def model_and_data():
    model = Sequential([Input((2,)), Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.ones((12, 2)), np.ones((12, 1))
    return model, ((x, y), (x, y))


def test_stop_ends_a_validation_whose_numbers_are_left_out():
    run = FitRun()
    stopper = AtBatchOfValidation(5, lambda _: run.stop())
    run.start(
        *model_and_data(),
        epochs=3,
        batch_size=4,
        callbacks=[stopper, EarlyStopping("val_loss", patience=9)],
    )
    after = run.wait(60)
    assert (after.status, after.message) == ("finished", "Stopped in epoch 2 of 3")
    assert stopper.seen == 5  # of three in each epoch
    history = run.model.history.history
    assert len(history["loss"]) == 2 and len(history["val_loss"]) == 1


def test_evaluate_ends_where_a_callback_wants_it_and_is_whole_again_afterwards():
    model, (_, test) = model_and_data()

    def stop(model):
        model.stop_evaluating = True

    stopper = AtBatchOfValidation(2, stop)
    model.evaluate(*test, batch_size=4, callbacks=[stopper], verbose=0)
    assert stopper.seen == 2
    model.evaluate(*test, batch_size=4, callbacks=[stopper], verbose=0)
    assert stopper.seen == 5


def test_in_colab_a_training_takes_no_thread(monkeypatch):
    assert FitRun().threaded
    monkeypatch.setitem(sys.modules, "google.colab", object())
    run = FitRun()
    assert not run.threaded and FitRun(threaded=True).threaded
    run.start(*model_and_data(), epochs=1, batch_size=4)
    assert run.status == "finished"
