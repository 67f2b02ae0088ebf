"""A tiny curve for a table: its form, without numbers.

Stands beside `curves`, on `scale` and `svg`.
"""

from collections.abc import Sequence

import numpy as np

from kit.texts.language import translate
from kit.visualization.scale import Axis, format_number
from kit.visualization.series import plain_name, read_series
from kit.visualization.svg import Picture, element, picture, points


def sparkline_svg(
    values: Sequence, name: str = "loss", *, width: int = 96, height: int = 28
) -> Picture:
    """Draw one curve in a few pixels, with a dot at its end.

    Args:
        values: Numbers, or `(epoch, value)` pairs.
        name: What it is.
        width: Width in pixels.
        height: Height in pixels.

    >>> sparkline_svg([(1.0, 0.5), (2.0, 0.25)]).description
    'loss from 0.500 to 0.250'
    """
    x, y = read_series(values, name)
    known = np.isfinite(y)
    x, y = x[known], y[known]
    if not len(x):
        return picture(width, height, [], plain_name(name), "", style=False)
    across = Axis(x[0], x[-1] if x[-1] > x[0] else x[0] + 1, 3, width - 5)
    low, high = float(y.min()), float(y.max())
    upward = Axis(low, high if high > low else low + 1, height - 4, 4)
    line = element(
        "polyline",
        points=points(across(x).tolist(), upward(y).tolist()),
        fill="none",
        stroke="var(--kit-training)",
        stroke_width=1.5,
        stroke_linejoin="round",
    )
    end = {"cx": float(across(x[-1])), "cy": float(upward(y[-1])), "r": 2.5}
    dot = element("circle", fill="var(--kit-training)", **end)
    first, last = format_number(float(y[0])), format_number(float(y[-1]))
    words = translate(
        "{name} from {first} to {last}", name=plain_name(name), first=first, last=last
    )
    return picture(width, height, [line, dot], words, words, style=False)
