"""Runs that are kept: how many, how heavy, and what stands in them."""

import numpy as np

from kit.studio.fit_panel import FitRun
from kit.studio.project import Project
from kit.studio.runs import Runs, StudioRun, keep_runs


def some_run(number, floats=10):
    history = {"loss": ((1.0, 0.5),), "val_accuracy": ((1.0, 0.9),)}
    weights = (np.zeros(floats, "float32"),)
    content = {"seed": number}
    return StudioRun(number, "", content, history, 0.9, floats, 1.0, weights, number)


def test_only_the_last_are_kept_and_their_numbers_go_on():
    runs = Runs(most=3)
    for number in range(1, 6):
        runs.add(some_run(number))
    assert [run.number for run in runs] == [3, 4, 5]
    assert runs.next_number == 6
    assert runs.get(4).seed == 4 and runs.get(1) is None


def test_the_oldest_lose_their_weights_first():
    runs = Runs(most_bytes=100)
    for number in (1, 2, 3):
        runs.add(some_run(number))  # 40 bytes each
    assert [run.weights is None for run in runs] == [True, False, False]
    runs.add(some_run(4, floats=1000))  # too heavy by itself
    assert all(run.weights is None for run in runs)


def test_those_who_observe_hear_of_each():
    runs, heard = Runs(), []
    runs.observe(lambda: heard.append(runs.last.number))
    runs.add(some_run(1))
    runs.add(some_run(2))
    assert heard == [1, 2]


def test_a_training_is_kept_with_the_choices_it_began_with():
    x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
    y = (x[:, 0] > 0).astype(int)
    project = Project(((x, y), (x, y)), seed=3, epochs=2)
    runs, run = Runs(), FitRun(project.prepare, threaded=False)
    keep_runs(run, runs, lambda: project.prepared)
    run.start(epochs=2)
    project.seed = 4
    run.start(epochs=1)
    first, second = runs
    assert (first.seed, second.seed) == (3, 4)
    assert second.label == "Run 2 · seed 3 → 4"
    assert (
        first.parameters
        == run.model.count_params()
        == sum(array.size for array in first.weights)
    )
    accuracy = first.history["val_accuracy"][-1][1]
    assert first.accuracy == accuracy and first.epochs_done == 2
