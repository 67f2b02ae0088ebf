"""Horizontal bars of a prediction: how sure the network is of each class.

Stands on `svg`; the draw pad redraws it at every stroke, so the order of the classes
never changes.
"""

from collections.abc import Sequence

import numpy as np

from kit.texts.language import translate
from kit.visualization.svg import (
    Picture,
    element,
    hover,
    line,
    picture,
    rectangle,
    shorten,
    text,
    text_width,
)

_ROW = 22
_TOP = 30
_NUMBER_WIDTH = 96  # room for "100.0 %" and the glyph beside it


def probability_bars_svg(
    probabilities,
    labels: Sequence | None = None,
    true_index: int | None = None,
    *,
    most: int = 20,
    width: int = 380,
    title: str | None = None,
    style: bool = True,
) -> Picture:
    """Draw one bar with its number for each class.

    The likeliest class is strong, the others pale. With a true class, it carries ✓,
    and a wrong guess carries ✗.

    Args:
        probabilities: Array of shape `(classes,)`, values in 0..1.
        labels: The names of the classes; by default their numbers.
        true_index: The right class, if known.
        most: With more classes than this, only the likeliest are drawn.
        width: Width in pixels.
        title: The heading; by default the guess.
        style: Whether to include the style sheet; see `svg.picture`.

    Raises:
        ValueError: If the probabilities are no list, or the labels do not fit.

    >>> probability_bars_svg([0.1, 0.9], ["cat", "dog"]).description
    'The network says dog, 90.0 %.'
    """
    values = _check(probabilities, labels)
    names = [str(name) for name in (range(len(values)) if labels is None else labels)]
    known = np.nan_to_num(values, nan=-1.0)
    guess = int(known.argmax())
    shown = range(len(values))
    if len(values) > most:
        shown = np.argsort(-known, kind="stable")[:most].tolist()
    short = {index: shorten(names[index], 18) for index in shown}
    left = max(text_width(name) for name in short.values()) + 14
    length = width - left - _NUMBER_WIDTH
    description = _describe(values, names, guess, true_index)
    heading = title or description.split(",")[0].removesuffix(".")
    body = [text(2, 17, shorten(heading, 50), class_="kit-title")]
    for row, index in enumerate(shown):
        role = _role(index, guess, true_index)
        y = _TOP + row * _ROW
        body.append(
            _bar(values[index], short[index], names[index], role, y, left, length)
        )
    bottom = _TOP + len(shown) * _ROW
    body.append(line(left, _TOP - 2, left, bottom, stroke="var(--kit-muted)"))
    return picture(width, bottom + 6, body, heading, description, style)


def _check(probabilities, labels) -> np.ndarray:
    values = np.asarray(probabilities, dtype=float)
    if values.ndim == 2 and len(values) == 1:
        values = values[0]  # the prediction of a batch with one sample
    if values.ndim != 1 or values.size == 0:
        raise ValueError(
            f"Probabilities of shape {values.shape} cannot be drawn as bars.\n"
            "Expected one number per class, shape (classes,).\n"
            "Pass one prediction, for example `model.predict(x)[0]`."
        )
    if labels is not None and len(labels) != len(values):
        raise ValueError(
            f"There are {len(values)} probabilities but {len(labels)} labels.\n"
            "Expected one label for each class, in the order of the outputs.\n"
            "Check the list of labels, or leave it out to see class numbers."
        )
    return values


def _role(index: int, guess: int, true_index: int | None) -> str:
    """Return `right`, `wrong`, `missed`, `guess` or `other`."""
    if index == guess:
        if true_index is None:
            return "guess"
        return "right" if guess == true_index else "wrong"
    return "missed" if index == true_index else "other"


def _bar(value, short: str, name: str, role: str, y, left, length) -> str:
    color, glyph = {
        "guess": ("text", ""),
        "right": ("correct", " ✓"),
        "wrong": ("wrong", " ✗"),
        "missed": ("correct", " ✓ " + translate("true")),
        "other": ("muted", ""),
    }[role]
    fill = {
        "guess": "var(--kit-training)",
        "right": "var(--kit-correct)",
        "wrong": "var(--kit-wrong)",
        "missed": "var(--kit-correct)",
        "other": "var(--kit-ramp)",
    }[role]
    weight = "kit-bold" if role in ("guess", "right", "wrong") else None
    percent = _percent(value)
    size = float(np.clip(np.nan_to_num(value), 0, 1)) * length
    middle, style = y + 13, f"fill:var(--kit-{color})"
    return element(
        "g",
        hover(f"{name}: {percent}"),
        text(left - 8, middle, short, text_anchor="end", class_=weight),
        rectangle(left, y + 2, size, _ROW - 7, fill=fill),
        text(left + size + 6, middle, percent + glyph, style=style, class_=weight),
        class_=f"kit-bar kit-{role}",
    )


def _percent(value: float) -> str:
    if not np.isfinite(value):
        return "NaN"
    if 0 < value < 0.0005:
        return "< 0.1 %"
    return f"{100 * value:.1f} %"


def _describe(values, names, guess: int, true_index: int | None) -> str:
    if not np.isfinite(values).any():
        return translate("The network says nothing: its output is not a number (NaN).")
    said = {"name": names[guess], "percent": _percent(values[guess])}
    if true_index is None:
        return translate("The network says {name}, {percent}.", **said)
    if guess == true_index:
        return translate("The network says {name}, {percent}, which is right.", **said)
    said |= {"truth": names[true_index], "chance": _percent(values[true_index])}
    return translate(
        "The network says {name}, {percent}, but it is {truth} at {chance}.", **said
    )
