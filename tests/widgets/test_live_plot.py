import re

from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import Change, FitSnapshot
from kit.studio.runs import Runs, StudioRun
from kit.widgets.live_plot import CurveOptions, LivePlot

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
    dots = re.findall(r'<circle [^>]*r="3"', value)
    assert len(dots) == 4  # two points of training in each
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


def some_run(number):
    history = {"loss": ((1.0, 2.0), (2.0, 1.0))}
    return StudioRun(number, "", {}, history, None, 0, 0.0, (), 0)


def test_the_last_five_earlier_runs_are_faint_and_may_be_hidden():
    runs = Runs()
    plot = LivePlot(FitRun(), runs=runs)
    for number in range(1, 8):
        runs.add(some_run(number))
    names = re.findall(r">run (\d)<", plot.value)
    assert sorted(set(names)) == ["3", "4", "5", "6", "7"]
    plot.shows_earlier = False
    assert "kit-earlier" not in plot.value


def test_the_run_that_is_drawn_is_not_its_own_past():
    runs = Runs()
    runs.add(some_run(1))
    plot = LivePlot(FitRun(), runs=runs)
    over = FitSnapshot("finished", 1, 1, 1, 4, 4, 4, history=HISTORY)
    plot._draw(over)
    assert "kit-earlier" not in plot.value
    plot._draw(FitSnapshot("running", 1, 1, history=HISTORY))
    assert "kit-earlier" in plot.value


def test_only_the_loss_is_logarithmic():
    plot = LivePlot(FitRun())
    plot._draw(FitSnapshot("running", 1, 4, history=HISTORY))
    assert "log scale" not in plot.value
    plot.clock.run._record.curves.points = dict(HISTORY)
    plot.log_scale = True
    assert plot.value.count("log scale") == 1


def test_a_change_by_hand_is_marked_in_both_charts():
    plot, changes = LivePlot(FitRun()), (Change(0.5, 5, "learning rate", 0.1, 0.01),)
    plot._draw(FitSnapshot("running", 1, 4, history=HISTORY, changes=changes))
    assert plot.value.count("learning rate 0.1 → 0.01") == 2


def test_numbers_are_shown_when_they_are_asked_for():
    plot = LivePlot(FitRun())
    options = CurveOptions(plot)
    plot.clock.run._record.curves.points = dict(HISTORY)
    assert options.table.value == ""
    options.numbers.value = True
    assert '<th scope="row">0.5</th><td>2.000</td>' in options.table.value
    options.numbers.value = False
    assert options.table.value == ""


def test_a_drawing_stays_small():
    long = {
        name: tuple((n / 100, 1 / n) for n in range(1, 2000))
        for name in ("loss", "accuracy", "val_loss", "val_accuracy")
    }
    runs = Runs()
    for number in range(1, 21):
        runs.add(StudioRun(number, "", {}, long, None, 0, 0.0, (), 0))
    plot = LivePlot(FitRun(), runs=runs, styled=False)
    changes = tuple(Change(n / 10, n, "learning rate", 1, 2) for n in range(100))
    snapshot = FitSnapshot("running", 1, 20, history=long, changes=changes)
    plot._draw(snapshot)
    assert len(plot.value) < 150_000
