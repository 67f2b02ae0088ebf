"""The brush against geometry: areas of discs and of lines with round ends."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from kit.studio.strokes import ink_of


def area(strokes, brush=22.0):
    return ink_of(strokes, brush).sum() / 255


def test_a_tap_is_a_disc_and_a_line_has_round_ends():
    disc = np.pi * 11**2
    assert area([{"points": [[140, 140]]}]) == pytest.approx(disc, rel=0.01)
    line = area([{"points": [[60, 60], [60, 160], [160, 160]]}])
    corner = (22 * 11) - 11**2 + disc / 4 - disc / 2  # where both lines overlap
    assert line == pytest.approx(2 * 100 * 22 + disc - corner, rel=0.03)


def test_the_way_between_two_points_does_not_matter():
    two = ink_of([{"points": [[50.0, 70.0], [210.0, 150.0]]}])
    many = [[50 + 160 * t, 70 + 80 * t] for t in np.linspace(0, 1, 33)]
    assert np.abs(ink_of([{"points": many}]).astype(int) - two).max() <= 1


def test_it_looks_like_the_line_of_another_library():
    points = [[60, 220], [140, 60], [220, 220]]
    large = Image.new("L", (1120, 1120))
    pen = ImageDraw.Draw(large)
    pen.line([(4 * x, 4 * y) for x, y in points], 255, width=88, joint="curve")
    for x, y in points:
        pen.circle((4 * x, 4 * y), 44, 255)
    expected = np.asarray(large.reduce(4)).astype(float)
    found = ink_of([{"points": points}]).astype(float)
    assert np.abs(found - expected).mean() < 2
    assert np.abs(found - expected).max() < 140  # only at the rim, which is soft


def test_the_eraser_takes_away_only_what_was_drawn_before():
    line, across = [[40, 140], [240, 140]], [[140, 40], [140, 240]]
    erased = ink_of([{"points": line}, {"points": across, "erases": True}])
    assert erased[140, 140] == 0 and erased[140, 60] == 255
    again = ink_of(
        [{"points": line}, {"points": across, "erases": True}, {"points": line}]
    )
    assert np.array_equal(again, ink_of([{"points": line}]))


def test_points_beside_the_paper_are_cut_off():
    assert ink_of([{"points": [[-50, -50], [-40, 300]]}]).sum() == 0
    assert ink_of([{"points": [[-50, 140], [20, 140]]}])[140, 0] == 255


@pytest.mark.parametrize("points", [[], [1, 2], [[1, 2, 3]], [[float("nan"), 0]]])
def test_what_is_no_stroke_is_refused(points):
    with pytest.raises(ValueError, match="pairs"):
        ink_of([{"points": points}])
