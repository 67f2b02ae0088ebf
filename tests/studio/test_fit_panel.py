"""FitRun without any screen: the thread, its commands, and the promise of equality."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from kit.callbacks.early_stopping import EarlyStopping
from kit.layers.core import Dense, Input
from kit.layers.dropout import Dropout
from kit.models.sequential import Sequential
from kit.random import next_seed, set_seed
from kit.studio.fit_panel import FitRun
from kit.training.callback import Callback

SECONDS = 60  # far more than anything here takes


def some_data(rows=200):
    random = np.random.default_rng(1)
    x = random.normal(size=(rows, 6)).astype("float32")
    y = (x @ random.normal(size=(6, 3))).argmax(axis=1)
    return (x[:-40], y[:-40]), (x[-40:], y[-40:])


def some_model(built=True, optimizer="adam"):
    first = [Input((6,))] if built else []
    model = Sequential(
        [*first, Dense(8, "relu"), Dropout(0.3), Dense(3, activation="softmax")]
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def prepared(**options):
    return lambda: (some_model(**options), some_data())


class Gate(Callback):
    """Lets a test stand beside the training: it goes on when the test allows it."""

    every_batch = True

    def __init__(self, at_step=3):
        super().__init__()
        self.at_step, self.steps = at_step, 0
        self.reached, self.opened = threading.Event(), threading.Event()

    def on_train_batch_end(self, batch, logs=None):
        self.steps += 1
        if self.steps == self.at_step:
            self.reached.set()
            self.opened.wait(SECONDS)


def started(gate, **options):
    """A run whose training stands in the middle of its third step."""
    run = FitRun(prepared(), **options)
    run.start(epochs=3, batch_size=16, callbacks=[gate])
    while not gate.reached.wait(0.05):
        assert not run.is_over
    return run


def rested(run):
    """The snapshot of a run, as soon as it rests or is over."""
    while run.status in ("running", "pausing"):
        run.wait_for_end(0.01)
    return run.snapshot()


# The same numbers everywhere


@pytest.mark.parametrize("built", [True, False])
def test_button_and_script_give_the_same_weights(built):
    set_seed(7)
    model = some_model(built)
    (x, y), test = some_data()
    history = model.fit(x, y, 16, epochs=3, validation_data=test, verbose=0)

    for threaded in (True, False):
        set_seed(7)
        run = FitRun(prepared(built=built), threaded)
        run.start(epochs=3, batch_size=16)
        next_seed()  # somebody else draws, while the thread trains
        snapshot = run.wait(SECONDS)
        for ours, theirs in zip(
            run.model.get_weights(), model.get_weights(), strict=True
        ):
            np.testing.assert_array_equal(ours, theirs)
        at_ends = {
            name: [value for epoch, value in points if epoch in (1, 2, 3)]
            for name, points in snapshot.history.items()
        }
        assert at_ends == history.history


def test_a_pause_changes_no_weight():
    gate = Gate()
    set_seed(3)
    run = started(gate)
    run.pause()
    gate.opened.set()
    run.resume()
    run.wait(SECONDS)

    set_seed(3)
    model = some_model()
    (x, y), test = some_data()
    model.fit(x, y, 16, epochs=3, validation_data=test, verbose=0)
    for ours, theirs in zip(run.model.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


# States


def test_before_and_after():
    run = FitRun(prepared())
    before = run.snapshot()
    assert (before.status, before.is_over, before.history) == ("idle", True, {})
    assert run.wait() == before
    run.start(epochs=2, batch_size=16)
    after = run.wait(SECONDS)
    assert (after.status, after.message) == ("finished", "Finished")
    assert (after.epoch, after.epochs, after.progress) == (2, 2, 1.0)
    assert after.steps_per_epoch == 10 and after.total_steps_done == 20
    assert after.eta_seconds is None and after.elapsed > 0
    assert set(after.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert after.version > before.version


def test_pause_freezes_the_counter_until_resume():
    gate = Gate(at_step=3)
    run = started(gate)
    run.pause()
    asked = run.snapshot()
    assert (asked.status, asked.message, asked.step) == ("pausing", "Pausing", 2)
    gate.opened.set()  # the third step ends, and then it rests
    frozen = rested(run)
    assert (frozen.message, frozen.step) == ("Paused", 3)
    assert not run._is_over.wait(0.2)
    assert run.snapshot() == frozen
    run.resume()
    assert run.wait(SECONDS).total_steps_done == 30


def test_stop_keeps_the_history_and_a_whole_model():
    gate = Gate(at_step=12)
    run = started(gate)
    run.stop()
    assert run.status == "stopping"
    gate.opened.set()
    after = run.wait(SECONDS)
    assert (after.status, after.message) == ("finished", "Stopped in epoch 2 of 3")
    assert after.total_steps_done == 12
    assert after.history["loss"][-1][0] == pytest.approx(1.2)
    assert run.model.predict(np.zeros((2, 6)), verbose=0).shape == (2, 3)
    assert len(run.model.history.history["loss"]) == 2


def test_stop_ends_a_pause():
    gate = Gate()
    run = started(gate)
    run.pause()
    gate.opened.set()
    run.stop()
    assert run.wait(SECONDS).total_steps_done == 3


def test_stop_before_the_first_batch():
    class StopAtOnce(Callback):
        def on_train_begin(self, logs=None):
            run.stop()

    run = FitRun(prepared())
    run.start(epochs=3, callbacks=[StopAtOnce()])
    assert run.wait(SECONDS).total_steps_done == 0


def test_commands_without_a_training_do_nothing():
    run = FitRun(prepared())
    for command in (run.pause, run.resume, run.stop):
        command()
        assert run.status == "idle"


def test_a_second_start_is_refused_and_harmless():
    gate = Gate()
    run = started(gate)
    with pytest.raises(RuntimeError, match="still going on") as caught:
        run.start(epochs=1)
    assert len(str(caught.value).splitlines()) == 3
    gate.opened.set()
    assert run.wait(SECONDS).total_steps_done == 30


def test_a_callback_may_end_the_training():
    run = FitRun(lambda: (some_model(optimizer="sgd"), some_data()))
    run.start(epochs=50, callbacks=[EarlyStopping("loss", min_delta=100, patience=1)])
    after = run.wait(SECONDS)
    assert after.message == "Ended by a callback after epoch 2"


# Errors


def test_a_failing_fit_is_kept_and_raised_by_wait():
    (x, y), test = some_data()
    run = FitRun()
    run.start(some_model(), ((x, y[:-1]), test))
    with pytest.raises(ValueError) as caught:
        run.wait(SECONDS)
    snapshot = run.snapshot()
    assert (snapshot.status, snapshot.is_over) == ("failed", True)
    assert snapshot.finding.text == str(caught.value)
    run.start(some_model(), ((x, y), test))
    assert run.wait(SECONDS).finding is None


def test_an_error_inside_the_thread_is_kept():
    class Trip(Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise OSError("the disk is full")

    run = FitRun(prepared())
    run.start(epochs=3, callbacks=[Trip()])
    with pytest.raises(OSError, match="full"):
        run.wait(SECONDS)
    assert run.snapshot().finding.what == "OSError: the disk is full"
    assert run.snapshot().history["loss"]


def test_a_failing_preparation_is_kept_too():
    def prepare():
        raise ValueError("Layer wrong.\nExpected right.\nFix it.")

    run = FitRun(prepare)
    run.start()
    assert run.snapshot().finding.fix == "Fix it."
    assert run.is_over


def test_data_of_another_form():
    run = FitRun()
    run.start(some_model(), 5)
    assert "not two pairs of arrays" in run.snapshot().finding.what


def test_a_loss_that_is_lost_is_noticed():
    (x, y), test = some_data()
    run = FitRun()
    run.start(some_model(), ((x * np.nan, y), test), epochs=2)
    after = run.wait(SECONDS)
    assert (after.status, after.finding.level) == ("finished", "warning")
    assert "since epoch 1" in after.finding.what


# Which model, which data


def test_the_same_model_goes_on_and_a_fresh_one_starts_anew():
    model, data = some_model(), some_data()
    run = FitRun()
    run.start(model, data, epochs=2, batch_size=16)
    run.wait(SECONDS)
    run.start(model, data, epochs=1, batch_size=16)
    after = run.wait(SECONDS)
    assert [epoch for epoch, _ in after.history["val_loss"]] == [1.0, 2.0, 3.0]
    assert (after.epoch, after.epochs, after.total_steps_done) == (3, 3, 30)

    twin = some_model()
    run.start(twin, data, epochs=1, batch_size=16)
    after = run.wait(SECONDS)
    assert (after.epoch, after.epochs, after.total_steps_done) == (1, 1, 10)


def test_going_on_equals_a_second_fit():
    data = some_data()
    set_seed(5)
    run = FitRun()
    model = some_model()
    for _ in range(2):
        run.start(model, data, epochs=2, batch_size=16)
        run.wait(SECONDS)

    set_seed(5)
    twin = some_model()
    for _ in range(2):
        twin.fit(*data[0], 16, epochs=2, verbose=0)
    for ours, theirs in zip(model.get_weights(), twin.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_an_object_with_four_arrays_is_data():
    (x, y), (x_test, y_test) = some_data()
    data = SimpleNamespace(x_train=x, y_train=y, x_test=x_test, y_test=y_test)
    run = FitRun()
    run.start(some_model(), data)
    assert "val_loss" in run.wait(SECONDS).history


def test_validation_may_be_left_out():
    run = FitRun(prepared())
    run.start(validation=False)
    assert set(run.wait(SECONDS).history) == {"loss", "accuracy"}
    run.start(some_model(), (some_data()[0], None))
    assert set(run.wait(SECONDS).history) == {"loss", "accuracy"}


# Those who look on


def test_the_model_predicts_while_it_learns():
    gate = Gate()
    run = started(gate)
    assert run.model.predict(np.zeros((2, 6)), verbose=0).shape == (2, 3)
    gate.opened.set()
    run.wait(SECONDS)


def test_watchers_hear_of_a_start():
    heard = []
    run = FitRun(prepared())
    run.watch(lambda: heard.append(run.status))
    run.start()
    run.wait(SECONDS)
    assert heard == ["running"]


def test_without_threads_watchers_see_every_change():
    seen = []
    run = FitRun(prepared(), threaded=False)
    run.watch(lambda: seen.append(run.snapshot()))
    run.start(epochs=2, batch_size=16)
    assert run.status == "finished"
    assert (seen[0].status, seen[-1].status) == ("running", "finished")
    steps = [snapshot.total_steps_done for snapshot in seen]
    assert len(set(steps)) > 2 and steps == sorted(steps)


def test_without_threads_an_interrupt_stops():
    class Interrupt(Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise KeyboardInterrupt

    run = FitRun(prepared(), threaded=False)
    run.start(epochs=3, callbacks=[Interrupt()])
    assert run.snapshot().message == "Stopped in epoch 1 of 3"


def test_an_interrupt_while_waiting_stops(monkeypatch):
    gate = Gate()
    run = started(gate)
    wait = run._is_over.wait

    def interrupted(timeout=None):
        monkeypatch.setattr(run._is_over, "wait", wait)
        gate.opened.set()
        raise KeyboardInterrupt

    monkeypatch.setattr(run._is_over, "wait", interrupted)
    assert run.wait().status == "finished"
    assert run.snapshot().total_steps_done < 30


def test_wait_with_a_timeout_returns_while_the_training_goes_on():
    gate = Gate()
    run = started(gate)
    assert run.wait(0.01).status == "running"
    gate.opened.set()
    run.wait(SECONDS)
