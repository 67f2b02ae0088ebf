"""The progress bar writes exactly what Keras's writes, at a time of our choosing."""

import io
import sys
import time

import jax.numpy as jnp
import numpy as np
import pytest

from kit.utils import Progbar

keras = pytest.importorskip("keras")


def record(cls, monkeypatch, arguments, updates):
    """Return what a bar writes; `updates` are (seconds passed, arguments of update)."""
    now = 1000.0
    monkeypatch.setattr(time, "time", lambda: now)
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stdout", screen)
    bar = cls(**arguments)
    for seconds, update in updates:
        now += seconds
        bar.update(*update)
    monkeypatch.undo()
    return screen.getvalue()


def assert_same(monkeypatch, arguments, updates):
    found = record(Progbar, monkeypatch, arguments, updates)
    assert found == record(keras.utils.Progbar, monkeypatch, arguments, updates)
    return found


def epoch(seconds_per_step, steps=120):
    """Updates of an epoch: a slow first step, then even ones, then the last line."""
    generator = np.random.default_rng(1)
    for step in range(1, steps + 1):
        logs = [("accuracy", generator.random()), ("loss", 10.0 ** (2 - step / 20))]
        seconds = 3.0 if step == 1 else seconds_per_step
        yield seconds, (step, logs, False)
    yield 0.2, (steps, [("accuracy", 0.5), ("loss", 1.0), ("val_loss", 0.1)], True)


@pytest.mark.parametrize("verbose", [0, 1, 2])
@pytest.mark.parametrize("seconds_per_step", [2e-5, 4e-3, 0.06, 1.7, 45.0])
@pytest.mark.parametrize("stateless_metrics", [None, [], ["loss"]])
def test_an_epoch(monkeypatch, verbose, seconds_per_step, stateless_metrics):
    arguments = {
        "target": 120,
        "verbose": verbose,
        "stateless_metrics": stateless_metrics,
    }
    found = assert_same(monkeypatch, arguments, list(epoch(seconds_per_step)))
    assert bool(found) == bool(verbose)


@pytest.mark.parametrize("verbose", [1, 2])
@pytest.mark.parametrize("target", [None, 0, 1, 7, 9, 10, 99, 100, 1875])
def test_targets(monkeypatch, target, verbose):
    updates = [(0.3, (step, [("loss", 2.0 / step)])) for step in range(1, 12)]
    last = (0.3, (target or 12, [("loss", 2.0)], True))
    arguments = {"target": target, "verbose": verbose}
    assert_same(monkeypatch, arguments, [*updates, last])


def test_width_interval_and_unit(monkeypatch):
    arguments = {"target": 50, "width": 37, "interval": 0.5, "unit_name": "sample"}
    found = assert_same(monkeypatch, arguments, list(epoch(0.2, 50)))
    assert "ms/sample" in found


def test_stateful_metrics_are_not_averaged(monkeypatch):
    updates = [(0.1, (step, [("a", float(step)), ("b", step)])) for step in (1, 3, 4)]
    arguments = {"target": 10, "stateful_metrics": ["a"]}
    found = assert_same(monkeypatch, arguments, updates)
    assert "a: 4.0000 - b: 2.7500" in found  # b: (1 + 3 + 3 + 4) / 4


@pytest.mark.parametrize("value", [1, 0.0, -5.0, 1e-9, -1e-9, np.nan, np.inf])
def test_values(monkeypatch, value):
    for given in (value, np.float32(value), jnp.float32(value), np.full(3, value)):
        assert_same(monkeypatch, {"target": 2}, [(0.1, (1, [("a", given)]))])


def test_steps_that_stand_still_go_back_or_overshoot(monkeypatch):
    updates = [(0.1, (step, [("a", 1.0)], False)) for step in (0, 1, 1, 1, 5, 4, 12)]
    assert_same(monkeypatch, {"target": 10}, updates)


def test_a_shorter_line_wipes_out_the_longer_one(monkeypatch):
    updates = [(0.1, (1, [("a", 100000.0)], False)), (0.1, (2, [("a", 1.0)], True))]
    arguments = {"target": 2, "stateless_metrics": []}
    assert assert_same(monkeypatch, arguments, updates).endswith(" \n")


def test_negative_values_are_written_alike_in_both_forms(monkeypatch):
    """Keras 3.15 writes -5.0 as -5.0000e+00 with verbose=2 alone."""
    for verbose in (1, 2):
        arguments = {"target": 1, "verbose": verbose}
        found = record(Progbar, monkeypatch, arguments, [(0.1, (1, [("a", -5.0)]))])
        assert found.endswith(" - a: -5.0000\n")


def test_add(monkeypatch):
    written = []
    for cls in (Progbar, keras.utils.Progbar):
        screen = io.StringIO()
        monkeypatch.setattr(time, "time", lambda: 1000.0)
        monkeypatch.setattr(sys, "stdout", screen)
        bar = cls(4)
        bar.add(1, [("a", 1.0)])
        bar.add(3, [("a", 2.0)])
        monkeypatch.undo()
        written.append(screen.getvalue())
    assert written[0] == written[1]


def test_a_screen_without_the_bars_character(monkeypatch):
    """As an old Windows console, which knows cp1252 only."""
    written = []
    for cls in (Progbar, keras.utils.Progbar):
        bytes_written = io.BytesIO()
        screen = io.TextIOWrapper(bytes_written, encoding="cp1252", newline="")
        monkeypatch.setattr(time, "time", lambda: 1000.0)
        monkeypatch.setattr(sys, "stdout", screen)
        cls(2).update(1)
        screen.flush()
        monkeypatch.undo()
        written.append(bytes_written.getvalue())
    assert b"==========" in written[0]
    assert written[0] == written[1]


def test_only_one_kind_of_list():
    with pytest.raises(ValueError, match="stateful_metrics and stateless_metrics"):
        Progbar(3, stateful_metrics=[], stateless_metrics=[])
