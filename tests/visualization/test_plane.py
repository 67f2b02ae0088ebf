import re

import numpy as np
import pytest

from kit.visualization.plane import extent_of, plane_of, points_svg


def test_all_points_lie_inside_the_square():
    points = np.array([[-3.0, 1.0], [5.0, 2.0], [0.0, 9.0]])
    low_x, high_x, low_y, high_y = extent = extent_of(points)
    assert low_x < -3 and high_x > 5 and low_y < 1 and high_y > 9
    assert high_x - low_x == pytest.approx(high_y - low_y)
    assert plane_of(extent, 100).x(low_x) < plane_of(extent, 100).x(high_x)


def test_one_point_alone_has_a_square_too():
    assert points_svg([[2.0, 2.0]]).description == "1 points in 1 classes."


def test_many_points_are_one_path_for_each_class_at_the_same_places(parse):
    points = np.random.default_rng(0).random((400, 2))
    labels = np.arange(400) % 2
    few = parse(points_svg(points[:100], labels[:100], extent=(0, 1, 0, 1)))
    many = parse(points_svg(points, labels, extent=(0, 1, 0, 1)))
    single = few.inside("kit-points").all("path")[2]  # of class 0
    x, y = map(float, re.findall(r"[\d.]+", single.get("transform")))
    path = many.inside("kit-points").all("path")[0].get("d")
    starts = np.array(re.findall(r"M([\d.]+),([\d.]+)", path), float)
    assert len(starts) == 200
    assert starts[1] == pytest.approx([x - 4, y], abs=0.06)


def test_labels_of_another_length_are_refused():
    with pytest.raises(ValueError, match="There are 1 points but 2 labels"):
        points_svg([[0, 0]], [0, 1])
