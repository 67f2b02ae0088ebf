import math
import subprocess
import sys

import numpy as np
import pytest

from kit.studio.project import Project
from kit.studio.race import (
    LEARNING_RATES,
    Race,
    RaceSnapshot,
    race_code,
    racers,
    use_variant,
    variants_for,
)

SECONDS = 60  # far more than anything here takes


@pytest.fixture(scope="module")
def race():
    race = Race(Project("moons"), threaded=False)
    race.start("seeds", epochs=2, count=2)
    return race


def test_every_run_has_a_curve_of_every_epoch(race):
    snapshot = race.snapshot()
    assert (snapshot.status, snapshot.epoch) == ("finished", 2)
    assert snapshot.labels == ("seed 0", "seed 1")
    assert [len(one["val_accuracy"]) for one in snapshot.histories] == [2, 2]
    assert snapshot.histories[0]["loss"] != snapshot.histories[1]["loss"]


def test_it_can_be_stopped_and_its_curves_stay():
    race = Race(Project("moons"), threaded=False)
    race.watch(lambda snapshot: snapshot.epoch == 1 and race.stop())
    race.start("seeds", epochs=50, count=2)
    assert race.snapshot().status == "finished" and race.snapshot().epoch <= 2


def test_a_stop_waits_for_no_end_of_an_epoch():
    x = np.zeros((200_000, 2), "float32")
    project = Project(((x, x[:, 0].astype(int)), (x[:9], x[:9, 0].astype(int))))
    project.batch_size = 1
    race = Race(project)
    race.start("seeds", epochs=2, samples=len(x), count=2)
    race.stop()
    snapshot = race.wait(SECONDS)
    assert (snapshot.status, snapshot.epoch, snapshot.histories) == ("finished", 0, ())
    assert snapshot.was_stopped


def test_whoever_tells_last_tells_the_newest():
    """A press of Stop and the end of the race may come at the same moment."""
    race = Race(Project("moons"))
    race._snapshot = RaceSnapshot("running")
    seen = []

    def draw(snapshot):
        if snapshot.status == "stopping" and "finished" not in seen:
            race._change(status="finished")  # by the thread of the race
        seen.append(snapshot.status)

    race.watch(draw)
    race.stop()
    assert seen[-1] == race.snapshot().status == "finished"


def test_a_program_may_end_while_it_trains():
    """A daemon thread inside compiled code must not spoil the end of a script."""
    program = """
import time
from kit.studio.fit_panel import FitRun
from kit.studio.project import Project
from kit.studio.race import Race
project = Project("moons")
race, run = Race(project), FitRun(project.prepare)
race.start("seeds", epochs=10_000_000, count=2)
run.start(epochs=10_000_000)
while run.snapshot().total_steps_done < 100 or not race.snapshot().epoch:
    time.sleep(0.01)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=SECONDS
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_second_race_waits_for_the_first_and_errors_are_kept():
    project = Project("moons")
    race = Race(project, threaded=False)
    errors = []

    def start_again(snapshot):
        if snapshot.status == "running" and not errors:
            with pytest.raises(RuntimeError, match="still going on") as found:
                race.start("seeds")
            errors.append(found)

    race.watch(start_again)
    project.model.update(1, units=-3)
    race.start("seeds", epochs=1, count=2)
    assert errors and race.snapshot().status == "failed"
    assert race.snapshot().finding is not None


def test_optimizers_take_steps_as_long_as_those_of_the_project():
    rates = [d["config"]["learning_rate"] for d in racers(Project("moons"))]
    usual = [d["config"]["learning_rate"] for d in racers(Project())]
    np.testing.assert_allclose(np.divide(rates, usual), 20)
    assert usual[0] == 0.01 and usual[4] == 0.001


def test_a_run_becomes_the_choice_of_the_project():
    project = Project()
    use_variant(project, "rates", 3)
    assert project.compile.optimizer["config"]["learning_rate"] == LEARNING_RATES[3]
    use_variant(project, "optimizers", 1)
    assert project.compile.optimizer_name == "SGD"
    assert project.compile.optimizer["config"]["momentum"] == 0.9
    use_variant(project, "seeds", 5)
    assert project.seed == 5


@pytest.mark.parametrize("kind", ["seeds", "rates", "optimizers"])
def test_the_line_of_code_is_python_and_has_as_many_variants(kind):
    import kit

    project = Project("moons")
    seen = {}

    def train_variants(model, x, y, epochs, **differing):
        seen["count"] = len(kit.experiments.variants_of(**differing))

    line = race_code(kind, project, 3, 100)
    line = line.replace("keras.experiments.train_variants", "train_variants")
    names = {"keras": kit, "train_variants": train_variants}
    exec(line, {**names, "model": None, "x_train": [], "y_train": []})
    assert seen["count"] == len(variants_for(kind, project))


def test_the_best_run_is_the_one_with_the_best_number():
    runs = ({"val_loss": (1.0,)}, {"val_loss": (math.nan,)}, {"val_loss": (0.5,)})
    assert RaceSnapshot("finished", histories=runs).best == 2
    runs = ({"val_accuracy": (0.2,)}, {"val_accuracy": (0.9,)})
    assert RaceSnapshot("finished", histories=runs).best == 1
    assert RaceSnapshot("finished", histories=({"loss": (math.nan,)},)).best is None
