"""Runs: the trainings that are over, each with its choices, curves and weights.

A `FitRun` ends, `keep_runs` writes down what came out; views compare, overlay and
bring back.
"""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from kit.studio.fit_record import Point
from kit.studio.undo import describe_change

MOST_RUNS = 20
MOST_BYTES = 50_000_000  # of the weights of all runs together
_MOST_POINTS = 200  # of each curve: enough for a faint line and a small picture


@dataclasses.dataclass(frozen=True, eq=False)
class StudioRun:
    """One training that is over.

    Args:
        number: Counted from 1, never used twice.
        label: A few words: its number, and what was changed since the run before.
        content: The choices it was started with, as `Project.content` returns them;
            `Project.restore` brings them back.
        history: Points `(epochs, value)` by name, as in `FitSnapshot`.
        accuracy: The last accuracy on the test data, else on the training data; None
            where no accuracy was measured.
        parameters: How many numbers the model has learnt, and those it keeps fixed.
        seconds: How long it trained, without pauses.
        weights: What `get_weights` returned, as float32; None once there are too many.
        seed: Where its random numbers started.
        notes: What was changed by hand meanwhile, such as the learning rate.
    """

    number: int
    label: str
    content: dict[str, Any]
    history: dict[str, tuple[Point, ...]]
    accuracy: float | None
    parameters: int
    seconds: float
    weights: tuple[np.ndarray, ...] | None
    seed: int
    notes: tuple[str, ...] = ()

    @property
    def epochs_done(self) -> float:
        """How many epochs it trained, also parts of one."""
        return max((p[-1][0] for p in self.history.values() if p), default=0.0)


class Runs:
    """The last trainings, oldest first.

    Only so many are kept, and the weights of the oldest go first.

    Args:
        most: How many runs to keep.
        most_bytes: How many bytes the weights of all of them may have.

    >>> runs = Runs()
    >>> run = StudioRun(1, "Run 1", {}, {"loss": ((1.0, 0.5),)}, 0.9, 10, 1.0, (), 0)
    >>> runs.add(run); len(runs), runs.last.label
    (1, 'Run 1')
    """

    def __init__(self, most: int = MOST_RUNS, most_bytes: int = MOST_BYTES):
        self.most, self.most_bytes = most, most_bytes
        self._runs: tuple[StudioRun, ...] = ()
        self._watchers: list[Callable[[], None]] = []
        self._greatest = 0

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[StudioRun]:
        return iter(self._runs)

    @property
    def all(self) -> tuple[StudioRun, ...]:
        """Every run that is kept, oldest first."""
        return self._runs

    @property
    def last(self) -> StudioRun | None:
        """The run that ended last; None before the first."""
        return self._runs[-1] if self._runs else None

    @property
    def next_number(self) -> int:
        """The number of the run to come."""
        return self._greatest + 1

    def add(self, run: StudioRun) -> None:
        """Keep a run, and tell those who observe."""
        self._greatest = max(self._greatest, run.number)
        self._runs = self._light_enough((*self._runs, run)[-self.most :])
        for watcher in tuple(self._watchers):
            watcher()

    def get(self, number: int) -> StudioRun | None:
        """Return the run of a number; None if it is not kept any more."""
        return next((run for run in self._runs if run.number == number), None)

    def observe(self, watcher: Callable[[], None]) -> None:
        """Call a function without arguments after every new run.

        It is called by the thread that trained; it may set traits of widgets.
        """
        self._watchers.append(watcher)

    def _light_enough(self, runs):
        """Take the weights from the oldest runs until the rest is small enough."""
        total, kept = 0, []
        for run in reversed(runs):
            total += sum(array.nbytes for array in run.weights or ())
            if total > self.most_bytes:
                run = dataclasses.replace(run, weights=None)
            kept.append(run)
        return tuple(reversed(kept))


def keep_runs(run: Any, runs: Runs, content: Callable[[], dict[str, Any]]) -> None:
    """Let every training of a FitRun be kept when it is over.

    Args:
        run: The FitRun.
        runs: Where to keep them.
        content: Returns the choices that the training was started with.
    """

    def keep() -> None:
        if run.snapshot().total_steps_done:
            runs.add(made_run(run, content(), runs))

    run.on_end(keep)


def made_run(run: Any, content: dict[str, Any], runs: Runs) -> StudioRun:
    """Return what a FitRun has come to.

    Args:
        run: A FitRun that is over.
        content: The choices it was started with.
        runs: The runs before it.
    """
    snapshot, number = run.snapshot(), runs.next_number
    arrays = [np.asarray(array, "float32") for array in run.model.get_weights()]
    return StudioRun(
        number=number,
        label=_label(number, content, runs.last),
        content=content,
        history={name: _thinned(p) for name, p in snapshot.history.items()},
        accuracy=last_accuracy(snapshot.history),
        parameters=run.model.count_params(),
        seconds=snapshot.elapsed,
        weights=tuple(arrays),
        seed=content["seed"],
        notes=tuple(
            f"step {change.step}: {change.words}" for change in snapshot.changes
        ),
    )


def _label(number, content, before):
    changed = "" if before is None else describe_change(before.content, content)
    return f"Run {number} · {changed}" if changed else f"Run {number}"


def last_accuracy(history: dict[str, tuple[Point, ...]]) -> float | None:
    """Return the last accuracy on the test data, else on the training data.

    Args:
        history: Points `(epochs, value)` by name.

    >>> last_accuracy({"accuracy": ((1.0, 0.9),), "val_accuracy": ((1.0, 0.8),)})
    0.8
    """
    for name in ("val_accuracy", "accuracy"):
        if history.get(name):
            return float(history[name][-1][1])
    return None


def _thinned(points):
    """Keep every so many points, and the last."""
    if len(points) <= _MOST_POINTS:
        return points
    step = -(-len(points) // (_MOST_POINTS - 1))
    return (*points[:-1:step], points[-1])
