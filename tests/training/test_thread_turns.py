"""A training in a thread takes short turns, and leaves things as they were."""

import sys
import threading
import time

import numpy as np
import pytest

import kit
from kit.training.pace import Pace
from kit.training.thread_turns import PATIENCE, SHORT_TURN, Turns, short_turns

SECONDS = 60  # far more than anything here takes

needs_a_clock = pytest.mark.skipif(
    not hasattr(time, "pthread_getcpuclockid"), reason="the system does not tell"
)


def in_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_only_other_threads_shorten_turns_and_the_last_one_restores_them():
    before = sys.getswitchinterval()
    seen = []

    def inner():
        with short_turns():
            seen.append(sys.getswitchinterval())

    def outer():
        with short_turns():
            in_thread(inner)
            seen.append(sys.getswitchinterval())

    in_thread(outer)
    assert all(abs(interval - SHORT_TURN) < 1e-9 for interval in seen) and seen
    assert sys.getswitchinterval() == before
    with short_turns():
        assert sys.getswitchinterval() == before


def test_an_error_restores_them_too():
    before = sys.getswitchinterval()

    def fail():
        try:
            with short_turns():
                raise ValueError
        except ValueError:
            pass

    in_thread(fail)
    assert sys.getswitchinterval() == before


def waiting_beside(main_work):
    """How often a training in a thread saw whether its call is ready, meanwhile."""
    looks, end = [], threading.Event()

    def is_ready():
        looks.append(time.monotonic())
        return len(looks) > 100

    def train():
        turns = Turns()
        while not end.is_set():
            turns.wait(is_ready)
            time.sleep(0.001)

    thread = threading.Thread(target=train)
    thread.start()
    main_work(looks)
    end.set()
    thread.join()
    return len(looks)


def test_beside_a_main_thread_at_rest_it_just_waits():
    assert waiting_beside(lambda looks: time.sleep(3 * PATIENCE)) == 0


def compute_until(enough):
    end = time.monotonic() + SECONDS
    while not enough() and time.monotonic() < end:
        pass


@needs_a_clock
def test_beside_a_cell_that_computes_it_takes_turns():
    assert waiting_beside(lambda looks: compute_until(lambda: len(looks) > 10)) > 10


def test_a_switch_leaves_all_turns_to_the_cell(monkeypatch):
    monkeypatch.setenv("KIT_TURNS", "0")
    for_a_while = time.monotonic() + 3 * PATIENCE
    assert (
        waiting_beside(
            lambda looks: compute_until(lambda: time.monotonic() > for_a_while)
        )
        == 0
    )


@needs_a_clock
def test_in_its_own_share_nobody_else_computes():
    turns, counted, end = Turns(), [0], threading.Event()

    def count():
        while not end.is_set():
            counted[0] += 1

    thread = threading.Thread(target=count)
    thread.start()
    before = []

    def is_ready():  # from the second time on, a third of the share has passed
        before.append(counted[0])
        return len(before) > 2

    progress = []
    for _ in range(20):
        before.clear()
        turns._ready_in_own_share(is_ready)
        progress += np.diff(before).tolist()
    end.set()
    thread.join()
    # The interpreter may hand over before and after the sleep, but hardly always.
    assert min(progress) == 0


@needs_a_clock
def test_a_fit_beside_a_computing_cell_ends_with_the_same_weights():
    def fit(epochs):
        kit.utils.set_random_seed(1)
        model = kit.Sequential(
            [kit.Input((8,)), kit.layers.Dense(4), kit.layers.Dense(1)]
        )
        model.compile("adam", "mse")
        rng = np.random.default_rng(0)
        x, y = rng.normal(size=(512, 8)), rng.normal(size=(512, 1))
        model.fit(x, y, batch_size=32, epochs=epochs, verbose=0)
        return model

    alone = fit(400).get_weights()
    beside = []
    thread = threading.Thread(target=lambda: beside.append(fit(400)))
    thread.start()
    compute_until(lambda: not thread.is_alive())
    thread.join()
    for one, other in zip(alone, beside[0].get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_held_up_training_makes_longer_calls():
    pace = Pace()
    pace.step_seconds = Pace.SECONDS / 10
    assert (pace.next(), pace.next(hurried=True)) == (10, 10 * Pace.HURRY)
