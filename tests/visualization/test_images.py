import base64
import io

import numpy as np
import pytest

from kit.visualization.images import digit_grid_svg, image_grid_figure

DIGITS = np.random.default_rng(0).integers(0, 256, (12, 28, 28), dtype=np.uint8)


def test_every_digit_is_there_pixel_by_pixel(parse):
    image = pytest.importorskip("PIL.Image")
    pictures = parse(digit_grid_svg(DIGITS)).all("image")
    assert len(pictures) == 12
    for picture, digit in zip(pictures, DIGITS, strict=True):
        content = base64.b64decode(picture.get("href").partition(",")[2])
        np.testing.assert_array_equal(
            np.asarray(image.open(io.BytesIO(content))), digit
        )


def test_tiles_do_not_overlap_and_stay_inside(parse):
    drawing = parse(digit_grid_svg(DIGITS, columns=5, tile_size=40))
    corners = [(float(i.get("x")), float(i.get("y"))) for i in drawing.all("image")]
    assert len(set(corners)) == 12
    assert len({y for _, y in corners}) == 3
    for i, (x, y) in enumerate(corners):
        assert 0 <= x <= drawing.size[0] - 40 and 0 <= y <= drawing.size[1] - 40
        for other_x, other_y in corners[i + 1 :]:
            assert abs(x - other_x) >= 40 or abs(y - other_y) >= 40


def test_right_and_wrong_differ_by_glyph_and_word(parse):
    drawing = parse(digit_grid_svg(DIGITS[:2], [3, 4], [3, 9]))
    assert drawing.texts()[1:] == ["✓ 3", "✗ 9", "is 4"]
    words = [tile[0].text for tile in drawing.all("g", "kit-tile")]
    assert words == ["predicted 3, right", "predicted 9, but it is 4"]


@pytest.mark.parametrize(
    ("true", "predicted", "texts"),
    [(None, None, []), ([1, 2], None, ["1", "2"]), (None, [5, 6], ["5", "6"])],
)
def test_labels_are_optional(parse, true, predicted, texts):
    assert parse(digit_grid_svg(DIGITS[:2], true, predicted)).texts()[1:] == texts


def test_class_names_are_used_shortened_and_escaped(parse):
    names = ["<script>", "A very long name of a class"]
    markup = digit_grid_svg(DIGITS[:2], [0, 1], class_names=names)
    assert "<script" not in markup
    short = parse(markup).texts()[1:]
    assert short[0] == "<script>"
    assert short[1].startswith("A very long") and short[1].endswith("…")


def test_colour_images_and_a_channel_axis(parse):
    assert (
        len(parse(digit_grid_svg(np.zeros((2, 4, 4, 3), np.uint8))).all("image")) == 2
    )
    assert len(parse(digit_grid_svg(np.zeros((2, 4, 4, 1)))).all("image")) == 2


def test_one_image_is_not_a_batch():
    with pytest.raises(ValueError, match=r"shape \(28, 28\) is not a batch"):
        digit_grid_svg(DIGITS[0])


def test_labels_must_fit():
    with pytest.raises(ValueError, match="12 images but 3 true labels"):
        digit_grid_svg(DIGITS, [1, 2, 3])


def test_figure_shows_the_arrays():
    figure = image_grid_figure(DIGITS, list(range(12)), columns=5)
    shown = [panel for panel in figure.axes if panel.images]
    assert len(shown) == 12
    for panel, digit, title in zip(shown, DIGITS, range(12), strict=True):
        np.testing.assert_array_equal(panel.images[0].get_array(), digit)
        assert panel.get_title() == str(title)
