"""Who goes first: a drawing's question between the batches of a training."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.layers.reshaping import Flatten
from kit.models.sequential import Sequential
from kit.random import set_seed
from kit.studio import fit_recorder, way
from kit.studio.draw_pad import Drawing
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitRecord
from kit.studio.fit_recorder import SHORT, Recorder
from kit.studio.way import HURRY, WAY, Way
from kit.training.callback import Callback

SECONDS = 60  # far more than anything here takes
ONE = [{"points": [[140, 60], [140, 220]]}]


def digits_like(rows=96):
    random = np.random.default_rng(3)
    x = random.random((rows, 28, 28)).astype("float32")
    return x, random.integers(0, 10, rows)


def model_of_seed(seed):
    set_seed(seed)
    model = Sequential([Input((28, 28)), Flatten(), Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


class Interrupting(Callback):
    """Has somebody else draw at every batch, and goes on while he waits."""

    def __init__(self, drawing):
        super().__init__()
        self.drawing, self.threads = drawing, []

    def on_train_batch_end(self, batch, logs=None):
        thread = threading.Thread(target=self.drawing.draw, args=(ONE,))
        self.threads.append(thread)
        thread.start()


def test_a_training_that_gives_way_ends_with_the_same_weights(monkeypatch):
    monkeypatch.setattr(way, "REST", 0.0)  # to be quick
    x, y = digits_like()
    alone = model_of_seed(5)
    alone.fit(x, y, 16, epochs=3, verbose=0)

    model = model_of_seed(5)
    drawing = Drawing(model)
    interrupting = Interrupting(drawing)
    run = FitRun()
    run.start(model, ((x, y), (x, y)), 3, 16, False, [interrupting])
    assert run.wait(SECONDS).total_steps_done == len(interrupting.threads) == 18
    for thread in interrupting.threads:
        thread.join(SECONDS)
    for ours, theirs in zip(model.get_weights(), alone.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    drawing.refresh()
    expected = alone.predict(drawing.inputs(drawing.picture[None]), verbose=0)[0]
    assert drawing.probabilities == pytest.approx(expected, abs=1e-6)


def waiting(way):
    """A thread that gives way, and whether it has gone on."""
    thread = threading.Thread(target=way.give, daemon=True)
    thread.start()
    return thread


def test_who_gives_way_goes_on_when_the_last_one_is_through(monkeypatch):
    monkeypatch.setattr(way, "LONGEST", SECONDS)
    ours = Way()
    with ours.first():
        with ours.first():
            thread = waiting(ours)
        thread.join(0.05)
        assert thread.is_alive()
    thread.join(SECONDS / 2)
    assert not thread.is_alive()


def test_nobody_waits_for_ever_for_one_who_never_ends(monkeypatch):
    monkeypatch.setattr(way, "LONGEST", 0.01)
    ours = Way()
    with ours.first():
        thread = waiting(ours)
        thread.join(SECONDS)
        assert not thread.is_alive()


def test_a_training_rests_while_somebody_draws_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(way, "REST", 2 * SECONDS)
    monkeypatch.setattr(way, "MOST_REST", 0.5)
    ours = Way()
    with ours.first():
        pass
    ours.give()  # that was no drawing
    with ours.first(hurry=True):
        pass
    thread = waiting(ours)
    thread.join(0.05)
    assert thread.is_alive()
    thread.join(SECONDS)
    assert not thread.is_alive()


def test_a_failing_answer_leaves_the_way_free(monkeypatch):
    class Failing:
        input_shape, layers = (None, 28, 28), ()

        def predict(self, x, verbose=0):
            raise RuntimeError("lost")

    drawing = Drawing()
    drawing.model = Failing()
    for ask in (lambda: drawing.draw(ONE), drawing.refresh):
        with pytest.raises(RuntimeError, match="lost"):
            ask()
    monkeypatch.setattr(way, "LONGEST", SECONDS)
    thread = waiting(WAY)
    thread.join(SECONDS / 2)
    assert not thread.is_alive()


def test_a_training_stops_although_somebody_stays_in_front():
    run = FitRun()
    x, y = digits_like()
    with WAY.first(hurry=True):
        run.start(model_of_seed(5), ((x, y), (x, y)), epochs=1000, batch_size=16)
        run.stop()
        assert run.wait(SECONDS).status == "finished"


def test_calls_are_short_while_somebody_draws(monkeypatch):
    now = [100.0]
    clock = SimpleNamespace(monotonic=lambda: now[0], perf_counter=lambda: now[0])
    for module in (way, fit_recorder):
        monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(way, "REST", 0.0)  # as this clock stands still
    ours = Way()
    monkeypatch.setattr(fit_recorder, "WAY", ours)
    run = SimpleNamespace(most_batches=None, after=lambda moment, write: False)
    recorder = Recorder(run, FitRecord())

    def call(batches, seconds):
        recorder.on_train_batch_begin(10)
        now[0] += seconds
        recorder.on_train_batch_end(10 + batches - 1)

    call(4, 4 * SHORT / 5)
    assert recorder.most_batches is None
    with ours.first(hurry=True):
        pass
    assert recorder.most_batches == 5
    call(2, 2 * 3 * SHORT)  # a step of a CNN takes longer than a short call
    assert recorder.most_batches == 1
    run.most_batches = 1  # "one batch" was pressed
    call(1, SHORT / 50)
    assert recorder.most_batches == 1
    run.most_batches = None
    now[0] += HURRY
    assert recorder.most_batches is None
