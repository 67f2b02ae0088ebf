import numpy as np
import pytest

from kit.visualization.maps import (
    diverging_map_svg,
    diverging_pixels,
    feature_maps_svg,
    map_grid_svg,
)


def test_sign_is_the_colour_and_size_the_opacity():
    pixels = diverging_pixels([[-2.0, -1.0, 0.0, 1.0, 2.0, 9.0]], 2.0)[0]
    assert pixels[:, 3].tolist() == [255, 128, 0, 128, 255, 255]
    red, blue = pixels[:, 0].astype(int), pixels[:, 2].astype(int)
    assert (red[:2] > blue[:2]).all() and (blue[2:] > red[2:]).all()


def test_nan_is_gray_and_infinity_is_full():
    pixels = diverging_pixels([[np.nan, np.inf, -np.inf]], 1.0)[0].tolist()
    assert pixels[0] == [128, 128, 128, 255]
    assert pixels[1][3] == pixels[2][3] == 255
    assert pixels[1][:3] != pixels[2][:3]


def test_legend_shows_the_scale(parse):
    texts = parse(map_grid_svg([[[-0.5, 0.25]]])).texts()
    assert texts[1:] == ["−0.500", "0.500", "0"]
    assert parse(map_grid_svg([[[0.0, 0.25]]])).texts()[1:] == ["0", "0.250"]
    assert "2.000" in parse(map_grid_svg([[[0.0, 0.25]]], limit=2.0)).texts()


def test_captions_and_ranges(parse):
    drawing = parse(map_grid_svg(np.ones((2, 3, 3)), ["<a>", "b"]))
    assert {"<a>", "b"} <= set(drawing.texts())
    words = [tile[0].text for tile in drawing.all("g", "kit-tile")]
    assert words[0] == "<a>: values from 1.000 to 1.000"


def test_feature_maps_take_the_last_axis(parse):
    activations = np.random.default_rng(0).normal(size=(5, 6, 70))
    drawing = parse(feature_maps_svg(activations, most=16))
    assert len(drawing.all("g", "kit-tile")) == 16
    assert "first 16 of 70" in drawing.texts("kit-title")[0]


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_nothing_to_see_is_no_error(parse, value):
    parse(diverging_map_svg(np.full((3, 3), value)))


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match="not a list of maps"):
        map_grid_svg(np.ones((784, 64)))
