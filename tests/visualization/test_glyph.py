import pytest

from kit.visualization.glyph import glyph_size, layer_glyph


@pytest.mark.parametrize("units", [1, 3, 12])
def test_few_units_are_drawn_one_by_one(units):
    assert layer_glyph((None, units), 0, 0).count("<circle") == units


def test_size_grows_with_the_layer_but_stays_small():
    heights = [glyph_size((None, units))[1] for units in (16, 64, 784, 10**9)]
    assert heights == sorted(heights)
    assert heights[-1] <= 130
    sides = [glyph_size((None, side, side, 8))[0] for side in (4, 28, 224, 10**6)]
    assert sides == sorted(sides)
    assert sides[-1] <= 130


def test_more_channels_are_more_sheets():
    sheets = [
        layer_glyph((None, 8, 8, c), 0, 0).count("<rect") for c in (1, 3, 16, 512)
    ]
    assert sheets[0] == 1
    assert sheets == sorted(set(sheets))


@pytest.mark.parametrize(
    "shape",
    [
        None,
        (),
        (None,),
        (None, None),
        (None, None, 3),
        (None, 5, 5),
        [(None, 2), (None, 3)],
    ]
    + [{"a": (None, 4)}, (None, 2, 3, 4, 5)],
)
def test_any_shape_has_a_glyph(shape):
    width, height = glyph_size(shape)
    assert 0 < width <= 140 and 0 < height <= 140
    assert layer_glyph(shape, 10, 10).startswith("<g")
