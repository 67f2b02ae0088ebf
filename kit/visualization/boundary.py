"""The decision boundary of a network on points in the plane.

Stands on `png`, `scale` and `svg`; colours show how sure the network is, shapes and
colours show the true classes.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kit.visualization.png import png_data_uri
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

_LEFT, _TOP, _BOTTOM, _RIGHT = 42, 34, 26, 10
_LEGEND = 22
# One shape per class, as a path around (0, 0).
_SHAPES = (
    "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",  # circle
    "M-3.6,-3.6h7.2v7.2h-7.2z",  # square
    "M0,-4.6l4.4,7.8h-8.8z",  # triangle
    "M0,-5l5,5l-5,5l-5,-5z",  # diamond
    "M-1.6,-4.6h3.2v3h3v3.2h-3v3h-3.2v-3h-3v-3.2h3z",  # cross
    "M0,4.6l4.4,-7.8h-8.8z",  # triangle, upside down
    "M-5,-2.5h10v5h-10z",  # bar
    "M-2.5,-5h5v10h-5z",  # upright bar
)


class _Plane(NamedTuple):
    """Maps the plane to pixels."""

    x: Axis
    y: Axis


def decision_boundary_svg(
    probabilities,
    points=None,
    labels: Sequence[int] | None = None,
    *,
    extent: tuple[float, float, float, float] = (-1.0, 1.0, -1.0, 1.0),
    class_names: Sequence[str] | None = None,
    size: int = 360,
    title: str = "Decision boundary",
    style: bool = True,
) -> Picture:
    """Draw which class a network predicts at every place of the plane.

    The colour is the predicted class, its strength how sure the network is, and the
    line is where it changes its mind. A point has the colour and shape of its class.

    Args:
        probabilities: Array of shape `(rows, columns)` with the probability of class
            1, or `(rows, columns, classes)`. The first row is the smallest y.
        points: Array of shape `(points, 2)`.
        labels: The class of each point, counted from 0.
        extent: Smallest x, largest x, smallest y, largest y of the grid.
        class_names: The names of the classes; by default their numbers.
        size: Width and height of the plane in pixels.
        title: The heading.
        style: Whether to include the style sheet; see `svg.picture`.

    Raises:
        ValueError: If the shapes do not fit.

    >>> grid = np.linspace(0, 1, 5)[None].repeat(5, axis=0)
    >>> chart = decision_boundary_svg(grid, [[-0.5, 0.0], [0.5, 0.0]], [0, 1])
    >>> chart.description
    'The network decides between 2 classes; 2 points.'
    """
    chances = _class_probabilities(probabilities)
    places, classes = _check_points(points, labels)
    count = chances.shape[2]
    names = [str(n) for n in (range(count) if class_names is None else class_names)]
    plane = _Plane(
        Axis(extent[0], extent[1], _LEFT, _LEFT + size),
        Axis(extent[2], extent[3], _TOP + size, _TOP),
    )
    body = [
        text(_LEFT, 20, title, class_="kit-title"),
        _background(chances, size),
        _contour(chances, plane, extent),
        rectangle(_LEFT, _TOP, size, size, fill="none", stroke="var(--kit-muted)"),
        _axes(plane, extent),
        _points(places, classes, names, plane),
        _legend(names, _TOP + size + _BOTTOM + 14, size),
    ]
    description = f"The network decides between {count} classes"
    description += f"; {len(places)} points." if len(places) else "."
    width, height = _LEFT + size + _RIGHT, _TOP + size + _BOTTOM + _LEGEND
    return picture(width, height, body, title, description, style)


def _class_probabilities(probabilities) -> np.ndarray:
    """Return probabilities of shape (rows, columns, classes)."""
    chances = np.nan_to_num(np.asarray(probabilities, dtype=float))
    if chances.ndim == 3 and chances.shape[2] == 1:
        chances = chances[..., 0]
    if chances.ndim == 2:
        chances = np.stack([1 - chances, chances], axis=-1)
    if chances.ndim != 3 or min(chances.shape[:2]) < 2:
        raise ValueError(
            f"Probabilities of shape {np.shape(probabilities)} are no grid.\n"
            "Expected (rows, columns) or (rows, columns, classes), 2 rows or more.\n"
            "Predict on a grid of points, then `.reshape(rows, columns, -1)`."
        )
    return chances


def _check_points(points, labels) -> tuple[np.ndarray, np.ndarray]:
    places = np.asarray([] if points is None else points, dtype=float).reshape(-1, 2)
    classes = np.asarray([0] * len(places) if labels is None else labels).ravel()
    if len(classes) != len(places):
        raise ValueError(
            f"There are {len(places)} points but {len(classes)} labels.\n"
            "Expected one class number for each point.\n"
            "Cut both at the same place, for example `x[:200]` and `y[:200]`."
        )
    return places, classes.astype(int)


def _rgb(index: int) -> tuple[int, int, int]:
    color = CLASS_COLORS[index % len(CLASS_COLORS)]
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return red, green, blue


def _background(chances: np.ndarray, size: int) -> str:
    """Return the predicted classes as pixels; surer is less transparent."""
    count = chances.shape[2]
    winner = chances.argmax(axis=2)
    sureness = (chances.max(axis=2) * count - 1) / max(1, count - 1)  # 0..1
    pixels = np.empty((*winner.shape, 4), np.uint8)
    pixels[..., :3] = np.array([_rgb(index) for index in range(count)])[winner]
    pixels[..., 3] = np.round(np.clip(0.06 + 0.39 * sureness, 0, 0.45) * 255)
    rows, columns = winner.shape
    # The grid's outer values lie on the frame, so the pixels reach half a step out.
    wide, high = size * columns / (columns - 1), size * rows / (rows - 1)
    image = element(
        "image",
        href=png_data_uri(pixels[::-1]),
        x=(size - wide) / 2,
        y=(size - high) / 2,
        width=wide,
        height=high,
        preserveAspectRatio="none",
    )
    return element("svg", image, x=_LEFT, y=_TOP, width=size, height=size)


def _contour(chances: np.ndarray, plane: _Plane, extent) -> str:
    """Return the lines on which the two likeliest classes are equally likely."""
    rows, columns, count = chances.shape
    xs = np.linspace(extent[0], extent[1], columns)
    ys = np.linspace(extent[2], extent[3], rows)
    parts = []
    for index in range(1 if count == 2 else 0, count):
        others = np.delete(chances, index, axis=2).max(axis=2)
        for start, end in _crossings(chances[..., index] - others):
            (x1, x2), (y1, y2) = (
                plane.x(np.interp([start[0], end[0]], range(columns), xs)),
                plane.y(np.interp([start[1], end[1]], range(rows), ys)),
            )
            parts.append(f"M{number(x1)},{number(y1)}L{number(x2)},{number(y2)}")
    return element(
        "path",
        d="".join(parts) or "M0,0",
        stroke="var(--kit-text)",
        stroke_width=1.5,
        fill="none",
        class_="kit-contour",
    )


def _crossings(field: np.ndarray) -> list:
    """Return line pieces, in (column, row), along which a field is zero.

    In each cell of the grid, the zeros on its four sides are found by linear
    interpolation and joined (marching squares).
    """
    positive = field > 0
    corners = positive[:-1, :-1], positive[:-1, 1:], positive[1:, 1:], positive[1:, :-1]
    mixed = np.sum(corners, axis=0) % 4 != 0
    pieces = []
    for row, column in zip(*np.nonzero(mixed), strict=True):
        around = [
            (column, row),
            (column + 1, row),
            (column + 1, row + 1),
            (column, row + 1),
        ]
        zeros = []
        for (x1, y1), (x2, y2) in zip(around, [*around[1:], around[0]], strict=True):
            a, b = field[y1, x1], field[y2, x2]
            if (a > 0) != (b > 0):
                share = a / (a - b)
                zeros.append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
        pieces += list(zip(zeros[::2], zeros[1::2], strict=True))
    return pieces


def _axes(plane: _Plane, extent) -> str:
    parts = []
    for axis, low, high in ((plane.x, *extent[:2]), (plane.y, *extent[2:])):
        ticks = [tick for tick in nice_ticks(low, high, 4) if low <= tick <= high]
        for pixel, label in zip(axis(ticks).tolist(), tick_labels(ticks), strict=True):
            if axis is plane.x:
                place, anchor = (pixel, plane.y.start + 18), "middle"
            else:
                place, anchor = (_LEFT - 8, pixel + 4), "end"
            parts.append(text(*place, label, text_anchor=anchor, class_="kit-muted"))
    return "".join(parts)


def _points(places, classes, names: list[str], plane: _Plane) -> str:
    xs, ys = plane.x(places[:, 0]).tolist(), plane.y(places[:, 1]).tolist()
    marks = []
    for x, y, index in zip(xs, ys, classes.tolist(), strict=True):
        name = names[index] if 0 <= index < len(names) else index
        marks.append(_mark(x, y, index, hover(f"class {name}")))
    return element("g", *marks, stroke="#fff", stroke_width=1.25, class_="kit-points")


def _mark(x: float, y: float, index: int, *children: str) -> str:
    return element(
        "path",
        *children,
        d=_SHAPES[index % len(_SHAPES)],
        fill=CLASS_COLORS[index % len(CLASS_COLORS)],
        transform=f"translate({number(x)} {number(y)})",
    )


def _legend(names: list[str], y: float, size: int) -> str:
    parts, x = [], _LEFT + 6.0
    for index, name in enumerate(names):
        label = shorten(name, 16)
        parts.append(_mark(x, y - 4, index))
        parts.append(text(x + 10, y, label, class_="kit-muted"))
        x += text_width(label) + 34
    note = "fainter: less sure"
    if x + text_width(note) < _LEFT + size:
        parts.append(text(_LEFT + size, y, note, text_anchor="end", class_="kit-muted"))
    return element("g", *parts, class_="kit-legend")
