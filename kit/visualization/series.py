"""Reads training histories into arrays, thins them out, and puts them into words.

Stands between the plain dictionaries of `History` and the charts in `curves`.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from kit.texts.language import translate

_TOO_LARGE = 1e300


class Series(NamedTuple):
    """One curve: epochs and values, both of shape `(points,)`; gaps are NaN."""

    x: np.ndarray
    y: np.ndarray

    @property
    def finite(self) -> "Series":
        """The points that can be drawn."""
        keep = np.isfinite(self.y)
        return Series(self.x[keep], self.y[keep])


def read_series(values: Sequence, name: str = "values") -> Series:
    """Return one curve from a list of numbers or of `(epoch, value)` pairs.

    The numbers of a plain list belong to the epochs 1, 2, 3 and so on; pairs may lie
    within an epoch, such as `(0.25, 1.9)`. `None` and infinities become gaps.

    Args:
        values: The list.
        name: What to call it in an error.

    Raises:
        ValueError: If the list is neither.

    >>> read_series([0.9, 0.5]).x.tolist()
    [1.0, 2.0]
    """
    try:
        table: Any = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        table = np.empty((0, 0, 0))
    if table.ndim == 1:
        x, y = np.arange(1.0, table.size + 1), table
    elif table.ndim == 2 and table.shape[1] == 2:
        x, y = table[:, 0], table[:, 1]
    else:
        raise ValueError(
            f"The history of {name!r} cannot be drawn: {str(values)[:60]}.\n"
            "Expected a list of numbers, one per epoch, or of (epoch, value) pairs.\n"
            "Pass a dictionary such as `history.history` or "
            '{"loss": [0.9, 0.5]}.'
        )
    known = np.isfinite(x)
    # Beyond _TOO_LARGE even the length of an axis would overflow.
    x, y = x[known], np.where(np.abs(y) < _TOO_LARGE, y, np.nan)[known]
    if np.any(np.diff(x) < 0):
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
    return Series(x, y)


def read_history(history) -> dict[str, Sequence]:
    """Return the dictionary of a `History` object, or the dictionary itself.

    Raises:
        TypeError: If it is neither.

    >>> read_history({"loss": [1.0]})
    {'loss': [1.0]}
    """
    values = getattr(history, "history", history)
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise TypeError(
            f"A {type(history).__name__} is not a training history.\n"
            "Expected what `model.fit` returns, or its dictionary.\n"
            'Pass `history.history`, or a dictionary such as {"loss": [0.9, 0.5]}.'
        )
    return dict(values)


def metric_names(history: Mapping[str, Sequence]) -> list[str]:
    """Return the names without `val_`, the loss first, each once.

    >>> metric_names({"accuracy": [], "loss": [], "val_loss": []})
    ['loss', 'accuracy']
    """
    names = dict.fromkeys(name.removeprefix("val_") for name in history)
    return sorted(names, key=lambda name: name != "loss")


def plain_name(name: str) -> str:
    """Return a metric's name as words.

    >>> plain_name("val_binary_accuracy")
    'validation binary accuracy'
    """
    validation = name.startswith("val_")
    words = name.removeprefix("val_").replace("_", " ")
    return translate("validation {name}", name=words) if validation else words


def thin_out(series: Series, limit: int = 400) -> Series:
    """Return at most `limit` points that keep the shape of the curve.

    Each of many equal stretches keeps its lowest and its highest point and, if there
    is a gap, the gap; the first and the last point always stay. So a single spike
    among a million steps is still seen.

    Args:
        series: The curve.
        limit: The most points to keep, at least 5.

    >>> long = Series(np.arange(1000.0), np.zeros(1000))
    >>> len(thin_out(long).x) <= 400
    True
    """
    count = len(series.x)
    if count <= limit:
        return series
    gaps = np.isnan(series.y)
    kept_per_stretch = 3 if gaps.any() else 2
    length = math.ceil(count / ((limit - 2) // kept_per_stretch))
    stretches = math.ceil(count / length)
    padded = np.full(stretches * length, np.nan)
    padded[:count] = series.y
    rows = padded.reshape(stretches, length)  # (stretches, length)
    starts = np.arange(stretches) * length
    missing = np.isnan(rows)
    chosen = [
        starts + np.where(missing, np.inf, rows).argmin(axis=1),
        starts + np.where(missing, -np.inf, rows).argmax(axis=1),
        [0, count - 1],
    ]
    if gaps.any():
        # Padding after the last point is no gap of the curve.
        real = missing & (starts[:, None] + np.arange(length) < count)
        chosen.append((starts + real.argmax(axis=1))[real.any(axis=1)])
    keep = np.unique(np.concatenate(chosen).astype(int))
    return Series(series.x[keep], series.y[keep])


def describe_history(
    history, total_epochs: int | None = None, metrics: Sequence[str] | None = None
) -> str:
    """Return one sentence that reads the newest values aloud.

    Args:
        history: Dictionary of curves, as in `learning_curves_svg`.
        total_epochs: How many epochs are planned, if known.
        metrics: The names to read, without `val_`; all of them by default.

    >>> describe_history({"loss": [0.5, 0.21], "val_loss": [0.6, 0.25]}, 10)
    'Epoch 2 of 10: loss 0.21, validation loss 0.25.'
    """
    history = read_history(history)
    wanted = metric_names(history) if metrics is None else list(metrics)
    parts, latest = [], 0.0
    for metric in wanted:
        for name in (metric, f"val_{metric}"):
            series = read_series(history.get(name, ()), name)
            if len(series.x):
                latest = max(latest, series.x[-1])
                parts.append(f"{plain_name(name)} {_spoken(series.y[-1])}")
    if not parts:
        return translate("No epoch has been trained yet.")
    epoch = max(1, math.ceil(latest - 1e-6))
    place = translate("Epoch {number}", number=epoch)
    if total_epochs:
        place = translate("Epoch {number} of {total}", number=epoch, total=total_epochs)
    return f"{place}: {', '.join(parts)}."


def _spoken(value: float) -> str:
    return translate("is not a number (NaN)") if math.isnan(value) else f"{value:.3g}"
