"""The parts of a learning curve: frame, grid, lines, dots and labels.

Stands between `scale` and `curves`; the parts are drawn from the back to the front.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kit.texts.language import translate
from kit.visualization.scale import (
    Axis,
    format_number,
    integer_ticks,
    log_tick_labels,
    log_ticks,
    nice_ticks,
    tick_labels,
)
from kit.visualization.series import Series, plain_name, read_series, thin_out
from kit.visualization.svg import (
    element,
    hover,
    line,
    number,
    points,
    rectangle,
    shorten,
    text,
    text_width,
)

_MOST_POINTS = 400
_DOT_ROOM = 8.0  # pixels; closer dots would hide the line
_DENSE = 150  # points; a longer curve gets a finer line
_LABEL_HEIGHT, _FAINT_HEIGHT = 30.0, 15.0  # two lines of text, and one
_HEADING_LEFT = 10


class Plot(NamedTuple):
    """The edges, in pixels, of the area in which the curves run."""

    left: float
    right: float
    bottom: float
    top: float


class Curve(NamedTuple):
    """One curve of the chart.

    Attributes:
        name: `training` or `validation`; also its colour variable.
        series: The points to draw; gaps are NaN.
        latest: The newest value, drawn or not.
        broken: The epoch at which the values first are no numbers, if any.
        run: What an earlier run is called; empty for the current one.
    """

    name: str
    series: Series
    latest: float
    broken: float | None
    run: str = ""

    @property
    def label(self) -> str:
        """The name in the language that is spoken."""
        training = self.name == "training"
        return translate("training") if training else translate("validation")

    @property
    def is_validation(self) -> bool:
        """Whether to draw the curve dashed, with square dots."""
        return self.name == "validation"


def plot_area(width: int, height: int) -> Plot:
    """Return the area that leaves room for the axes and for labels on the right."""
    return Plot(left=50, right=width - 84, bottom=height - 34, top=38)


def read_curves(history: dict, metric: str, log_y: bool, run: str = "") -> list[Curve]:
    """Return the training and the validation curve, as far as they have points.

    Args:
        history: Dictionary of curves by name.
        metric: The name, without `val_`.
        log_y: Whether only values above zero have a place.
        run: What an earlier run is called.
    """
    curves = []
    for name, key in (("training", metric), ("validation", f"val_{metric}")):
        x, y = read_series(history.get(key, ()), key)
        if not len(x):
            continue
        missing = np.isnan(y)
        broken = float(x[missing.argmax()]) if missing.any() else None
        # Zero and negative values have no place on a logarithmic axis.
        shown = np.where(y > 0, y, np.nan) if log_y else y
        series = thin_out(Series(x, shown), _MOST_POINTS)
        curves.append(Curve(name, series, float(y[-1]), broken, run))
    return curves


def heading(metric: str, log_y: bool, earlier: int) -> str:
    """Return the metric's name and, muted, how the chart is to be read."""
    name = shorten(plain_name(metric), 30)
    title = text(_HEADING_LEFT, 18, name, class_="kit-title")
    notes = [translate("log scale")] if log_y else []
    if earlier == 1:
        notes.append(translate("faint: 1 earlier run"))
    elif earlier:
        notes.append(translate("faint: earlier runs"))
    if not notes:
        return title
    x = _HEADING_LEFT + text_width(name, 13) + 14
    return title + text(x, 18, " · ".join(notes), class_="kit-muted")


def epoch_axis(curves: Sequence[Curve], total_epochs: int | None, plot: Plot) -> Axis:
    """Return the horizontal axis, which has room for all planned epochs."""
    xs = np.concatenate([np.empty(0), *(curve.series.x for curve in curves)])
    last = math.ceil(xs.max() - 1e-6) if xs.size else 1
    high = float(max(1, last, total_epochs or 0))
    # Whole epochs start at 1; points within the first epoch start at 0.
    low = 0.0 if high == 1 or (xs.size and xs.min() < 1) else 1.0
    return Axis(low, high, plot.left, plot.right)


def value_axis(
    current: Sequence[Curve], earlier: Sequence[Curve], log_y: bool, plot: Plot
) -> tuple[Axis, list[float]]:
    """Return the vertical axis and its ticks, which enclose the current run."""
    shown, faint = _values(current), _values(earlier)
    if not shown.size:
        shown, faint = faint if faint.size else np.array([0.5]), np.empty(0)
    low, high = float(shown.min()), float(shown.max())
    if faint.size:
        # An earlier run that went astray may stretch the axis only so far.
        if log_y:
            lowest, highest = low * low / high / 3, high * high / low * 3
        else:
            reach = (high - low) or abs(high)
            lowest, highest = low - reach, high + reach
        low = min(low, max(lowest, float(faint.min())))
        high = max(high, min(highest, float(faint.max())))
    ticks = log_ticks(low, high) if log_y else nice_ticks(low, high, 4)
    return Axis(ticks[0], ticks[-1], plot.bottom, plot.top, log_y), ticks


