"""The plane: frame, axes, points with the shapes of their classes, and a legend.

Stands on `scale` and `svg`; the decision boundary and the points of a data set are
drawn on it.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kit.texts.language import translate
from kit.visualization.scale import Axis, nice_ticks, tick_labels
from kit.visualization.svg import (
    Picture,
    element,
    hover,
    number,
    picture,
    rectangle,
    shorten,
    text,
    text_width,
)
from kit.visualization.theme import CLASS_COLORS

LEFT, TOP, BOTTOM, RIGHT = 42, 34, 26, 10
LEGEND = 22
_FEW = 150  # points that can be pointed at, one by one
# One shape per class: where it starts beside (0, 0), and how it goes on.
_SHAPES = (
    (-4, 0, "a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z"),  # circle
    (-3.6, -3.6, "h7.2v7.2h-7.2z"),  # square
    (0, -4.6, "l4.4,7.8h-8.8z"),  # triangle
    (0, -5, "l5,5l-5,5l-5,-5z"),  # diamond
    (-1.6, -4.6, "h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z"),  # cross
    (0, 4.6, "l4.4,-7.8h-8.8z"),  # triangle, upside down
    (-5, -2.5, "h10v5h-10z"),  # bar
    (-2.5, -5, "h5v10h-5z"),  # upright bar
)


class Plane(NamedTuple):
    """Maps the plane to pixels."""

    x: Axis
    y: Axis


def plane_of(extent: Sequence[float], size: int) -> Plane:
    """Return the map for a square.

    Args:
        extent: Smallest x, largest x, smallest y, largest y.
        size: Width and height in pixels.

    >>> float(plane_of((0, 1, 0, 1), 100).x(0.5)) - LEFT
    50.0
    """
    return Plane(
        Axis(extent[0], extent[1], LEFT, LEFT + size),
        Axis(extent[2], extent[3], TOP + size, TOP),
    )


def extent_of(*arrays: np.ndarray) -> tuple[float, float, float, float]:
    """Return the square that holds all points, with room around them.

    >>> extent_of(np.array([[0.0, 0.0], [1.0, 3.0]]))
    (-1.15, 2.15, -0.15, 3.15)
    """
    points = np.concatenate(arrays)
    low, high = points.min(axis=0), points.max(axis=0)
    half = max(float((high - low).max()) / 2, 1e-6) * 1.1
    x, y = ((low + high) / 2).tolist()
    sides = (x - half, x + half, y - half, y + half)
    return tuple(round(side, 6) for side in sides)  # type: ignore[return-value]


def check_points(points, labels) -> tuple[np.ndarray, np.ndarray]:
    """Return points, `(points, 2)`, and their classes.

    Raises:
        ValueError: If there are not as many labels as points.

    >>> check_points([[0, 1]], [1])[0].shape
    (1, 2)
    """
    places = np.asarray([] if points is None else points, dtype=float).reshape(-1, 2)
    classes = np.asarray([0] * len(places) if labels is None else labels).ravel()
    if len(classes) != len(places):
        raise ValueError(
            f"There are {len(places)} points but {len(classes)} labels.\n"
            "Expected one class number for each point.\n"
            "Cut both at the same place, for example `x[:200]` and `y[:200]`."
        )
    return places, classes.astype(int)


def frame(size: int) -> str:
    """Return the frame of the square."""
    return rectangle(LEFT, TOP, size, size, fill="none", stroke="var(--kit-muted)")


def axes(plane: Plane, extent: Sequence[float]) -> str:
    """Return the numbers below and beside the square."""
    parts = []
    for axis, low, high in ((plane.x, *extent[:2]), (plane.y, *extent[2:])):
        ticks = [tick for tick in nice_ticks(low, high, 4) if low <= tick <= high]
        for pixel, label in zip(axis(ticks).tolist(), tick_labels(ticks), strict=True):
            if axis is plane.x:
                place, anchor = (pixel, plane.y.start + 18), "middle"
            else:
                place, anchor = (LEFT - 8, pixel + 4), "end"
            parts.append(text(*place, label, text_anchor=anchor, class_="kit-muted"))
    return "".join(parts)


def point_marks(places, classes, names: Sequence[str], plane: Plane) -> str:
    """Return all points; many of them are one path for each class."""
    xs, ys = plane.x(places[:, 0]), plane.y(places[:, 1])
    marks = []
    if len(places) > _FEW:
        for index in np.unique(classes).tolist():
            chosen = classes == index
            marks.append(_many(xs[chosen], ys[chosen], index))
    else:
        for x, y, index in zip(xs, ys, classes.tolist(), strict=True):
            name = names[index] if 0 <= index < len(names) else index
            marks.append(
                shape_mark(
                    float(x),
                    float(y),
                    index,
                    hover(translate("class {name}", name=name)),
                )
            )
    return element(
        "g", *marks, stroke="var(--kit-surface)", stroke_width=1, class_="kit-points"
    )


def _many(xs, ys, index: int) -> str:
    dx, dy, rest = _SHAPES[index % len(_SHAPES)]
    starts = zip((xs + dx).tolist(), (ys + dy).tolist(), strict=True)
    path = "".join(f"M{x:.1f},{y:.1f}{rest}" for x, y in starts)
    return element("path", d=path, fill=CLASS_COLORS[index % len(CLASS_COLORS)])


def shape_mark(x: float, y: float, index: int, *children: str) -> str:
    """Return the shape of a class at a place, in its colour.

    >>> shape_mark(1, 2, 0)[:5]
    '<path'
    """
    dx, dy, rest = _SHAPES[index % len(_SHAPES)]
    return element(
        "path",
        *children,
        d=f"M{dx},{dy}{rest}",
        fill=CLASS_COLORS[index % len(CLASS_COLORS)],
        transform=f"translate({number(x)} {number(y)})",
    )


def legend(names: Sequence[str], y: float, size: int, note: str = "") -> str:
    """Return the shapes with the names of their classes, and a note on the right."""
    parts, x = [], LEFT + 6.0
    for index, name in enumerate(names):
        label = shorten(name, 16)
        parts.append(shape_mark(x, y - 4, index))
        parts.append(text(x + 10, y, label, class_="kit-muted"))
        x += text_width(label) + 34
    if note and x + text_width(note) < LEFT + size:
        parts.append(text(LEFT + size, y, note, text_anchor="end", class_="kit-muted"))
    return element("g", *parts, class_="kit-legend")


def points_svg(
    points,
    labels=None,
    *,
    extent: Sequence[float] | None = None,
    class_names: Sequence[str] | None = None,
    size: int = 300,
    title: str = "Points",
    style: bool = True,
) -> Picture:
    """Draw points in the plane, each with the colour and shape of its class.

    Args:
        points: Array of shape `(points, 2)`.
        labels: The class of each point, counted from 0.
        extent: Smallest x, largest x, smallest y, largest y; by default all points.
        class_names: The names of the classes; by default their numbers.
        size: Width and height of the plane in pixels.
        title: The heading.
        style: Whether to include the style sheet; see `svg.picture`.

    Raises:
        ValueError: If there are not as many labels as points.

    >>> points_svg([[0.0, 0.0], [1.0, 1.0]], [0, 1]).description
    '2 points in 2 classes.'
    """
    places, classes = check_points(points, labels)
    if extent is None:
        extent = extent_of(places) if len(places) else (-1.0, 1.0, -1.0, 1.0)
    count = int(classes.max()) + 1 if len(classes) else 1
    names = [str(n) for n in (range(count) if class_names is None else class_names)]
    plane = plane_of(extent, size)
    body = [
        text(LEFT, 20, title, class_="kit-title"),
        frame(size),
        axes(plane, extent),
        point_marks(places, classes, names, plane),
        legend(names, TOP + size + BOTTOM + 14, size),
    ]
    description = translate(
        "{count} points in {classes} classes.", count=len(places), classes=len(names)
    )
    width, height = LEFT + size + RIGHT, TOP + size + BOTTOM + LEGEND
    return picture(width, height, body, title, description, style)
