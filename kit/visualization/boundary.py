"""The decision boundary of a network on points in the plane.

Stands on `plane`, `png` and `svg`; colours show how sure the network is, shapes and
colours show the true classes.
"""

from collections.abc import Sequence

import numpy as np

from kit.texts.language import translate
from kit.visualization.plane import (
    BOTTOM,
    LEFT,
    LEGEND,
    RIGHT,
    TOP,
    Plane,
    axes,
    check_points,
    frame,
    legend,
    plane_of,
    point_marks,
)
from kit.visualization.png import png_data_uri
from kit.visualization.svg import Picture, element, picture, text
from kit.visualization.theme import CLASS_COLORS


def decision_boundary_svg(
    probabilities,
    points=None,
    labels: Sequence[int] | None = None,
    *,
    extent: tuple[float, float, float, float] = (-1.0, 1.0, -1.0, 1.0),
    class_names: Sequence[str] | None = None,
    size: int = 360,
    title: str = "Decision boundary",
    note: str = "fainter: less sure",
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
        note: What the strength of the colour means.
        style: Whether to include the style sheet; see `svg.picture`.

    Raises:
        ValueError: If the shapes do not fit.

    >>> grid = np.linspace(0, 1, 5)[None].repeat(5, axis=0)
    >>> chart = decision_boundary_svg(grid, [[-0.5, 0.0], [0.5, 0.0]], [0, 1])
    >>> chart.description
    'The network decides between 2 classes; 2 points.'
    """
    chances = _class_probabilities(probabilities)
    places, classes = check_points(points, labels)
    count = chances.shape[2]
    names = [str(n) for n in (range(count) if class_names is None else class_names)]
    plane = plane_of(extent, size)
    body = [
        text(LEFT, 20, title, class_="kit-title"),
        _background(chances, size),
        _contour(chances, plane, extent),
        frame(size),
        axes(plane, extent),
        point_marks(places, classes, names, plane),
        legend(names, TOP + size + BOTTOM + 14, size, note),
    ]
    description = translate("The network decides between {count} classes", count=count)
    points_words = translate("{count} points", count=len(places))
    description += f"; {points_words}." if len(places) else "."
    width, height = LEFT + size + RIGHT, TOP + size + BOTTOM + LEGEND
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
    return element("svg", image, x=LEFT, y=TOP, width=size, height=size)


def _contour(chances: np.ndarray, plane: Plane, extent) -> str:
    """Return the lines on which the two likeliest classes are equally likely."""
    rows, columns, count = chances.shape
    wide, high = extent[1] - extent[0], extent[3] - extent[2]
    parts = []
    for index in range(1 if count == 2 else 0, count):
        others = np.delete(chances, index, axis=2).max(axis=2)
        pieces = _crossings(chances[..., index] - others)
        xs = plane.x(extent[0] + pieces[..., 0] / (columns - 1) * wide)
        ys = plane.y(extent[2] + pieces[..., 1] / (rows - 1) * high)
        ends = np.stack([xs, ys], axis=-1).reshape(-1, 4).tolist()
        parts += [f"M{a:.1f},{b:.1f}L{c:.1f},{d:.1f}" for a, b, c, d in ends]
    return element(
        "path",
        d="".join(parts) or "M0,0",
        stroke="var(--kit-text)",
        stroke_width=1.5,
        fill="none",
        class_="kit-contour",
    )


def _crossings(field: np.ndarray) -> np.ndarray:
    """Return line pieces along which a field is zero, `(pieces, 2 ends, x and y)`.

    In each cell of the grid, the zeros on its four sides are found by linear
    interpolation and joined (marching squares); x counts columns, y rows.
    """
    corners = [field[:-1, :-1], field[:-1, 1:], field[1:, 1:], field[1:, :-1]]
    mixed = np.sum([corner > 0 for corner in corners], axis=0) % 4 != 0
    rows, columns = np.nonzero(mixed)
    values = np.stack([corner[mixed] for corner in corners], axis=1)  # (cells, 4)
    others = np.roll(values, -1, axis=1)
    changes = (values > 0) != (others > 0)
    share = np.where(changes, values / np.where(changes, values - others, 1), 0)
    x = columns[:, None] + [0, 1, 1, 0] + share * [1, 0, -1, 0]
    y = rows[:, None] + [0, 0, 1, 1] + share * [0, 1, 0, -1]
    # A cell has two zeros or four, so they are joined in pairs, cell after cell.
    return np.stack([x[changes], y[changes]], axis=-1).reshape(-1, 2, 2)
