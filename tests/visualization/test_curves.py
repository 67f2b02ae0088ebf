import numpy as np
import pytest

from kit.visualization.curves import (
    history_figure,
    learning_curves_pair,
    learning_curves_svg,
)

HISTORY = {
    "loss": [2.0, 1.0, 0.5, 0.25],
    "val_loss": [2.1, 1.2, 0.9, 0.95],
    "accuracy": [0.4, 0.6, 0.8, 0.9],
    "val_accuracy": [0.4, 0.55, 0.7, 0.7],
}


class TestChart:
    def test_one_point_per_epoch(self, parse, read_points):
        drawing = parse(learning_curves_svg(HISTORY))
        training, validation = drawing.all("polyline")
        assert len(read_points(training)) == len(read_points(validation)) == 4
        assert len(drawing.all("circle")) == 4
        assert len(drawing.inside("kit-validation").all("rect")) == 4

    def test_only_validation_is_dashed(self, parse):
        training, validation = parse(learning_curves_svg(HISTORY)).all("polyline")
        assert training.get("stroke-dasharray") is None
        assert validation.get("stroke-dasharray")

    def test_epochs_run_right_and_a_falling_loss_runs_down(self, parse, read_points):
        training = parse(learning_curves_svg(HISTORY)).all("polyline")[0]
        points = read_points(training)
        xs, ys = zip(*points, strict=True)
        assert list(xs) == sorted(xs)
        assert list(ys) == sorted(ys)  # pixels count downward
        np.testing.assert_allclose(np.diff(xs), xs[1] - xs[0], atol=0.11)

    def test_heights_are_proportional_to_values(self, parse, read_points):
        training = parse(learning_curves_svg(HISTORY)).all("polyline")[0]
        ys = [y for _, y in read_points(training)]
        np.testing.assert_allclose(
            (ys[1] - ys[0]) / (ys[3] - ys[0]), (1.0 - 2.0) / (0.25 - 2.0), atol=0.01
        )

    def test_log_axis_makes_halving_a_straight_line(self, parse, read_points):
        drawing = parse(learning_curves_svg(HISTORY, log_y=True))
        ys = [y for _, y in read_points(drawing.all("polyline")[0])]
        np.testing.assert_allclose(np.diff(ys), ys[1] - ys[0], atol=0.11)
        assert "log scale" in drawing.texts()

    def test_labels_stand_at_the_ends_with_values(self, parse):
        labels = parse(learning_curves_svg(HISTORY)).inside("kit-labels")
        assert labels.texts() == ["training", "0.250", "validation", "0.950"]

    @pytest.mark.parametrize("gap", [0.0, 0.001, 0.3])
    def test_labels_never_overlap(self, parse, gap):
        history = {"loss": [1.0, 0.5], "val_loss": [1.0, 0.5 + gap]}
        labels = parse(learning_curves_svg(history)).inside("kit-labels").all("text")
        first, second = float(labels[0].get("y")), float(labels[2].get("y"))
        assert abs(first - second) >= 29

    def test_planned_epochs_fix_the_axis(self, parse):
        early = parse(learning_curves_svg({"loss": [2.0]}, total_epochs=10))
        assert "10" in early.texts()
        end = float(early.all("circle")[0].get("cx"))
        assert end < early.size[0] / 4

    def test_height_never_changes(self, parse):
        nothing = learning_curves_svg({}, height=200)
        assert (
            parse(nothing).size == parse(learning_curves_svg(HISTORY, height=200)).size
        )

    def test_points_within_an_epoch(self, parse, read_points):
        history = {"loss": [(i / 50, 2 - i / 100) for i in range(1, 151)]}
        drawing = parse(learning_curves_svg(history, total_epochs=10))
        assert len(read_points(drawing.all("polyline")[0])) == 150
        assert len(drawing.all("circle")) == 3  # one at each whole epoch
        assert "0" in drawing.texts()

    def test_long_curves_are_thinned_but_keep_a_spike(self, parse, read_points):
        values = [1.0] * 5000
        values[1234] = 9.0
        points = read_points(
            parse(learning_curves_svg({"loss": values})).all("polyline")[0]
        )
        assert len(points) <= 400
        ys = [y for _, y in points]
        assert min(ys) < max(ys) - 100

    def test_description_is_spoken(self, parse):
        root = parse(learning_curves_svg(HISTORY, total_epochs=10)).root
        assert root.get("aria-label").endswith(
            "Epoch 4 of 10: loss 0.25, validation loss 0.95."
        )

    def test_dots_tell_their_values(self, parse):
        dot = parse(learning_curves_svg(HISTORY)).all("circle")[1]
        assert dot[0].text == "Epoch 2: training loss 1.000"


