"""Draws what a layer hands on: a column of numbers, a stack of images, a table.

Stands below `diagram`; sizes grow with the logarithm, so that 10 and 10,000 numbers
fit on one picture and still differ.
"""

import math
from collections.abc import Mapping

from kit.visualization.svg import element, rectangle

_FEW = 12  # so many numbers are drawn one by one
_DOT = 10.0
_SHEET = 5.0  # how far the next image of a stack is shifted
_INK = {"fill": "var(--kit-surface)", "stroke": "var(--kit-training)"}


def glyph_size(shape) -> tuple[float, float]:
    """Return width and height in pixels of the glyph of an output shape.

    Args:
        shape: Output shape with the batch first, or `None`.

    >>> glyph_size((None, 10))
    (14.0, 104.0)
    """
    sizes = _sizes(shape)
    if len(sizes) == 1:
        units = sizes[0]
        height = units * _DOT + 4 if units <= _FEW else min(130.0, _log(units, 40, 9.5))
        return 14.0, height
    if len(sizes) == 2:
        return _log(sizes[1], 12, 7, 96), _log(sizes[0], 12, 9, 120)
    if len(sizes) >= 3:
        side, shift = _log(max(sizes[:2]), 14, 11, 90), _SHEET * (_sheets(sizes) - 1)
        return side + shift, side + shift
    return 14.0, 14.0


def layer_glyph(shape, x: float, y: float) -> str:
    """Return the glyph of an output shape, its middle at a point.

    >>> layer_glyph((None, 3), 50, 50).count("<circle")
    3
    """
    sizes = _sizes(shape)
    width, height = glyph_size(shape)
    left, top = x - width / 2, y - height / 2
    if len(sizes) >= 3:
        parts = _stack(left, top, width, _sheets(sizes))
    elif len(sizes) == 2:
        parts = _table(left, top, width, height)
    elif sizes and sizes[0] <= _FEW:
        parts = [_circle(x, top + 7 + i * _DOT) for i in range(sizes[0])]
    else:
        parts = [rectangle(left, top, width, height, rx=7)]
        if sizes:
            parts += _many(x, top, height)
    return element("g", *parts, stroke_width=1.5, **_INK)


def _sizes(shape) -> list[int]:
    """Return the sizes without the batch; unknown ones count as 16."""
    if isinstance(shape, Mapping):
        shape = next(iter(shape.values()), None)
    if shape and isinstance(shape[0], (tuple, list)):
        shape = shape[0]
    if shape is None:
        return []
    sizes = [16 if size is None else int(size) for size in shape[1:]] or [1]
    if len(sizes) == 2 and sizes[0] == sizes[1]:
        sizes.append(1)  # a square table is most likely a gray image
    return sizes


def _log(size: int, base: float, step: float, most: float = math.inf) -> float:
    return min(most, base + step * math.log2(max(1, size)))


def _sheets(sizes: list[int]) -> int:
    channels = sizes[-1]
    return min(8, 1 if channels <= 1 else 1 + math.ceil(math.log2(channels)))


def _circle(x: float, y: float, radius: float = 3.75) -> str:
    return element("circle", cx=float(x), cy=float(y), r=radius)


def _many(x: float, top: float, height: float) -> list[str]:
    """Return three circles at each end of a column and three points between."""
    ends = [_circle(x, top + 8 + i * _DOT) for i in range(3)]
    ends += [_circle(x, top + height - 8 - i * _DOT) for i in range(3)]
    middle = top + height / 2
    points = [
        element("circle", cx=float(x), cy=middle + shift, r=0.6)
        for shift in (-4.0, 0.0, 4.0)
    ]
    return ends + points


def _stack(left: float, top: float, width: float, sheets: int) -> list[str]:
    """Return squares from the back (upper right) to the front (lower left)."""
    side = width - _SHEET * (sheets - 1)
    return [
        rectangle(left + _SHEET * i, top + _SHEET * (sheets - 1 - i), side, side, rx=2)
        for i in reversed(range(sheets))
    ]


def _table(left: float, top: float, width: float, height: float) -> list[str]:
    """Return a box with a few rows: steps in time, each with its features."""
    rows = 5
    lines = [
        f"M{left:.1f},{top + height * i / rows:.1f}h{width:.1f}" for i in range(1, rows)
    ]
    return [
        rectangle(left, top, width, height, rx=2),
        element("path", d="".join(lines), stroke_opacity=0.5),
    ]
