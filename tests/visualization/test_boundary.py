import base64
import io
import re

import numpy as np
import pytest

from kit.visualization.boundary import decision_boundary_svg

X, Y = np.meshgrid(np.linspace(-1, 1, 41), np.linspace(-1, 1, 41))
SIZE = 360


def contour(drawing):
    """Return the points of the contour in the plane -1..1, y upward."""
    frame = next(r for r in drawing.all("rect") if float(r.get("width")) == SIZE)
    left, top = float(frame.get("x")), float(frame.get("y"))
    path = drawing.all("path", "kit-contour")[0].get("d")
    pixels = np.array(re.findall(r"([\d.]+),([\d.]+)", path), float)
    return np.stack(
        [
            (pixels[:, 0] - left) / SIZE * 2 - 1,
            1 - (pixels[:, 1] - top) / SIZE * 2,
        ],
        axis=1,
    )


def test_contour_of_a_circle_is_a_circle(parse):
    chances = 1 / (1 + np.exp(-4 * (X**2 + Y**2 - 0.36)))
    points = contour(parse(decision_boundary_svg(chances, size=SIZE)))
    assert len(points) > 40
    np.testing.assert_allclose(np.hypot(*points.T), 0.6, atol=0.01)


def test_contour_of_a_slope_is_the_line_where_it_is_one_half(parse):
    chances = np.clip(0.5 + 0.3 * (Y - 0.25), 0, 1)
    points = contour(parse(decision_boundary_svg(chances, size=SIZE)))
    np.testing.assert_allclose(points[:, 1], 0.25, atol=0.002)


def test_three_classes_meet_where_two_are_equal(parse):
    scores = np.stack([X, Y, -X - Y], axis=-1)
    chances = np.exp(scores) / np.exp(scores).sum(-1, keepdims=True)
    x, y = contour(parse(decision_boundary_svg(chances, size=SIZE))).T
    ordered = np.sort(np.stack([x, y, -x - y]), axis=0)
    np.testing.assert_allclose(ordered[2], ordered[1], atol=0.06)


def test_first_row_is_the_bottom(parse):
    image = pytest.importorskip("PIL.Image")
    chances = np.where(Y > 0, 1.0, 0.0)  # class 1 above
    picture = parse(decision_boundary_svg(chances)).all("image")[0]
    content = base64.b64decode(picture.get("href").partition(",")[2])
    pixels = np.asarray(image.open(io.BytesIO(content))).astype(int)
    assert pixels[0, 0, 0] > pixels[0, 0, 2]  # orange at the top
    assert pixels[-1, 0, 2] > pixels[-1, 0, 0]  # blue at the bottom


def test_points_have_the_place_and_shape_of_their_class(parse):
    places = [[-0.5, 0.5], [0.5, -0.5], [0.0, 0.0]]
    drawing = parse(decision_boundary_svg(X / 2 + 0.5, places, [0, 1, 0]))
    marks = drawing.inside("kit-points").all("path")
    shapes = [mark.get("d") for mark in marks]
    assert shapes[0] == shapes[2] != shapes[1]
    assert marks[0].get("fill") != marks[1].get("fill")
    xs, ys = zip(
        *(map(float, re.findall(r"[\d.]+", mark.get("transform"))) for mark in marks),
        strict=True,
    )
    assert xs[0] < xs[2] < xs[1] and ys[0] < ys[2] < ys[1]
    assert xs[2] - xs[0] == pytest.approx(xs[1] - xs[2])


def test_legend_names_the_classes(parse):
    markup = decision_boundary_svg(X, class_names=["<script>", "b"])
    assert "<script" not in markup
    legend = parse(markup).inside("kit-legend").texts()
    assert legend[:2] == ["<script>", "b"]


def test_one_class_everywhere_has_no_contour(parse):
    drawing = parse(decision_boundary_svg(np.zeros((5, 5))))
    assert drawing.all("path", "kit-contour")[0].get("d") == "M0,0"


def test_a_last_axis_of_one_is_binary():
    assert decision_boundary_svg(X[..., None]) == decision_boundary_svg(X)


def test_nan_draws_without_error(parse):
    parse(decision_boundary_svg(np.full((4, 4), np.nan)))


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="are no grid"):
        decision_boundary_svg(np.zeros(10))
    with pytest.raises(ValueError, match="2 points but 1 labels"):
        decision_boundary_svg(X, [[0, 0], [1, 1]], [0])
