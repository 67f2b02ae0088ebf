"""FitRecord: the numbers of a training so far, and FitSnapshot, a frozen copy of them.

A fit writes them, views read copies; `kit.studio.fit_panel` holds the lock between.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kit.studio.finding import Finding

OVER = ("idle", "finished", "failed")  # no training is going on

_MOST_CHANGES = 100
Point = tuple[float, float]


@dataclass(frozen=True)
class Change:
    """Something that was changed by hand while a model learned.

    Args:
        x: Where: epochs done, also parts of one.
        step: After how many batches.
        name: What, such as `"learning rate"`.
        before: The value until then.
        after: The value from then on.

    >>> Change(1.5, 150, "learning rate", 0.001, 0.01).words
    'learning rate 0.001 → 0.01'
    """

    x: float
    step: int
    name: str
    before: float
    after: float

    @property
    def words(self) -> str:
        """What was changed, in a few words."""
        return f"{self.name} {self.before:g} → {self.after:g}"

    @property
    def short(self) -> str:
        """The new value; the learning rate needs no name beside the curves."""
        is_rate = self.name == "learning rate"
        return f"{self.after:g}" if is_rate else f"{self.name} {self.after:g}"


@dataclass(frozen=True)
class FitSnapshot:
    """What a training has come to, at one moment.

    Args:
        status: `"idle"`, `"running"`, `"pausing"`, `"paused"`, `"stopping"`,
            `"finished"` or `"failed"`.
        epoch: The epoch that runs or ran last, counted from 1; 0 before the first.
        epochs: The number of the last epoch that is planned.
        epochs_done: How many epochs are over.
        step: Batches done in this epoch.
        steps_per_epoch: Batches in an epoch; None while that is not known.
        total_steps_done: Batches done in all epochs of this record.
        elapsed: Seconds of training, without pauses.
        eta_seconds: Seconds that are probably left; None while that is not known.
        history: Points `(epochs, value)` by name; training has points within an
            epoch, where the average so far is meant, validation at its end.
        message: What is going on, in a few words.
        finding: What went wrong, if the training failed or lost its way.
        version: Grows with every change, so that a view draws nothing twice.
        changes: What was changed by hand, in the order of time.
        learning_rate: The rate now; None without a model or with a planned rate.

    >>> FitSnapshot().is_over, FitSnapshot(status="paused").is_over
    (True, False)
    """

    status: str = "idle"
    epoch: int = 0
    epochs: int = 0
    epochs_done: int = 0
    step: int = 0
    steps_per_epoch: int | None = None
    total_steps_done: int = 0
    elapsed: float = 0.0
    eta_seconds: float | None = None
    history: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    message: str = "Nothing has been trained yet."
    finding: Finding | None = None
    version: int = 0
    changes: tuple[Change, ...] = ()
    learning_rate: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether no training is going on."""
        return self.status in OVER

    @property
    def progress(self) -> float:
        """The share of all planned epochs that is done, from 0 to 1.

        >>> FitSnapshot(epoch=2, epochs=4, step=5, steps_per_epoch=10).progress
        0.375
        """
        if not self.epochs or not self.epoch:
            return 0.0
        within = self.step / self.steps_per_epoch if self.steps_per_epoch else 0.0
        return min(1.0, (self.epoch - 1 + within) / self.epochs)


class Curves:
    """Points by name, thinned out within the epochs when there are too many.

    Args:
        limit: The most points within epochs; those at the end of one always stay.

    >>> curves = Curves()
    >>> curves.add(0.5, {"loss": 2.0}); curves.add(1.0, {"loss": 1.5}, is_end=True)
    >>> curves.points["loss"]
    [(0.5, 2.0), (1.0, 1.5)]
    """

    def __init__(self, limit: int = 2000):
        self.limit = limit
        self.points: dict[str, list[Point]] = {}
        self._ends: set[float] = set()
        self._spacing = 0.0
        self._latest = -math.inf

    def add(self, x: float, logs: dict[str, Any], is_end: bool = False) -> None:
        """Add the numbers at one place; at the end of an epoch they replace others."""
        if is_end:
            self._ends.add(x)
        elif x - self._latest < self._spacing:
            return
        self._latest = x
        for name, value in logs.items():
            if not isinstance(value, int | float):
                continue  # a matrix cannot be drawn as a curve
            points = self.points.setdefault(name, [])
            if points and points[-1][0] == x:
                points.pop()
            points.append((x, float(value)))
            if len(points) - len(self._ends) > self.limit:
                self._thin_out()

    def copy(self) -> dict[str, tuple[Point, ...]]:
        """Return the points as they are now."""
        return {name: tuple(points) for name, points in self.points.items()}

    def _thin_out(self) -> None:
        """Keep every second point within the epochs, now and from now on."""
        for name, points in self.points.items():
            within = [point for point in points if point[0] not in self._ends]
            kept = set(within[::2])
            self.points[name] = [p for p in points if p[0] in self._ends or p in kept]
            if len(within) > 1:
                span = within[-1][0] - within[0][0]
                self._spacing = max(self._spacing, 2 * span / (len(within) - 1))