class TestUnusualHistories:
    def test_empty_chart_invites(self, parse):
        drawing = parse(learning_curves_svg({}, empty_text="Press <Start>"))
        assert "Press <Start>" in drawing.texts()
        assert not drawing.all("polyline")

    def test_one_point(self, parse):
        drawing = parse(learning_curves_svg({"loss": [0.7]}))
        assert len(drawing.all("circle")) == 1
        assert not drawing.all("polyline")

    def test_gap_splits_the_line_and_is_marked(self, parse, read_points):
        nan = float("nan")
        drawing = parse(learning_curves_svg({"loss": [3.0, 2.0, nan, 1.0, 0.5]}))
        assert [len(read_points(line)) for line in drawing.all("polyline")] == [2, 2]
        (cross,) = drawing.all("path", "kit-broken")
        assert cross[0].text.startswith("Epoch 3: the training value is no number")

    def test_all_nan(self, parse):
        drawing = parse(learning_curves_svg({"loss": [float("nan")] * 3}))
        assert "NaN" in drawing.texts()
        assert not drawing.all("circle")

    def test_no_coordinate_is_nan(self):
        nan, inf = float("nan"), float("inf")
        for log_y in (False, True):
            history = {"loss": [nan, 1.0, inf, -1.0, 0.0], "val_loss": [None] * 5}
            markup = learning_curves_svg(history, log_y=log_y, style=False)
            assert '="nan' not in markup and "nan," not in markup
            assert "inf" not in markup

    def test_zero_on_a_log_axis_keeps_its_value(self, parse):
        drawing = parse(learning_curves_svg({"loss": [1.0, 0.1, 0.0]}, log_y=True))
        assert drawing.inside("kit-labels").texts() == ["training", "0"]
        assert not drawing.all("path", "kit-broken")

    def test_numbers_too_large_for_an_axis_are_gaps(self, parse):
        drawing = parse(learning_curves_svg({"loss": [1.0, 1e308, -1e308]}))
        assert len(drawing.all("circle")) == 1

    def test_constant_curve(self, parse):
        parse(learning_curves_svg({"loss": [0.0, 0.0]}))
        parse(learning_curves_svg({"loss": [1.0, 1.0]}, log_y=True))

    def test_names_are_escaped(self, parse):
        name = "<script>alert(1)</script>"
        markup = learning_curves_svg({name: [1.0, 2.0]}, name)
        assert "<script" not in markup
        assert parse(markup).texts("kit-title") == ["<script>alert(1)</script>"]


class TestEarlierRuns:
    def test_drawn_faintly_behind(self, parse):
        drawing = parse(
            learning_curves_svg({"loss": [1.0, 0.5]}, previous=[HISTORY] * 2)
        )
        assert len(drawing.inside("kit-earlier").all("polyline")) == 4
        assert "faint: earlier runs" in drawing.texts()
        order = [element.get("class") for element in drawing.root]
        assert order.index("kit-earlier") < order.index("kit-training")

    @pytest.mark.parametrize("log_y", [False, True])
    def test_a_diverged_run_does_not_squash_the_current_one(
        self, parse, read_points, log_y
    ):
        diverged = {"loss": [1.0, 1e9]}
        history = {"loss": [1.0, 0.5, 0.25]}
        markup = learning_curves_svg(history, previous=[diverged], log_y=log_y)
        line = parse(markup).inside("kit-training").all("polyline")[0]
        ys = [y for _, y in read_points(line)]
        assert max(ys) - min(ys) > 20

    def test_alone_while_the_new_run_has_no_point(self, parse):
        drawing = parse(learning_curves_svg({}, previous=[HISTORY]))
        assert drawing.inside("kit-earlier").all("polyline")


class TestPair:
    def test_loss_and_first_metric(self, parse):
        drawing = parse(learning_curves_pair(HISTORY))
        assert drawing.texts("kit-title") == ["loss", "accuracy"]
        assert len(drawing.all("style")) == 1

    def test_places_are_kept_before_the_start(self, parse):
        drawing = parse(learning_curves_pair({}, ("loss", "accuracy"), total_epochs=3))
        assert len(drawing.all("svg")) == 2

    def test_log_only_for_the_loss(self, parse):
        texts = parse(learning_curves_pair(HISTORY, log_loss=True)).texts()
        assert texts.count("log scale") == 1

    def test_description_reads_both(self):
        sentence = learning_curves_pair(HISTORY).description
        assert "validation loss 0.95" in sentence and "accuracy 0.9" in sentence


class TestFigure:
    def test_lines_hold_the_history(self):
        figure = history_figure(HISTORY)
        lines = [line for panel in figure.axes for line in panel.lines]
        expected = ["loss", "val_loss", "accuracy", "val_accuracy"]
        for line, name in zip(lines, expected, strict=True):
            np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3, 4])
            np.testing.assert_array_equal(line.get_ydata(), HISTORY[name])
            assert line.get_linestyle() == ("--" if "val_" in name else "-")

    def test_one_panel_per_metric_and_one_for_all_losses(self):
        history = {name: [1.0, 2.0] for name in ("loss", "a_loss", "mae", "a_mse")}
        titles = [panel.get_title() for panel in history_figure(history).axes]
        assert titles == ["losses", "mae", "a mse", ""][: len(titles)]

    def test_epochs_are_whole_numbers(self):
        panel = history_figure({"loss": [3.0, 2.0, 1.0]}).axes[0]
        ticks = [tick for tick in panel.get_xticks() if 1 <= tick <= 3]
        assert ticks == [1, 2, 3]

    def test_learning_rate_is_logarithmic(self):
        figure = history_figure({"loss": [1.0, 2.0], "learning_rate": [0.1, 0.01]})
        assert figure.axes[1].get_yscale() == "log"
        assert figure._repr_png_()  # the ticks can be drawn

    def test_takes_the_history_object(self):
        class History:
            history = HISTORY

        assert len(history_figure(History()).axes) == 2

    def test_gaps_stay_gaps(self):
        (line,) = history_figure({"loss": [1.0, None, 2.0]}).axes[0].lines
        assert np.isnan(line.get_ydata()).tolist() == [False, True, False]

    @pytest.mark.parametrize("history", [{}, {"loss": []}])
    def test_nothing_to_plot(self, history):
        with pytest.raises(ValueError, match="no history to plot"):
            history_figure(history)
