import csv
import io

import numpy as np

from kit.studio.compare import configuration, ordered, to_csv
from kit.studio.data import StudioData
from kit.studio.data_recipe import DataRecipe
from kit.studio.project import Project
from kit.studio.runs import StudioRun


def run(number, accuracy: float | None = 0.5, parameters=10, label=None, seconds=1.0):
    return StudioRun(
        number,
        label or f"Run {number}",
        Project("moons", seed=number).content,
        {"loss": ((1.0, 2.0), (2.0, 1.0)), "val_accuracy": ((2.0, 0.5),)},
        accuracy,
        parameters,
        seconds,
        None,
        number,
        ("learning rate 0.1",),
    )


def numbers(runs):
    return [run.number for run in runs]


def test_every_column_sorts_and_equal_runs_keep_the_newer_first():
    runs = [run(1, 0.9, 30, seconds=2), run(2, None, 20), run(3, 0.9, 40)]
    assert numbers(ordered(runs)) == [3, 2, 1]
    assert numbers(ordered(runs, "accuracy")) == [3, 1, 2]
    assert numbers(ordered(runs, "accuracy", False)) == [2, 3, 1]
    assert numbers(ordered(runs, "parameters", False)) == [2, 1, 3]
    assert numbers(ordered(runs, "seconds")) == [1, 3, 2]
    assert numbers(ordered(runs, "words", False)) == [1, 2, 3]


def test_a_configuration_names_what_was_changed():
    project = Project(StudioData.made(DataRecipe(samples=500, wrong_labels=20)))
    project.compile.use_optimizer("SGD")
    assert configuration(project.content) == (
        "Digits, 500 samples, 20 % wrong labels · Dense 128, Dropout 0.2, Dense 10 · "
        "SGD 0.01 · 5 epochs of 32 · seed 0"
    )
    x, y = np.ones((4, 3)), np.array([0.5, 1, 2, 3])
    own = Project(((x, y), (x, y)))
    assert configuration(own.content).startswith("Arrays of your own · ")


def test_the_csv_holds_choices_and_last_values_and_no_formulas():
    table = to_csv([run(1, label="=1+1"), run(2, None)]).decode("utf-8-sig")
    first, second = csv.DictReader(io.StringIO(table))
    assert first["label"] == "'=1+1"
    assert first["loss_function"] == "sparse_categorical_crossentropy"
    assert first["loss"] == "1.0"
    assert (first["accuracy"], second["accuracy"]) == ("0.5", "")
    assert first["optimizer"] == "Adam 0.02" and first["val_accuracy"] == "0.5"
    assert second["notes"] == "learning rate 0.1"