class Stopwatch:
    """Measures the time of training, without pauses, and guesses what is left.

    Args:
        now: A function that tells the time in seconds.

    >>> watch = Stopwatch(now=iter([0.0, 4.0, 10.0]).__next__)
    >>> watch.start(); watch.pause(); watch.seconds
    4.0
    """

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self._now = now
        self._before = 0.0
        self._since: float | None = None
        self._first: tuple[float, float] | None = None

    def start(self) -> None:
        """Go on counting."""
        if self._since is None:
            self._since = self._now()

    def pause(self) -> None:
        """Stop counting until `start`."""
        self._before, self._since = self.seconds, None

    @property
    def seconds(self) -> float:
        """The seconds counted so far."""
        return self._before + (
            0.0 if self._since is None else self._now() - self._since
        )

    def guess(self, done: float, planned: float) -> float | None:
        """Return the seconds until `planned` from the pace since the first `done`.

        The first batch is left out, as most of its time went into compiling.
        """
        seconds = self.seconds
        if self._first is None:
            self._first = (done, seconds)
            return None
        first_done, first_seconds = self._first
        if done <= first_done:
            return None
        return (planned - done) * (seconds - first_seconds) / (done - first_done)


class FitRecord:
    """What one model has gone through: curves, counters and time.

    Nothing here is safe between threads; `FitRun` takes its lock around every call.

    >>> record = FitRecord()
    >>> record.begin(epochs=2, steps=4)
    >>> record.add_step(epoch=0, batch=0, logs={"loss": 2.0})
    >>> record.snapshot().history
    {'loss': ((0.25, 2.0),)}
    """

    def __init__(self):
        self.curves = Curves()
        self.epochs_done = 0
        self.total_steps_done = 0
        self.changes: tuple[Change, ...] = ()
        self._start_values()

    def _start_values(self) -> None:
        self.watch = Stopwatch()
        self.epoch = self.epochs = self.step = 0
        self.steps: int | None = None
        self.eta_seconds: float | None = None

    def begin(self, epochs: int, steps: int | None) -> None:
        """A fit starts, up to the epoch `epochs`, with `steps` batches in each."""
        self._start_values()
        self.epochs, self.steps = epochs, steps
        self.epoch = self.epochs_done
        self.watch.start()

    def begin_epoch(self, epoch: int) -> None:
        """An epoch, counted from 0, starts."""
        self.epoch, self.step = epoch + 1, 0

    def add_step(self, epoch: int, batch: int, logs: dict[str, Any]) -> None:
        """Batch number `batch` of an epoch, both counted from 0, is done."""
        self.total_steps_done += batch + 1 - self.step
        self.epoch, self.step = epoch + 1, batch + 1
        if self.steps:
            done = epoch + self.step / self.steps
            self.curves.add(done, logs)
            self.eta_seconds = self.watch.guess(done, self.epochs)

    def end_epoch(self, epoch: int, logs: dict[str, Any]) -> None:
        """An epoch, counted from 0, is over, its validation included."""
        self.steps = self.steps or self.step
        within = self.step / self.steps if self.steps else 1.0
        if within > 0:  # it was not stopped before its first batch
            self.curves.add(epoch + within, logs, is_end=True)
            self.epochs_done = epoch + 1

    def note(self, name: str, before: float, after: float) -> None:
        """Something was changed by hand; twice at one place counts as once."""
        within = self.step / self.steps if self.steps else 0.0
        x = max(0, self.epoch - 1) + within
        *others, last = self.changes or (None,)
        if last and (last.step, last.name) == (self.total_steps_done, name):
            before, self.changes = last.before, tuple(others)
        change = Change(x, self.total_steps_done, name, before, after)
        self.changes = (*self.changes, change)[-_MOST_CHANGES:]

    def end(self) -> None:
        """The fit is over."""
        self.watch.pause()
        self.eta_seconds = None

    def snapshot(self, **about) -> FitSnapshot:
        """Return a frozen copy.

        Args:
            **about: Status, message, finding and version, which `FitRun` knows.
        """
        return FitSnapshot(
            epoch=self.epoch,
            epochs=self.epochs,
            epochs_done=self.epochs_done,
            step=self.step,
            steps_per_epoch=self.steps,
            total_steps_done=self.total_steps_done,
            elapsed=self.watch.seconds,
            eta_seconds=self.eta_seconds,
            history=self.curves.copy(),
            changes=self.changes,
            **about,
        )
