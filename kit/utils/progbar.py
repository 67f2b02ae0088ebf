"""Progbar: the line that shows how far a training is, exactly as Keras draws it.

It only writes text to stdout; `fit`, `evaluate` and `predict` feed it.
"""

import os
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np


class Progbar:
    """Draws a progress bar with times and metrics, over and over on one line.

    Args:
        target: The number of steps, or None if it is not known.
        width: Length of the bar in characters.
        verbose: 0 for nothing, 1 for the bar, 2 for one line at the end.
        interval: The least number of seconds between two drawings.
        stateful_metrics: Names of metrics to show as they are; all others are
            averaged over the steps.
        stateless_metrics: The other way round: names of the metrics to average; all
            others are shown as they are.
        unit_name: What one step is called.

    >>> bar = Progbar(2, verbose=2)
    >>> bar.update(1, [("loss", 3.0)])
    >>> bar.update(2, [("loss", 1.0)])  # doctest: +ELLIPSIS
    2/2 - 0s - ... - loss: 1.0000
    """

    def __init__(
        self,
        target: int | None,
        width: int = 20,
        verbose: int = 1,
        interval: float = 0.05,
        stateful_metrics: Iterable[str] | None = None,
        stateless_metrics: Iterable[str] | None = None,
        unit_name: str = "step",
    ):
        if stateful_metrics is not None and stateless_metrics is not None:
            raise ValueError(
                "Progbar received stateful_metrics and stateless_metrics.\n"
                "Expected one of them, because it determines the other.\n"
                "Leave one of them out."
            )
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.unit_name = unit_name
        self.stateful_metrics = set(stateful_metrics or ())
        self.stateless_metrics = stateless_metrics
        self._seen_so_far = 0
        self._sums: dict[str, tuple[float, int]] = {}  # name -> (sum, number of steps)
        self._start = time.time()
        self._last_drawn = 0.0
        self._time_after_first_step: float | None = None
        self._drawn_width = 0

    def add(self, n: int, values: Sequence[tuple[str, Any]] | None = None) -> None:
        """Show `n` steps more than before; see `update`."""
        self.update(self._seen_so_far + n, values)

    def update(
        self,
        current: int,
        values: Sequence[tuple[str, Any]] | None = None,
        finalize: bool | None = None,
    ) -> None:
        """Show step `current`.

        Args:
            current: How many steps are done.
            values: `[(name, value)]` of this step.
            finalize: Whether this is the last drawing; by default, whether `current`
                has reached `target`.
        """
        if finalize is None:
            finalize = self.target is not None and current >= self.target
        for name, value in values or ():
            self._take(name, value, max(current - self._seen_so_far, 1), finalize)
        self._seen_so_far = current
        now = time.time()
        seconds = self._seconds_per_step(current, now)
        if self.verbose == 1:
            if now - self._last_drawn < self.interval and not finalize:
                return
            self._draw_bar(current, now, seconds, finalize)
        elif self.verbose == 2 and finalize and self.target:
            _write(self._line(current, now, seconds))
        self._last_drawn = now

    def _take(self, name, value, steps, finalize):
        """Remember the value of a metric after `steps` more steps."""
        if self.stateless_metrics is None:
            is_averaged = name not in self.stateful_metrics
        else:
            is_averaged = name in self.stateless_metrics
        if finalize or not is_averaged:
            self._sums[name] = (value, 1)
            return
        total, count = self._sums.get(name, (0, 0))
        self._sums[name] = (total + value * steps, count + steps)

    def _draw_bar(self, current, now, seconds, finalize):
        bar, bar_width = self._bar(current)
        if self.target and not finalize:
            clock = _clock(seconds * (self.target - current))
        else:
            clock = f"{now - self._start:.0f}s"
        rest = f" {_per_step(seconds, self.unit_name)}{self._metrics()}"
        drawn_width = bar_width + len(f" {clock}{rest}")
        go_back = "\b" * self._drawn_width + "\r" if _can_redraw() else "\n"
        wipe_out = " " * (self._drawn_width - drawn_width)
        end = "\n" if finalize else ""
        _write(f"{go_back}{bar} {_bold(clock)}{rest}{wipe_out}{end}")
        self._drawn_width = drawn_width

    def _bar(self, current):
        """Return the steps and the bar, and how wide they are on the screen."""
        if not self.target:
            text = f"{current:7d}/Unknown"
            return text, len(text)
        steps = self._steps(current)
        done = int(self.width * (current / self.target))
        bar = f"\x1b[32m{'━' * done}\x1b[0m" if done > 0 else ""
        bar += f"\x1b[37m{'━' * (self.width - done)}\x1b[0m"
        on_screen = len(steps) + 1 + done + max(self.width - done, 0)
        return f"{_bold(steps)} {bar}", on_screen

    def _line(self, current, now, seconds):
        """Return the one line of verbose=2."""
        speed = _per_step(seconds, self.unit_name)
        elapsed = f"{now - self._start:.0f}s"
        return f"{self._steps(current)} - {elapsed} - {speed}{self._metrics()}\n"

    def _steps(self, current):
        """Return for example ` 9/10`, as wide as `10/10` will be."""
        return f"{current:{len(str(self.target))}d}/{self.target}"

    def _metrics(self):
        text = ""
        for name, (total, count) in self._sums.items():
            mean = float(np.mean(total)) / max(1, count)
            number = f"{mean:.4f}" if abs(mean) > 1e-3 else f"{mean:.4e}"
            text += f" - {name}: {number}"
        return text

    def _seconds_per_step(self, current, now):
        """Estimate the time of a step, without the first one, which compiles."""
        if current == 0:
            return 0
        after_first = self._time_after_first_step
        if current == 1:
            self._time_after_first_step = now
        if after_first is None or current == 1:
            return (now - self._start) / current
        return (now - after_first) / (current - 1)


def _bold(text):
    return f"\x1b[1m{text}\x1b[0m"


def _clock(seconds):
    """Write a time as `7s`, `1:05` or `1:02:03`."""
    whole = int(seconds)
    minutes, hours = whole // 60, whole // 3600
    if seconds > 3600:
        return f"{hours}:{minutes % 60:02d}:{whole % 60:02d}"
    if seconds > 60:
        return f"{minutes}:{whole % 60:02d}"
    return f"{whole}s"


def _per_step(seconds, unit):
    """Write the time of one step in the unit that suits it."""
    if seconds >= 1 or seconds == 0:
        return f"{seconds:.0f}s/{unit}"
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.0f}ms/{unit}"
    return f"{seconds * 1e6:.0f}us/{unit}"


def _can_redraw():
    """Tell whether the output can go back on a line; a file on Windows cannot."""
    is_screen = hasattr(sys.stdout, "isatty") and sys.stdout.isatty()
    is_notebook = "ipykernel" in sys.modules or "PYCHARM_HOSTED" in os.environ
    return is_screen or is_notebook or os.name == "posix"


def _write(text):
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:  # an old Windows console has no such bar
        encoding = sys.stdout.encoding or "utf-8"
        plain = text.replace("━", "=").encode(encoding, errors="ignore")
        sys.stdout.write(plain.decode(encoding))
    sys.stdout.flush()
