import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot
from kit.widgets import clock as clock_module
from kit.widgets.clock import LONGEST_PAUSE, SELDOM, Clock

SECONDS = 60


def prepare():
    model = Sequential([Input((3,)), Dense(1)])
    model.compile("sgd", "mse")
    x, y = np.ones((64, 3)), np.ones((64, 1))
    return model, ((x, y), (x, y))


def train(run, clock, epochs=3):
    run.start(epochs=epochs, batch_size=8)
    run.wait(SECONDS)
    clock.wait()


@pytest.mark.parametrize("threaded", [True, False])
def test_the_last_numbers_are_always_drawn(threaded):
    run, seen = FitRun(prepare, threaded), []
    clock = Clock(run)
    clock.listen(seen.append)
    for _ in range(2):  # the thread of the clock ends, and a new one begins
        train(run, clock)
        assert seen[-1] == run.snapshot()
        assert seen[-1].status == "finished"


def test_nothing_is_drawn_twice():
    run, seen = FitRun(prepare), []
    clock = Clock(run, seconds=0.001)
    clock.listen(seen.append)
    train(run, clock)
    versions = [snapshot.version for snapshot in seen]
    assert versions == sorted(set(versions))


def test_no_click_waits_for_the_end_of_a_pause():
    run, seen = FitRun(prepare), []
    clock = Clock(run, seconds=10 * SECONDS)
    clock.listen(lambda snapshot: seen.append(snapshot.status))
    run.start(epochs=2, batch_size=8, until="epoch")
    while "paused" not in seen:
        assert not run.is_over
        time.sleep(0.01)
    run.resume()
    assert run.wait(SECONDS).status == "finished"
    clock.wait()
    assert seen[-1] == "finished"


def test_the_pauses_grow(monkeypatch):
    run, pauses = FitRun(prepare), []
    clock = Clock(run, seconds=0.001)
    monkeypatch.setattr(clock, "_rest", lambda pause: pauses.append(pause))
    train(run, clock, epochs=10)
    assert pauses == sorted(pauses) and 0.001 < pauses[-1] <= LONGEST_PAUSE


def test_who_wants_to_be_called_seldom_is_called_every_two_seconds_and_at_rest(
    monkeypatch,
):
    now = [100.0]
    monkeypatch.setattr(clock_module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    run, often, seldom = SimpleNamespace(), [], []
    snapshots = iter(
        FitSnapshot(status, version=version)
        for version, status in enumerate(["idle"] * 3 + ["running"] * 12 + ["finished"])
    )
    run.version, run.status, run.watch = 0, "idle", lambda _: None
    run.snapshot = lambda: next(snapshots)
    clock = Clock(run)
    clock.listen(lambda snapshot: often.append(snapshot.version))
    clock.listen(lambda snapshot: seldom.append(snapshot.version), seldom=True)
    for run.version in range(2, 16):
        clock._look()
        now[0] += SELDOM / 4
    assert often == [0, *range(2, 16)]
    assert seldom == [1, 2, 6, 10, 14, 15]


def test_without_threads_it_draws_in_the_thread_of_the_training():
    run, threads = FitRun(prepare, threaded=False), set()
    Clock(run).listen(lambda _: threads.add(threading.current_thread()))
    run.start(epochs=2)
    assert threads == {threading.current_thread()}


def test_no_thread_is_left_when_the_training_is_over():
    run = FitRun(prepare)
    clock = Clock(run)
    before = threading.active_count()
    train(run, clock)
    assert threading.active_count() == before
