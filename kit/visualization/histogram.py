"""Histograms of weights, activations and gradients.

Stands on `svg` and `scale`; the inspector shows one per layer.
"""

import numpy as np

from kit.texts.language import translate
from kit.visualization.scale import Axis, format_number, nice_ticks, tick_labels
from kit.visualization.svg import (
    Picture,
    element,
    hover,
    line,
    picture,
    rectangle,
    shorten,
    text,
)

_TOP, _BOTTOM, _SIDE = 50, 28, 22


def histogram_svg(
    values,
    *,
    bins: int = 40,
    width: int = 380,
    height: int = 180,
    title: str = "Weights",
    style: bool = True,
) -> Picture:
    """Draw how often each size of number occurs.

    Values below zero are orange and values above are blue, as in `diverging_map_svg`;
    numbers that are exactly zero and numbers that are NaN are counted in words.

    Args:
        values: Array of any shape.
        bins: The number of bars.
        width: Width in pixels.
        height: Height in pixels.
        title: The heading.
        style: Whether to include the style sheet; see `svg.picture`.

    >>> histogram_svg([-1.0, 0.0, 1.0, 2.0]).description
    '4 values, mean 0.500, spread 1.118, 25 % exactly zero.'
    """
    numbers = np.asarray(values, dtype=float).ravel()
    finite = numbers[np.isfinite(numbers)]
    summary = _summary(numbers, finite)
    words = translate("Histogram: {title}", title=title)
    body = [
        text(2, 17, shorten(title, 50), class_="kit-title"),
        text(2, 35, summary.removesuffix("."), class_="kit-muted"),
    ]
    bottom = height - _BOTTOM
    if finite.size:
        counts, edges = np.histogram(finite, bins, _range(finite))
        low, high = float(edges[0]), float(edges[-1])
        ticks = [tick for tick in nice_ticks(low, high, 5) if low <= tick <= high]
        axis = Axis(low, high, _SIDE, width - _SIDE)
        body.append(_bars(counts, edges, axis, bottom))
        body.append(_tick_marks(ticks, axis, bottom))
    body.append(line(_SIDE, bottom, width - _SIDE, bottom, stroke="var(--kit-muted)"))
    return picture(width, height, body, words, summary, style)


def _range(finite: np.ndarray) -> tuple[float, float]:
    low, high = float(finite.min()), float(finite.max())
    size = max(abs(low), abs(high))
    if high - low <= 1e-9 * size:  # too narrow to be cut into bars
        margin = 0.1 * size or 0.5
        return low - margin, high + margin
    return low, high


def _bars(counts, edges, axis: Axis, bottom: float) -> str:
    lefts, rights = axis(edges[:-1]).tolist(), axis(edges[1:]).tolist()
    heights = (counts / counts.max() * (bottom - _TOP)).tolist()
    parts = []
    for i, count in enumerate(counts.tolist()):
        if not count:
            continue
        low, high = format_number(edges[i]), format_number(edges[i + 1])
        center = (edges[i] + edges[i + 1]) / 2
        parts.append(
            rectangle(
                lefts[i] + 0.5,
                bottom - heights[i],
                max(1.0, rights[i] - lefts[i] - 1),
                heights[i],
                hover(_in_bar(count, low, high)),
                fill="var(--kit-validation)" if center < 0 else "var(--kit-training)",
            )
        )
    return element("g", *parts, class_="kit-bars")


def _tick_marks(ticks, axis: Axis, bottom: float) -> str:
    parts = []
    for x, label in zip(axis(ticks).tolist(), tick_labels(ticks), strict=True):
        parts.append(line(x, bottom, x, bottom + 4, stroke="var(--kit-muted)"))
        parts.append(text(x, bottom + 18, label, class_="kit-muted"))
    return element("g", *parts, text_anchor="middle")


def _in_bar(count: int, low: str, high: str) -> str:
    return translate(
        "{count:,} values from {low} to {high}", count=count, low=low, high=high
    )


def _summary(numbers: np.ndarray, finite: np.ndarray) -> str:
    if not numbers.size:
        return translate("No values.")
    one = translate("1 value")
    more = translate("{count:,} values", count=numbers.size)
    parts = [one if numbers.size == 1 else more]
    if finite.size:
        mean, spread = format_number(finite.mean()), format_number(finite.std())
        parts.append(translate("mean {value}", value=mean))
        parts.append(translate("spread {value}", value=spread))
        zeros = float((finite == 0).mean())
        if zeros > 0.005:
            parts.append(translate("{share:.0f} % exactly zero", share=100 * zeros))
    broken = numbers.size - finite.size
    if broken:
        parts.append(translate("{count:,} not a number (NaN)", count=broken))
    return ", ".join(parts) + "."
