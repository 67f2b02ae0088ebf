import re

import pytest

from kit.visualization.variants import cloud_svg, race_svg, rates_svg

RUNS = [{"loss": [4.0, 2.0]}, {"loss": [3.0, 1.0]}, {"loss": [5.0, 1.5]}]
NAN = float("nan")


def test_the_cloud_has_every_run_and_the_median(parse):
    chart = cloud_svg(RUNS, "loss", total_epochs=2)
    drawing = parse(chart)
    assert len(drawing.inside("kit-cloud").all("polyline")) == 3
    assert "1.500" in drawing.texts() and "median" in drawing.texts()
    assert "from 1.000 to 2.000" in chart.description


def test_a_run_that_is_lost_does_not_hide_the_others(parse):
    drawing = parse(cloud_svg([*RUNS, {"loss": [9e9, NAN]}], "loss"))
    assert len(drawing.inside("kit-cloud").all("polyline")) == 4
    heights = [float(t) for t in drawing.texts() if re.fullmatch(r"[\d.]+", t)]
    assert max(heights) < 100
    assert "1.750" in drawing.texts()  # of 1, 1.5, 2 and the one that is lost


def test_labels_of_a_race_never_lie_on_each_other(parse):
    runs = [{"loss": [1.0, 0.5]}] * 6
    labels = [f"racer no {k}" for k in range(6)]
    drawing = parse(race_svg(runs, labels, "loss", total_epochs=2))
    texts = [t for t in drawing.all("text") if (t.text or "").startswith("racer")]
    heights = sorted(float(t.get("y")) for t in texts)
    gaps = [b - a for a, b in zip(heights, heights[1:], strict=False)]
    assert len(texts) == 6 and min(gaps) >= 15.9
    assert all(float(t.get("x")) + 8 * len(t.text) < 440 for t in texts)  # not cut off
    dashes = {g.get("stroke-dasharray") for g in drawing.all("g", "kit-runner")}
    assert len(dashes) == 6


def test_names_are_escaped():
    markup = race_svg([{"loss": [1.0]}], ["<script>"], "loss")
    assert "<script" not in markup


def test_rates_have_a_dot_each_or_a_cross_and_the_chosen_one_a_ring(parse):
    chart = rates_svg(
        [0.01, 0.1, 1.0], [0.5, 0.2, NAN], "loss", current=0.03, chosen=0.1
    )
    drawing = parse(chart)
    assert len(drawing.all("circle")) == 3  # two dots, one of them with a ring
    ring = drawing.all("circle", "kit-ring")[0]
    dots = [float(c.get("cx")) for c in drawing.all("circle") if c is not ring]
    assert float(ring.get("cx")) == dots[1]
    assert len(drawing.all("path", "kit-lost")) == 1
    assert "in use" in drawing.texts()


@pytest.mark.parametrize(
    "chart",
    [cloud_svg([], "loss"), race_svg([{}], ["a"], "loss"), rates_svg([], [], "loss")],
)
def test_nothing_yet_is_only_a_heading(chart):
    assert chart.count("<text") == 1
