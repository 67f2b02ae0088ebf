"""What a learning curve says under the mouse, as a table, and where it was changed."""

import re

from kit.visualization.chart import read_curves
from kit.visualization.curves import learning_curves_svg, learning_curves_table
from kit.visualization.readout import reading_places

HISTORY = {
    "loss": [(0.5, 2.0), (1, 1.5), (1.5, 1.2), (2, 1.0), (3, 0.75), (4, 0.5)],
    "val_loss": [(1, 1.25), (2, 1.125), (3, 0.875), (4, 0.625)],
}


def test_every_epoch_can_be_read(parse):
    drawing = parse(learning_curves_svg(HISTORY, readings=40)).inside("kit-read")
    assert [words for words in drawing.texts()] == [
        "epoch 1 · training 1.500 · validation 1.250",
        "epoch 2 · training 1.000 · validation 1.125",
        "epoch 3 · training 0.750 · validation 0.875",
        "epoch 4 · training 0.500 · validation 0.625",
    ]
    assert len(drawing.all("circle")) == 8


def test_stripes_lie_side_by_side(parse):
    drawing = parse(learning_curves_svg(HISTORY, readings=40)).inside("kit-read")
    stripes = [(float(r.get("x")), float(r.get("width"))) for r in drawing.all("rect")]
    for (left, width), (following, _) in zip(stripes, stripes[1:], strict=False):
        assert abs(left + width - following) < 0.02


def test_no_more_places_than_wished_and_the_last_among_them():
    curves = read_curves({"loss": [1.0] * 500}, "loss", False)
    places = reading_places(curves, 20)
    assert len(places) == 20 and places[-1] == 500


def test_within_the_first_epoch_there_are_places_too():
    curves = read_curves({"loss": [(0.25, 2.0), (0.5, 1.5)]}, "loss", False)
    assert reading_places(curves, 20) == [0.25, 0.5]


def test_a_change_is_a_dotted_line_with_its_words(parse):
    changes = [(2.0, "0.01", "learning rate 0.001 → 0.01")]
    markup = learning_curves_svg(HISTORY, changes=changes)
    drawing = parse(markup).inside("kit-changes")
    assert drawing.texts() == ["0.01"]
    assert "<title>epoch 2: learning rate 0.001 → 0.01</title>" in markup


def test_words_of_near_changes_are_left_out(parse):
    changes = [(2 + i / 1000, "0.01", "rate") for i in range(30)]
    drawing = parse(learning_curves_svg(HISTORY, changes=changes))
    assert len(drawing.inside("kit-changes").texts()) == 1
    assert len(drawing.inside("kit-changes").all("line")) == 12


def test_earlier_runs_carry_their_names_apart(parse):
    earlier = {f"run {n}": {"loss": [2.0, 1.0, 0.75, 0.5]} for n in range(1, 6)}
    drawing = parse(learning_curves_svg(HISTORY, previous=earlier))
    labels = drawing.inside("kit-labels").all("text")
    heights = sorted(float(label.get("y")) for label in labels)
    names = {label.text for label in labels}
    assert {f"run {n}" for n in range(1, 6)} < names
    assert all(b - a >= 13.9 for a, b in zip(heights, heights[1:], strict=False))
    assert heights[-1] < 240


def test_the_table_has_the_same_numbers():
    table = learning_curves_table(HISTORY | {"accuracy": [(4, 0.875)]})
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table)
    assert rows[1] == ("2", "<td>1.000</td><td>1.125</td><td></td>")
    assert rows[-1] == ("4", "<td>0.500</td><td>0.625</td><td>0.875</td>")
    assert learning_curves_table({}) == ""
