from kit.studio.project import Project
from kit.studio.runs import Runs, StudioRun
from kit.widgets.challenges import ChallengePanel


def good_run(number):
    history = {"val_accuracy": ((1.0, 0.8), (2.0, 0.93))}
    return StudioRun(number, f"Run {number}", {}, history, 0.93, 100, 1.0, (), 0)


def test_a_challenge_follows_the_runs():
    panel = ChallengePanel(Project(), Runs())
    assert "every way" in panel.list.value and panel.announcer.text == ""
    panel.challenge.value = "quick"
    assert panel.list.value.count("not yet") == 2
    panel.runs.add(good_run(1))
    assert panel.list.value.count("kit-met") == 2
    assert "What it shows" in panel.list.value
    assert panel.announcer.text == "Solved, with Run 1."
    panel.challenge.value = None
    assert panel.announcer.text == ""


def test_a_start_changes_the_project_and_says_so():
    panel = ChallengePanel(Project(), Runs())
    panel.use("overfit")
    assert panel.project.epochs == 30
    assert "Overfit is set up: press Start." in panel.start_words.value
    panel.use("nonsense")
    assert "no start called" in panel.finding_card.value