def epoch_marks(axis: Axis, plot: Plot, numbered: bool = True) -> str:
    """Return the horizontal line with the numbers of the epochs below it."""
    bottom = plot.bottom
    ink = {"stroke": "var(--kit-muted)"}
    parts = [
        line(plot.left, bottom, plot.right, bottom, **ink),
        text(plot.right + 14, bottom + 18, translate("epoch"), class_="kit-muted"),
    ]
    if numbered:
        room = max(2, int((plot.right - plot.left) / 24))
        epochs = integer_ticks(axis.low, axis.high, room)
        for x, epoch in zip(axis(epochs).tolist(), epochs, strict=True):
            parts.append(line(x, bottom, x, bottom + 4, **ink))
            parts.append(
                text(x, bottom + 18, epoch, class_="kit-muted", text_anchor="middle")
            )
    return "".join(parts)


def value_lines(axis: Axis, ticks: list[float], plot: Plot) -> str:
    """Return the pale horizontal lines with their numbers."""
    rows = axis(ticks).tolist()
    labels = log_tick_labels(ticks) if axis.log else tick_labels(ticks)
    lines = [line(plot.left, y, plot.right, y) for y in rows]
    numbers = [
        text(plot.left - 8, y + 4, label, class_="kit-muted")
        for y, label in zip(rows, labels, strict=True)
    ]
    return element("g", *lines, stroke="var(--kit-grid)") + element(
        "g", *numbers, text_anchor="end"
    )


def empty_lines(plot: Plot, empty_text: str) -> str:
    """Return pale lines without numbers and a word in the middle."""
    rows = np.linspace(plot.top, plot.bottom, 5)[:-1].tolist()
    lines = [line(plot.left, y, plot.right, y) for y in rows]
    x, y = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2 + 4
    words = text(x, y, empty_text, text_anchor="middle", class_="kit-muted kit-halo")
    return element("g", *lines, stroke="var(--kit-grid)") + words


def faint_curves(curves: Sequence[Curve], x: Axis, y: Axis, plot: Plot) -> str:
    """Return the curves of earlier runs, cut off at the edges of the plot."""
    lines = [_lines(curve, x, y) for curve in curves]
    if not any(lines):
        return ""
    width, height = plot.right - plot.left, plot.bottom - plot.top
    # A nested <svg> clips what leaves it, without an id that could clash.
    return element(
        "svg",
        element("g", *lines, stroke="var(--kit-muted)", stroke_width=1.25, fill="none"),
        x=plot.left,
        y=plot.top,
        width=width,
        height=height,
        viewBox=f"{plot.left} {plot.top} {width} {height}",
        opacity=0.55,
        class_="kit-earlier",
    )


def strong_curve(curve: Curve, metric: str, x: Axis, y: Axis) -> str:
    """Return a curve of the current run with dots, and a cross where it breaks."""
    color = f"var(--kit-{curve.name})"
    dense = len(curve.series.x) > _DENSE
    lines = element(
        "g",
        _lines(curve, x, y),
        stroke=color,
        stroke_width=1.25 if dense else 2,
        fill="none",
    )
    dots = element("g", *_dots(curve, metric, x, y), fill=color)
    broken = curve.broken
    cross = "" if broken is None else _cross(curve.name, broken, x, y.start)
    return element("g", lines, dots, cross, class_=f"kit-{curve.name}")


def end_labels(
    curves: Sequence[Curve], x: Axis, y: Axis, earlier: Sequence[Curve] = ()
) -> str:
    """Return a name and a value beside each curve's end, never on top of each other.

    Args:
        curves: The curves of the current run.
        x: The horizontal axis.
        y: The vertical axis.
        earlier: Curves of earlier runs; those with a name get it in small letters.
    """
    strong = _beside_strong(curves, x)
    faint = [_beside_faint(curve, x) for curve in earlier if curve.run]
    found = [*strong, *(label for label in faint if label is not None)]
    wanted = [(_end_height(label.curve, y), label.height) for label in found]
    centres = _apart(wanted, y.end - 7, y.start + 3)
    labels = []
    for label, centre in zip(found, centres, strict=True):
        curve = label.curve
        if curve.run:
            ink = {"class_": "kit-halo kit-muted"}
            labels.append(text(label.left, centre + 4, curve.run, **ink))
            continue
        ink = f"fill:var(--kit-{curve.name})"
        name, value = curve.label, format_number(curve.latest)
        labels += [
            text(label.left, centre - 2, name, style=ink, class_="kit-halo"),
            text(label.left, centre + 12, value, style=ink, class_="kit-halo kit-bold"),
        ]
    return element("g", *labels, class_="kit-labels") if labels else ""


