"""Challenges against made-up runs: what is met, what is missing, what is said."""

import pytest

from kit.studio.challenges import all_challenges
from kit.studio.project import Project
from kit.studio.runs import Runs, StudioRun
from kit.studio.starts import all_starts, start_of, use_start


def of_name(name):
    return next(one for one in all_challenges() if one.name == name)


def runs_of(*runs):
    found = Runs()
    for run in runs:
        found.add(run)
    return found


def some_run(number=1, content=None, parameters=1000, epochs=2, **curves):
    history = {
        name: tuple(enumerate(values, 1)) for name, values in curves.items()
    } or {"val_accuracy": ((1, 0.5), (epochs, 0.92))}
    accuracy = history.get("val_accuracy", ((0, None),))[-1][1]
    return StudioRun(
        number, f"Run {number}", content or {}, history, accuracy, parameters, 1, (), 0
    )


def test_without_a_run_it_says_what_to_do():
    for challenge in all_challenges():
        assert not challenge.is_solved(Runs())
        assert challenge.verdict(Runs()).startswith("Press Start")


def test_ninety_percent_in_two_epochs():
    quick = of_name("quick")
    assert quick.is_solved(runs_of(some_run()))
    assert quick.verdict(runs_of(some_run())) == "Solved, with Run 1."
    late = runs_of(some_run(epochs=3))
    assert quick.verdict(late) == "Still missing: at most 2 epochs (3)."
    weak = runs_of(some_run(val_accuracy=[0.5, 0.891]))
    assert "of at least 90.0 % (89.1 %)" in quick.verdict(weak)


def test_only_the_last_run_counts():
    runs = runs_of(some_run(1), some_run(2, epochs=9))
    assert not of_name("quick").is_solved(runs)


def test_few_weights():
    good = {"val_accuracy": [0.9, 0.971]}
    assert of_name("small").is_solved(runs_of(some_run(parameters=19_999, **good)))
    many = runs_of(some_run(parameters=20_000, **good))
    assert "under 20,000 weights (20,000)" in of_name("small").verdict(many)


def test_overfitting_is_seen_in_the_loss():
    known, risen = {"accuracy": [0.9, 1.0]}, {"val_loss": [0.5, 0.3, 0.4]}
    assert of_name("overfit").is_solved(runs_of(some_run(**known, **risen)))
    flat = runs_of(some_run(**known, val_loss=[0.5, 0.3, 0.31]))
    assert "0.31 after 0.3" in of_name("overfit").verdict(flat)


@pytest.mark.parametrize(("activation", "solved"), [("linear", True), ("relu", False)])
def test_a_hidden_layer_without_a_bend(activation, solved):
    project = Project()
    use_start(project, "linear")
    linear = some_run(1, project.content)
    use_start(project, "small")
    project.model.update(3, activation=activation)
    hidden = some_run(2, project.content)
    no_bend = of_name("no_bend")
    assert no_bend.is_solved(runs_of(linear, hidden)) is solved
    assert not no_bend.is_solved(runs_of(hidden))  # there is nothing to compare with
    assert "no hidden layer" in no_bend.verdict(runs_of(linear))


# Starts


@pytest.mark.parametrize("name", [start.name for start in all_starts()])
def test_every_start_builds_and_is_one_change(name):
    project = Project(seed=5, epochs=1, batch_size=7)
    heard = []
    project.on_change(lambda: heard.append(project.content))
    use_start(project, name)
    start = start_of(name)
    assert len(heard) == 1 and project.seed == 5
    assert (project.epochs, project.batch_size) == (start.epochs, start.batch_size)
    assert project.compile.optimizer["config"]["learning_rate"] == start.rate
    assert project.compile.optimizer_name == start.optimizer
    assert project.model.error is None
    kinds = [entry["class_name"] for entry in project.model.layers]
    assert ("Conv2D" in kinds) == (name == "cnn")


def test_an_unknown_start_is_refused_and_changes_nothing():
    project = Project()
    before = project.content
    with pytest.raises(ValueError, match="no start called 'fast'"):
        use_start(project, "fast")
    assert project.content == before
