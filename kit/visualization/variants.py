"""Many runs in one chart: a cloud with its median, a race, a strip of learning rates.

Stands beside `curves`, on `chart`, `scale` and `svg`.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from kit.texts.language import translate
from kit.visualization.chart import Plot, epoch_marks, plot_area, value_lines
from kit.visualization.plane import shape_mark
from kit.visualization.scale import Axis, format_number, log_tick_labels, nice_ticks
from kit.visualization.series import Series, plain_name, read_series
from kit.visualization.svg import (
    Picture,
    element,
    hover,
    line,
    picture,
    points,
    shorten,
    text,
)
from kit.visualization.theme import CLASS_COLORS

_DASHES = (None, "7 4", "2 3", "9 3 2 3", "12 4", "4 2")
_LABEL = 16.0  # pixels from one label to the next
_LONGEST, _LETTER = 10, 8.5  # of a label: letters, and the pixels of one
_FAR = 3.0  # how many times the usual spread a run may stretch the axis


def cloud_svg(
    histories: Sequence[Mapping],
    metric: str,
    *,
    total_epochs: int = 1,
    width: int = 440,
    height: int = 240,
    style: bool = True,
) -> Picture:
    """Draw runs that differ by chance: all faint, their median strong.

    Args:
        histories: A dictionary of curves for each run.
        metric: The name to draw.
        total_epochs: How many epochs are planned.
        width: Width in pixels.
        height: Height in pixels.
        style: Whether to include the style sheet; see `svg.picture`.

    >>> runs = [{"loss": [3.0, 1.0]}, {"loss": [4.0, 2.0]}, {"loss": [5.0, 6.0]}]
    >>> cloud_svg(runs, "loss", total_epochs=2).description
    '3 runs, loss: median 2.000, from 1.000 to 6.000.'
    """
    curves = [read_series(one.get(metric, ()), metric) for one in histories]
    curves = [curve for curve in curves if len(curve.x)]
    name = plain_name(metric)
    if not curves:
        return _empty(name, width, height, style)
    length = min(len(curve.x) for curve in curves)
    values = np.stack([curve.y[:length] for curve in curves])  # (runs, epochs)
    # A run that is lost (NaN) is worse than all others.
    filled = np.where(np.isfinite(values), values, np.inf)
    middle = Series(curves[0].x[:length], np.median(filled, axis=0))
    plot = plot_area(width, height)
    x = _epochs(length, total_epochs, plot)
    y, ticks = _axis(values, plot)
    largest = np.where(np.isfinite(values), values, -np.inf).max(axis=0)
    band = _band(middle.x, filled.min(axis=0), largest, x, y)
    faint = [_polyline(curve.x, curve.y, x, y) for curve in curves]
    latest = float(middle.y[-1])
    left = float(x(middle.x[-1])) + 9
    body = [
        _title(name),
        value_lines(y, ticks, plot),
        epoch_marks(x, plot),
        _clipped(plot, *_cloud(band, faint, _polyline(middle.x, middle.y, x, y))),
        _median_label(latest, left, _inside(float(y(latest)), plot)),
    ]
    words = translate(
        "{count} runs, {metric}: median {middle}, from {least} to {most}.",
        count=len(curves),
        metric=name,
        middle=format_number(latest),
        least=format_number(float(filled[:, -1].min())),
        most=format_number(float(filled[:, -1].max())),
    )
    return picture(width, height, body, name, words, style)


def _cloud(band: str, faint: list[str], middle: str) -> list[str]:
    """Return the area between all runs, the runs, and their median."""
    thin = {"stroke": "var(--kit-muted)", "stroke_width": 1, "fill": "none"}
    strong = {"stroke": "var(--kit-training)", "stroke_width": 2.25, "fill": "none"}
    return [
        element("path", d=band, fill="var(--kit-training)", opacity=0.13),
        element("g", *faint, opacity=0.6, class_="kit-cloud", **thin),
        element("g", middle, **strong),
    ]


def _median_label(latest: float, left: float, height: float) -> str:
    ink = {"style": "fill:var(--kit-training)"}
    value = format_number(latest)
    return text(left, height - 2, translate("median"), class_="kit-halo", **ink) + text(
        left, height + 12, value, class_="kit-halo kit-bold", **ink
    )


def race_svg(
    histories: Sequence[Mapping],
    labels: Sequence[str],
    metric: str,
    *,
    total_epochs: int = 1,
    width: int = 440,
    height: int = 240,
    style: bool = True,
) -> Picture:
    """Draw runs that differ in something with a name; each has a colour and a dash.

    Args:
        histories: A dictionary of curves for each run.
        labels: Their names, in the same order.
        metric: The name to draw.
        total_epochs: How many epochs are planned.
        width: Width in pixels.
        height: Height in pixels.
        style: Whether to include the style sheet; see `svg.picture`.

    >>> race_svg([{"loss": [3.0]}, {"loss": [2.0]}], ["SGD", "Adam"], "loss").count(
    ...     "kit-runner")
    2
    """
    name = plain_name(metric)
    curves = [read_series(one.get(metric, ()), metric) for one in histories]
    shown = [(k, curve) for k, curve in enumerate(curves) if len(curve.x)]
    if not shown:
        return _empty(name, width, height, style)
    names = [shorten(labels[k], _LONGEST) for k, _ in shown]
    room = width - 26 - _LETTER * max(map(len, names))
    plot = plot_area(width, height)
    plot = plot._replace(right=min(plot.right, room))
    length = max(len(curve.x) for _, curve in shown)
    x = _epochs(length, total_epochs, plot)
    ends = np.concatenate([curve.y for _, curve in shown])
    y, ticks = _axis(ends, plot)
    lines, wanted = [], []
    for k, curve in shown:
        lines.append(_runner(k, labels[k], curve, x, y))
        last = curve.y[np.isfinite(curve.y)][-1:]
        wanted.append(float(y(last[0])) if len(last) else plot.top)
    body = [
        _title(name),
        value_lines(y, ticks, plot),
        epoch_marks(x, plot),
        _clipped(plot, *lines),
    ]
    left = float(x(max(curve.x[-1] for _, curve in shown))) + 12
    heights = _spread(wanted, plot)
    for (k, _), word, height_ in zip(shown, names, heights, strict=True):
        body.append(shape_mark(left, height_, k))
        body.append(text(left + 9, height_ + 4, word, class_="kit-halo"))
    return picture(width, height, body, name, _race_words(shown, labels, name), style)


def rates_svg(
    rates: Sequence[float],
    values: Sequence[float],
    metric: str,
    *,
    current: float | None = None,
    chosen: float | None = None,
    width: int = 520,
    height: int = 260,
    style: bool = True,
) -> Picture:
    """Draw what runs came to against their learning rates.

    Args:
        rates: The learning rates.
        values: The last value of each run; one that is no number gets a cross.
        metric: What the values are.
        current: The rate that is in use; a dashed line shows it.
        chosen: The rate that gets a ring.
        width: Width in pixels.
        height: Height in pixels.
        style: Whether to include the style sheet; see `svg.picture`.

    >>> rates_svg([0.1, 1.0], [0.5, float("nan")], "loss").count("kit-lost")
    1
    """
    name = plain_name(metric)
    if not len(rates):
        return _empty(name, width, height, style)
    plot = plot_area(width, height)._replace(right=width - 24)
    marks = [*rates, *([] if current is None else [current])]
    x = Axis(min(marks) / 1.6, max(marks) * 1.6, plot.left, plot.right, log=True)
    found = np.asarray(values, dtype=float)
    y, ticks = _axis(found, plot)
    title = translate("{metric} against the learning rate", metric=name)
    body = [_title(title), value_lines(y, ticks, plot), _rate_marks(rates, x, plot)]
    known = np.isfinite(found)
    line_ = _polyline(np.asarray(rates)[known], found[known], x, y)
    ink = {"stroke": "var(--kit-training)", "stroke_width": 2, "fill": "none"}
    parts = [element("g", line_, **ink)]
    if current is not None:
        at = float(x(current))
        dashed = {"stroke": "var(--kit-muted)", "stroke_dasharray": "4 4"}
        parts.append(line(at, plot.top, at, plot.bottom, **dashed))
        body.append(
            text(
                at,
                plot.top - 6,
                translate("in use"),
                text_anchor="middle",
                class_="kit-muted kit-halo",
            )
        )
    body.append(_clipped(plot, *parts))
    for rate, value in zip(rates, found.tolist(), strict=True):
        body.append(_rate_dot(float(x(rate)), rate, value, y, plot, rate == chosen))
    words = translate(
        "{metric} for {count} learning rates.", metric=name, count=len(rates)
    )
    return picture(width, height, body, name, words, style)


def _rate_marks(rates, x, plot):
    ink = {"stroke": "var(--kit-muted)"}
    parts = [line(plot.left, plot.bottom, plot.right, plot.bottom, **ink)]
    labels = log_tick_labels(list(rates))
    for at, label in zip(x(rates).tolist(), labels, strict=True):
        parts.append(line(at, plot.bottom, at, plot.bottom + 4, **ink))
        parts.append(
            text(at, plot.bottom + 18, label, class_="kit-muted", text_anchor="middle")
        )
    return "".join(parts)


def _rate_dot(at, rate, value, y, plot, is_chosen):
    if not math.isfinite(value):
        words = translate("Rate {rate}: the loss is no number (NaN)", rate=f"{rate:g}")
        return element(
            "path",
            hover(words),
            d=f"M{at - 4:.1f},{plot.top + 2:.1f}l8,8m0,-8l-8,8",
            stroke="var(--kit-wrong)",
            stroke_width=2,
            fill="none",
            class_="kit-lost",
        )
    height = min(max(float(y(value)), plot.top), plot.bottom)
    words = hover(f"{rate:g}: {format_number(value)}")
    dot = element("circle", words, cx=at, cy=height, r=4.5, fill="var(--kit-training)")
    ring = {"fill": "none", "stroke": "var(--kit-text)", "stroke_width": 2}
    return dot + (
        element("circle", cx=at, cy=height, r=8.0, class_="kit-ring", **ring)
        if is_chosen
        else ""
    )


def _runner(k, label, curve, x, y):
    title = hover(f"{label}: {format_number(float(curve.y[-1]))}")
    return element(
        "g",
        title,
        _polyline(curve.x, curve.y, x, y),
        stroke=CLASS_COLORS[k % len(CLASS_COLORS)],
        stroke_dasharray=_DASHES[k % len(_DASHES)],
        stroke_width=2,
        fill="none",
        class_="kit-runner",
    )


def _race_words(shown, labels, name):
    ends = [(labels[k], float(curve.y[-1])) for k, curve in shown]
    values = [f"{label} {format_number(value)}" for label, value in ends]
    return f"{name}: {', '.join(values)}."


def _axis(values: np.ndarray, plot: Plot) -> tuple[Axis, list[float]]:
    """Return the vertical axis; a few values far away are cut off."""
    known = values[np.isfinite(values)]
    if not known.size:
        known = np.array([0.0, 1.0])
    low, high = float(known.min()), float(known.max())
    lower, middle, upper = np.percentile(known, [10, 50, 80]).tolist()
    reach = _FAR * max(upper - lower, 1e-9)
    low, high = max(low, middle - reach), min(high, middle + reach)
    ticks = nice_ticks(low, high, 4)
    return Axis(ticks[0], ticks[-1], plot.bottom, plot.top), ticks


def _epochs(length: int, total: int, plot: Plot) -> Axis:
    high = float(max(total, length, 1))
    return Axis(0.0 if high == 1 else 1.0, high, plot.left, plot.right)


def _polyline(xs, ys, x: Axis, y: Axis) -> str:
    known = np.isfinite(ys)
    if not known.any():
        return ""
    xs, ys = np.asarray(xs)[known], np.asarray(ys)[known]
    pixels = points(x(xs).tolist(), y(ys).tolist())
    return element("polyline", points=pixels, stroke_linejoin="round")


def _band(epochs, least, most, x: Axis, y: Axis) -> str:
    known = np.isfinite(least) & np.isfinite(most)
    if not known.any():
        return "M0,0"
    there = zip(x(epochs[known]), y(most[known]), strict=True)
    back = zip(x(epochs[known])[::-1], y(least[known])[::-1], strict=True)
    pairs = [f"{a:.1f},{b:.1f}" for a, b in [*there, *back]]
    return f"M{'L'.join(pairs)}z"


def _clipped(plot: Plot, *parts: str) -> str:
    """Cut off what leaves the plot, with room for the ends of lines."""
    room = 3
    left, top = plot.left - room, plot.top - room
    width, height = plot.right - left + room, plot.bottom - top + room
    return element(
        "svg",
        *parts,
        x=left,
        y=top,
        width=width,
        height=height,
        viewBox=f"{left} {top} {width} {height}",
    )


def _inside(height: float, plot: Plot) -> float:
    known = height if math.isfinite(height) else plot.top
    return min(max(known, plot.top + 8), plot.bottom - 12)


def _spread(wanted: Sequence[float], plot: Plot) -> list[float]:
    """Move labels apart until all can be read, inside the plot."""
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    top, bottom = plot.top, plot.bottom
    placed, before = [0.0] * len(wanted), top - _LABEL
    for k in order:
        before = placed[k] = max(wanted[k], before + _LABEL)
    after = bottom + _LABEL
    for k in reversed(order):
        after = placed[k] = min(placed[k], after - _LABEL)
    return placed


def _title(name: str) -> str:
    return text(10, 18, shorten(name, 48), class_="kit-title")


def _empty(name: str, width: int, height: int, style: bool) -> Picture:
    return picture(width, height, [_title(name)], name, "", style)