class _Label(NamedTuple):
    curve: Curve
    left: float
    height: float


def _beside_strong(curves, x):
    ends = [float(x(curve.series.x[-1])) for curve in curves]
    return [_Label(curve, max(ends) + 9, _LABEL_HEIGHT) for curve in curves]


def _beside_faint(curve, x):
    drawn = curve.series.finite.x
    if not len(drawn):
        return None
    return _Label(curve, float(x(drawn[-1])) + 9, _FAINT_HEIGHT)


def _end_height(curve, y):
    drawn = curve.series.finite.y
    return float(y(drawn[-1])) if len(drawn) else float(y.start)


def _values(curves: Sequence[Curve]) -> np.ndarray:
    return np.concatenate([np.empty(0), *(curve.series.finite.y for curve in curves)])


def _lines(curve: Curve, x: Axis, y: Axis) -> str:
    """Return the curve as lines, broken where a value is missing."""
    series = curve.series
    if len(series.x) < 2:
        return ""
    xs, ys = x(series.x).tolist(), y(series.y).tolist()
    gaps = np.flatnonzero(np.isnan(series.y)).tolist()
    starts, stops = [0, *(gap + 1 for gap in gaps)], [*gaps, len(xs)]
    return "".join(
        element(
            "polyline",
            points=points(xs[start:stop], ys[start:stop]),
            stroke_dasharray="6 4" if curve.is_validation else None,
            stroke_linejoin="round",
        )
        for start, stop in zip(starts, stops, strict=True)
        if stop - start > 1
    )


def _dots(curve: Curve, metric: str, x: Axis, y: Axis) -> list[str]:
    """Return the dots: at each point, else at each epoch, else at the end only."""
    series = curve.series.finite
    if not _has_room(series, x):
        whole = series.x == np.round(series.x)
        whole[-1:] = True
        series = Series(series.x[whole], series.y[whole])
    if len(curve.series.x) > _DENSE or not _has_room(series, x):
        series = Series(series.x[-1:], series.y[-1:])
    pixels = zip(x(series.x).tolist(), y(series.y).tolist(), strict=True)
    dots = []
    for (epoch, value), (px, py) in zip(
        zip(series.x.tolist(), series.y.tolist(), strict=True), pixels, strict=True
    ):
        name = f"{curve.label} {plain_name(metric)}"
        place = translate("Epoch {number}", number=number(epoch))
        words = hover(f"{place}: {name} {format_number(value)}")
        if curve.is_validation:
            dots.append(rectangle(px - 2.75, py - 2.75, 5.5, 5.5, words))
        else:
            dots.append(element("circle", words, cx=px, cy=py, r=3))
    return dots


def _has_room(series: Series, x: Axis) -> bool:
    if len(series.x) < 2:
        return True
    spread = float(x(series.x[-1]) - x(series.x[0]))
    return spread / (len(series.x) - 1) >= _DOT_ROOM


def _cross(name: str, epoch: float, x: Axis, bottom: float) -> str:
    """Return a cross on the axis where a curve first is not a number."""
    words = translate(
        "Epoch {number}: the {name} value is no number (NaN)",
        number=number(epoch),
        name=translate(name),
    )
    left = float(x(epoch)) - 4
    return element(
        "path",
        hover(words),
        d=f"M{left:.1f},{bottom - 4:.1f}l8,8m0,-8l-8,8",
        stroke="var(--kit-wrong)",
        stroke_width=2,
        fill="none",
        class_="kit-broken",
    )


def _apart(wanted: list[tuple[float, float]], top: float, bottom: float) -> list[float]:
    """Move labels apart until all can be read, inside the plot.

    Args:
        wanted: The middle and the height of each, in pixels from above.
        top: No label begins above this.
        bottom: No label ends below this.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index][0])
    centres, free_from = [0.0] * len(wanted), top
    for index in order:
        middle, height = wanted[index]
        centres[index] = max(middle, free_from + height / 2)
        free_from = centres[index] + height / 2
    free_until = bottom
    for index in reversed(order):  # what went too far down comes up again
        half = wanted[index][1] / 2
        centres[index] = min(centres[index], free_until - half)
        free_until = centres[index] - half
    return centres
