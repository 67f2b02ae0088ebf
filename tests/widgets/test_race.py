import pytest

from kit.studio.project import Project
from kit.widgets.race import RacePanel


@pytest.fixture
def panel():
    panel = RacePanel(Project("moons"))
    panel.race.threaded = False
    panel.epochs.value, panel.samples.value, panel.count.value = 1, 60, 2
    return panel


def test_the_code_says_what_will_run(panel):
    assert "x_train[:60]" in panel.heading.value and "range(2)" in panel.heading.value
    panel.kind.value = "rates"
    assert "learning_rates=[0.0003" in panel.heading.value
    assert panel.count.layout.display == "none"


def test_a_seed_cloud_is_drawn_and_said(panel):
    panel.start_button.click()
    assert panel.charts.value.count("kit-cloud") == 2
    assert "test accuracy" in panel.sentence.value
    assert "2 models · epoch 1 of 1" in panel.progress.value
    assert not panel.start_button.disabled and panel.stop_button.disabled


def test_the_best_rate_is_marked_and_can_be_used(panel):
    panel.kind.value = "rates"
    panel.start_button.click()
    assert panel.use_button.description == "Use this rate"
    best = panel.race.snapshot().best
    assert panel.run_menu.value == best
    panel.run_menu.value = 5
    panel.use_button.click()
    assert panel.project.compile.optimizer["config"]["learning_rate"] == 0.1
    assert "Start trains with 0.1 now" in panel.progress.value
    panel.kind.value = "seeds"
    assert panel.charts.value == "" and panel.use_row.layout.display == "none"


def test_a_wrong_model_is_told(panel):
    panel.project.model.update(1, units=-1)
    panel.start_button.click()
    assert "units" in panel.finding_card.value
    assert not panel.start_button.disabled


def test_other_data_bring_a_fitting_length(panel):
    panel.project.use_data("mnist_sample")
    assert (panel.epochs.value, panel.samples.value) == (3, 2000)
