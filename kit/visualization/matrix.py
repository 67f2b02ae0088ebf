"""The confusion matrix: which class is taken for which.

Stands on `svg` and `figure`; the counts come from `metrics` or from plain numpy.
"""

from collections.abc import Sequence

import numpy as np

from kit.visualization.figure import new_figure
from kit.visualization.svg import (
    Picture,
    element,
    hover,
    picture,
    rectangle,
    shorten,
    text,
    text_width,
)

_TOP = 66
_ROW = 30
_SHARE_WIDTH = 58


def confusion_matrix_svg(
    counts, labels: Sequence | None = None, *, title: str | None = None
) -> Picture:
    """Draw how often each true class (row) got each prediction (column).

    The blue of a cell is its share of the row; right answers are outlined; the last
    column is the share of right answers in the row.

    Args:
        counts: Array of shape `(classes, classes)`; row: true, column: predicted.
        labels: The names of the classes; by default their numbers.
        title: The heading; by default the accuracy.

    Raises:
        ValueError: If the array is not square or the labels do not fit.

    >>> confusion_matrix_svg([[8, 2], [1, 9]]).description
    '17 of 20 are right (85.0 %); most often 0 is taken for 1 (2 times).'
    """
    table, names = _check(counts, labels)
    short = [shorten(name, 12) for name in names]
    numbers = [[_count(value) for value in row] for row in table]
    widest = max(text_width(word) for word in [*sum(numbers, []), *short])
    cell, left = max(34.0, widest + 12), max(map(text_width, short)) + 36
    description = _describe(table, names)
    heading = title or description.split(";")[0].removesuffix(".")
    end, bottom = left + len(table) * cell, _TOP + len(table) * _ROW
    width = max(end + _SHARE_WIDTH, text_width(heading, 13.5) + 10)
    body = [
        text(2, 17, heading, class_="kit-title"),
        _headings(short, left, cell, end, bottom),
        rectangle(left, _TOP, end - left, bottom - _TOP, fill="var(--kit-panel)"),
    ]
    for row, name in enumerate(names):
        y = _TOP + row * _ROW
        total = table[row].sum()
        for column, predicted in enumerate(names):
            words = f"{numbers[row][column]} times {name} is taken for {predicted}"
            share = table[row, column] / total if total else 0.0
            x = left + column * cell
            body.append(_cell(numbers[row][column], words, share, x, y, cell))
        right = f"{100 * table[row, row] / total:.0f} %" if total else "–"
        body.append(
            text(end + 50, y + 19, right, text_anchor="end", class_="kit-muted")
        )
    body.append(_diagonal(len(table), left, cell))
    return picture(width, bottom + 8, body, "Confusion matrix: " + heading, description)


def confusion_matrix_figure(counts, labels: Sequence | None = None):
    """Return a matplotlib `Figure` of the confusion matrix.

    Args:
        counts: As in `confusion_matrix_svg`.
        labels: The names of the classes; by default their numbers.

    Raises:
        ValueError: If the array is not square or the labels do not fit.

    >>> figure = confusion_matrix_figure([[8, 2], [1, 9]])
    >>> [label.get_text() for label in figure.axes[0].texts]
    ['8', '2', '1', '9']
    """
    table, names = _check(counts, labels)
    side = 1.6 + 0.42 * len(names)
    figure, (panel,) = new_figure(1, 1, (max(3.2, side), max(3.0, side)))
    totals = table.sum(axis=1, keepdims=True)
    shares = table / np.where(totals > 0, totals, 1)
    # Twice the range keeps the darkest cell pale enough for dark numbers.
    panel.imshow(shares, cmap="Blues", vmin=0, vmax=2)
    panel.grid(False)
    places = range(len(names))
    panel.set_xticks(places, [shorten(name, 12) for name in names])
    panel.set_yticks(places, [shorten(name, 12) for name in names])
    if max(map(len, names)) > 3:
        panel.tick_params(axis="x", labelrotation=90)
    panel.set_xlabel("predicted")
    panel.set_ylabel("true")
    panel.set_title(
        _describe(table, names).split(";")[0].removesuffix("."), fontsize=11
    )
    for row in places:
        for column in places:
            count = _count(table[row, column])
            panel.text(column, row, count, ha="center", va="center", fontsize=9)
        # Outline the right answers.
        corner = row - 0.5
        panel.plot(
            [corner, corner + 1, corner + 1, corner, corner],
            [corner, corner, corner + 1, corner + 1, corner],
            color="#1f2933",
            linewidth=1.2,
        )
    return figure


