"""Strokes: what a pen did on the pad, and the ink that it left.

The pad in the browser sends them as lists of points; `ink_of` is the same drawing as
an image, for the network.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

SIDE = 280  # of the pad, in its own units: ten for each pixel of a digit
BRUSH = 22
_EDGE = 2.0  # over which the ink fades: the rim of the brush is soft
_RUBBER = 1.5  # the eraser is wider than the brush, so that no rim stays
_MOST_POINTS = 20_000


def ink_of(strokes: Sequence[dict[str, Any]], brush: float = BRUSH) -> np.ndarray:
    """Draw strokes with a round brush.

    Args:
        strokes: Each is `{"points": [[x, y], ...]}` in the order of drawing, with x to
            the right and y down, both 0 to 280; with `"erases": True` it takes ink
            away.
        brush: The width of the brush.

    Returns:
        uint8, (280, 280), from 0 (paper) to 255 (ink).

    Raises:
        ValueError: If the strokes are not of that form.

    >>> ink = ink_of([{"points": [[100, 140], [180, 140]]}])
    >>> int(ink[140, 140]), int(ink[140, 40]), int((ink[:, 140] > 127).sum())
    (255, 0, 22)
    """
    ink = np.zeros((SIDE, SIDE), np.float32)
    for stroke in strokes:
        points, erases = _checked(stroke), stroke.get("erases", False)
        mark = np.zeros_like(ink)
        for start, end in zip(points, [*points[1:], points[-1]], strict=True):
            _paint(mark, start, end, brush / 2 * (_RUBBER if erases else 1))
        ink = ink * (1 - mark) if erases else np.maximum(ink, mark)
    return np.round(255 * ink).astype(np.uint8)


def _paint(mark: np.ndarray, start, end, radius: float) -> None:
    """Paint the line between two points: ink wherever it is nearer than the radius."""
    (x0, y0), (x1, y1) = start, end
    reach = radius + _EDGE
    left, top = max(0, int(min(x0, x1) - reach)), max(0, int(min(y0, y1) - reach))
    right, bottom = math.ceil(max(x0, x1) + reach), math.ceil(max(y0, y1) + reach)
    place = mark[top : max(bottom, 0), left : max(right, 0)]
    if not place.size:
        return
    x = np.arange(left, left + place.shape[1], dtype=np.float32) + 0.5 - x0
    y = np.arange(top, top + place.shape[0], dtype=np.float32)[:, None] + 0.5 - y0
    along_x, along_y = x1 - x0, y1 - y0
    length = max(along_x**2 + along_y**2, 1e-9)
    # The nearest point of the line, as a share of the way from start to end.
    share = np.clip((x * along_x + y * along_y) / length, 0, 1)
    distance = np.hypot(x - share * along_x, y - share * along_y)
    ink = np.clip((radius - distance) / _EDGE + 0.5, 0, 1)
    np.maximum(place, ink, out=place)


def _checked(stroke: dict[str, Any]) -> list[list[float]]:
    points = np.asarray(stroke["points"], dtype=float)
    is_list = points.ndim == 2 and points.shape[1] == 2 and len(points) > 0
    if is_list and len(points) <= _MOST_POINTS and np.isfinite(points).all():
        return points.tolist()
    raise ValueError(
        f"A stroke has points of shape {points.shape}.\n"
        "Expected a list of [x, y] pairs, each from 0 to 280.\n"
        'Write for example {"points": [[100, 140], [180, 140]]}.'
    )
