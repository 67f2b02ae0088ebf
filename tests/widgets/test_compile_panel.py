import pytest

import kit
from kit.studio.compile_panel import CompileSpec
from kit.studio.finding import Finding
from kit.widgets.compile_panel import CompilePanel


@pytest.fixture
def panel():
    return CompilePanel(seed=7)


def metric_boxes(panel):
    return {box.description: box for box in panel.metric_box.children}


def test_it_shows_the_choices_and_explains_each(panel):
    assert (panel.optimizer.value, panel.form.controls["learning_rate"].value) == (
        "Adam",
        0.001,
    )
    assert "good first choice" in panel.optimizer_words.value
    assert "whole-number labels" in panel.loss_words.value
    assert "share of right answers" in panel.metric_words.value
    assert metric_boxes(panel)["accuracy"].value is True


def test_choices_go_into_the_spec(panel):
    panel.optimizer.value = "SGD"
    panel.form.controls["momentum"].value = 0.9
    panel.loss.value = "categorical_crossentropy"
    metric_boxes(panel)["auc"].value = True
    spec = panel.spec
    assert spec.optimizer["config"]["momentum"] == 0.9
    assert (spec.loss, spec.metrics) == (
        "categorical_crossentropy",
        ("accuracy", "auc"),
    )


def test_each_optimizer_has_its_own_fields(panel):
    panel.form.more_button.value = True
    panel.optimizer.value = "RMSprop"
    assert "rho" in panel.form.controls and "beta_1" not in panel.form.controls


def test_an_impossible_value_is_a_card_and_the_field_goes_back(panel):
    panel.form.controls["learning_rate"].value = -1.0
    assert "Adam received learning_rate=-1.0" in panel.finding_card.value
    assert panel.spec.optimizer["config"]["learning_rate"] == 0.001
    assert panel.form.controls["learning_rate"].value == 0.001
    panel.form.controls["learning_rate"].value = 0.01
    assert panel.finding_card.value == ""


def test_a_spec_that_changes_elsewhere_is_shown(panel):
    panel.spec.use_optimizer("AdamW")
    panel.spec.use_loss("huber")
    panel.spec.use_metrics(["mean_squared_error"])
    assert (panel.optimizer.value, panel.loss.value) == ("AdamW", "huber")
    assert [n for n, box in metric_boxes(panel).items() if box.value] == [
        "mean_squared_error"
    ]


def test_what_came_from_code_is_shown_too():
    spec = CompileSpec("lion", kit.losses.Tversky(alpha=0.3), ["R2Score"])
    panel = CompilePanel(spec)
    assert (panel.optimizer.value, panel.loss.value) == ("Lion", "Tversky")
    assert metric_boxes(panel)["R2Score"].value is True
    assert spec.loss["config"]["alpha"] == 0.3  # looking changes nothing


def test_the_seed_is_a_field_where_it_is_wanted(panel):
    numbers = [w for w in panel.children[-2].children if hasattr(w, "min")]
    assert (panel.seed, numbers[0].value) == (7, 7)
    numbers[0].value = 11
    assert panel.seed == 11
    assert not hasattr(CompilePanel(), "compile_button")


def test_a_model_is_compiled_by_the_button():
    model = kit.Sequential([kit.Input((4,)), kit.layers.Dense(3)])
    panel = CompilePanel(model)
    panel.loss.value = "huber"
    assert not model.compiled
    panel.compile_button.click()
    assert (model.compiled, model.loss) == (True, "huber")
    assert "Compiled" in panel.compiled_words.value


def test_advice_is_shown(panel):
    panel.show_advice(Finding("All fits.", level="note"))
    assert "All fits." in panel.advice.value