def _check(counts, labels) -> tuple[np.ndarray, list[str]]:
    table = np.nan_to_num(np.asarray(counts, dtype=float))
    if table.ndim != 2 or table.shape[0] != table.shape[1] or table.size == 0:
        raise ValueError(
            f"Counts of shape {table.shape} are not a confusion matrix.\n"
            "Expected a square array, one row and one column for each class.\n"
            "Count with `np.add.at(counts, (y_true, y_pred), 1)`."
        )
    names = [str(name) for name in (range(len(table)) if labels is None else labels)]
    if len(names) != len(table):
        raise ValueError(
            f"There are {len(table)} classes but {len(names)} labels.\n"
            "Expected one label for each class, in the order of the rows.\n"
            "Check the list of labels, or leave it out to see class numbers."
        )
    return table, names


def _count(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:.2f}"


def _describe(table: np.ndarray, names: list[str]) -> str:
    total, right = table.sum(), np.trace(table)
    if not total:
        return "Nothing has been counted yet."
    percent = f"{100 * right / total:.1f} %"
    words = f"{_count(right)} of {_count(total)} are right ({percent})"
    mistakes = table - np.diag(np.diag(table))
    if not mistakes.any():
        return words + "."
    true, predicted = np.unravel_index(mistakes.argmax(), mistakes.shape)
    times = _count(mistakes.max())
    return (
        f"{words}; most often {names[true]} is taken for {names[predicted]} "
        f"({times} time{'s' * (times != '1')})."
    )


def _headings(short: list[str], left, cell, end, bottom) -> str:
    """Return the names of the classes around the matrix, and what the sides mean."""
    middle = (_TOP + bottom) / 2
    parts = [
        text(
            (left + end) / 2, 40, "predicted", text_anchor="middle", class_="kit-muted"
        ),
        text(
            14,
            middle,
            "true",
            text_anchor="middle",
            class_="kit-muted",
            transform=f"rotate(-90 14 {middle})",
        ),
        text(end + 50, _TOP - 8, "right", text_anchor="end", class_="kit-muted"),
    ]
    for index, name in enumerate(short):
        x, y = left + (index + 0.5) * cell, _TOP + index * _ROW + 19
        parts.append(text(x, _TOP - 8, name, text_anchor="middle"))
        parts.append(text(left - 8, y, name, text_anchor="end"))
    return "".join(parts)


def _cell(count: str, words: str, share: float, x, y, width) -> str:
    box = rectangle(
        x,
        y,
        width,
        _ROW,
        fill="var(--kit-ramp)",
        # Even one mistake among thousands stays visible.
        fill_opacity=f"{0.1 + 0.9 * share if share else 0:.3f}",
        stroke="var(--kit-surface)",
        stroke_width=2,
    )
    label = text(
        x + width / 2,
        y + 19,
        count,
        text_anchor="middle",
        class_=None if share else "kit-muted",
    )
    return element("g", hover(words), box, label, class_="kit-cell")


def _diagonal(size: int, left: float, cell: float) -> str:
    boxes = [
        rectangle(left + k * cell + 1, _TOP + k * _ROW + 1, cell - 2, _ROW - 2)
        for k in range(size)
    ]
    return element(
        "g",
        *boxes,
        fill="none",
        stroke="var(--kit-text)",
        stroke_width=1.5,
        class_="kit-diagonal",
    )
