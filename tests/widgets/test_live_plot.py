import re

from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot
from kit.widgets.live_plot import LivePlot

HISTORY = {
    "loss": ((0.5, 2.0), (1.0, 1.5)),
    "accuracy": ((0.5, 0.2), (1.0, 0.5)),
    "val_loss": ((1.0, 1.6),),
}


def drawn(**options):
    plot = LivePlot(FitRun(), **options)
    plot._draw(FitSnapshot("running", 1, 4, history=HISTORY))
    return plot.value


def test_both_charts_with_their_points():
    value = drawn()
    assert value.count("<svg") == 2
    assert len(re.findall("<circle", value)) == 4  # two points of training in each
    assert "validation" in value


def test_before_the_first_number():
    plot = LivePlot(FitRun())
    assert "Press Start to train" in plot.value
    plot._draw(FitSnapshot("running"))
    assert "Compiling the model" in plot.value


def test_a_long_plan_does_not_squeeze_the_first_epochs():
    plot = LivePlot(FitRun())
    plot._draw(FitSnapshot("running", 1, 30, history=HISTORY))
    assert ">30</text>" in plot.value
    plot._draw(FitSnapshot("running", 1, 31, history=HISTORY))
    assert ">31</text>" not in plot.value and ">1</text>" in plot.value


def test_chosen_metrics_only():
    assert drawn(metrics=["accuracy"]).count("<svg") == 1


def test_the_style_sheet_may_be_left_out():
    assert "<style>" in drawn()
    assert "<style>" not in drawn(styled=False)


def test_an_error_is_shown_in_place_of_the_curves():
    plot = LivePlot(FitRun())
    plot._draw(FitSnapshot("running", history={"loss": "nonsense"}))
    assert "kit-finding" in plot.value
