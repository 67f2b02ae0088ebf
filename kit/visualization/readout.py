"""What a learning curve says under the mouse, and where somebody changed something.

Both are plain SVG: they work without any script, also in a saved notebook.
"""

from collections.abc import Sequence

import numpy as np

from kit.texts.language import translate
from kit.visualization.chart import Curve, Plot
from kit.visualization.scale import Axis, format_number
from kit.visualization.svg import (
    element,
    escape,
    hover,
    line,
    number,
    rectangle,
    text,
    text_width,
)

_FEW_EPOCHS = 4  # of fewer, places within the epochs are read as well
_MOST_MARKS = 12
_LABEL_ROOM = 8.0  # pixels between the words of two marks


def reading_places(curves: Sequence[Curve], limit: int) -> list[float]:
    """Return the epochs at which a chart can be read, at most `limit` of them.

    These are whole epochs; while there are few, also places between them.

    Args:
        curves: The curves of one run.
        limit: The most places.
    """
    xs = np.unique(np.concatenate([np.empty(0), *(c.series.x for c in curves)]))
    whole = xs[xs == np.round(xs)]
    if len(whole) < _FEW_EPOCHS:
        whole = xs
    if not len(whole):
        return []
    count = min(limit, len(whole))
    chosen = np.linspace(0, len(whole) - 1, count).round().astype(int)
    return np.unique(whole[chosen]).tolist()


def readout(curves: Sequence[Curve], x: Axis, y: Axis, plot: Plot, limit: int) -> str:
    """Return stripes that show the values of their epoch under the mouse.

    Args:
        curves: The curves of the current run.
        x: The horizontal axis.
        y: The vertical axis.
        plot: The area of the chart.
        limit: The most stripes.
    """
    places = reading_places(curves, limit)
    pixels = x(np.array(places)).tolist()
    middles = [(a + b) / 2 for a, b in zip(pixels, pixels[1:], strict=False)]
    edges = [plot.left, *middles, max(plot.right, *pixels)] if pixels else []
    stripes = []
    for index, (epoch, at) in enumerate(zip(places, pixels, strict=True)):
        left, right = edges[index], edges[index + 1]
        stripe = rectangle(left, plot.top, right - left, plot.bottom - plot.top)
        stripes.append(
            element("g", stripe, _values_at(curves, epoch, at, y, plot), class_="kit-r")
        )
    return element("g", *stripes, class_="kit-read") if stripes else ""


def _values_at(curves, epoch, at, y, plot):
    """Return a line, the dots on the curves, and one line of words above."""
    parts = [element("path", d=f"M{at:.0f},{plot.top:.0f}V{plot.bottom:.0f}")]
    words = [translate("epoch {number}", number=number(epoch))]
    for curve in curves:
        # Validation stands at ends of epochs only.
        near = np.flatnonzero(np.abs(curve.series.x - epoch) < 1e-6)
        if not len(near) or np.isnan(curve.series.y[near[0]]):
            continue
        value = float(curve.series.y[near[0]])
        parts.append(
            element(
                "circle",
                cx=round(at),
                cy=float(y(value)),
                r=4,
                fill=f"var(--kit-{curve.name})",
            )
        )
        words.append(f"{curve.label} {format_number(value)}")
    parts.append(text(plot.left, plot.top - 6, " · ".join(words), class_="kit-halo"))
    return element("g", *parts)


def change_marks(changes: Sequence[tuple[float, str, str]], x: Axis, plot: Plot) -> str:
    """Return dotted lines where something was changed by hand.

    Args:
        changes: `(epoch, short word, whole words)` for each, in the order of time.
        x: The horizontal axis.
        plot: The area of the chart.
    """
    marks, free_from = [], plot.left
    for epoch, short, words in list(changes)[-_MOST_MARKS:]:
        at = float(x(min(max(epoch, x.low), x.high)))
        title = hover(f"{translate('epoch {number}', number=number(epoch))}: {words}")
        parts = [title, line(at, plot.top, at, plot.bottom)]
        width = text_width(short, 11)
        left = at + 4 if at + 4 + width < plot.right else at - 4 - width
        if left >= free_from:  # else the words of two marks would overlap
            parts.append(
                text(left, plot.bottom - 6, short, class_="kit-halo kit-muted")
            )
            free_from = left + width + _LABEL_ROOM
        marks.append(element("g", *parts))
    return element("g", *marks, class_="kit-changes") if marks else ""


def values_table(
    history: dict, metrics: Sequence[str], curves: Sequence[Sequence[Curve]], limit=40
) -> str:
    """Return the values of some curves as an HTML table, a row for each epoch.

    Args:
        history: Dictionary of curves, as in `learning_curves_svg`.
        metrics: The names of the columns' groups, without `val_`.
        curves: The curves of each metric, from `read_curves`.
        limit: The most rows.
    """
    if not history:
        return ""
    everything = [curve for group in curves for curve in group]
    heads = "".join(
        f'<th scope="col">{escape(metric)}<br>{escape(curve.label)}</th>'
        for metric, group in zip(metrics, curves, strict=True)
        for curve in group
    )
    rows = []
    for epoch in reading_places(everything, limit):
        cells = "".join(f"<td>{_cell(curve, epoch)}</td>" for curve in everything)
        rows.append(f'<tr><th scope="row">{number(epoch)}</th>{cells}</tr>')
    caption = escape(translate("The curves as numbers"))
    return (
        f'<table class="kit-values"><caption>{caption}</caption><thead><tr>'
        f'<th scope="col">{escape(translate("epoch"))}</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(curve, epoch):
    near = np.flatnonzero(np.abs(curve.series.x - epoch) < 1e-6)
    if not len(near):
        return ""
    value = float(curve.series.y[near[0]])
    return "NaN" if np.isnan(value) else format_number(value)
