"""Race: many trainings side by side in one compiled program, to compare their curves.

They differ in one thing: the seed, the learning rate or the optimizer. A thread runs
`kit.experiments.train_variants`; the panel of the same name draws snapshots.
"""

import atexit
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kit import optimizers, random
from kit.experiments import Variant, train_variants
from kit.studio.code_view import optimizer_code
from kit.studio.compile_panel import optimizer_description
from kit.studio.finding import Finding
from kit.studio.project import Project
from kit.texts.language import translate

SEEDS, RATES, OPTIMIZERS = "seeds", "rates", "optimizers"
LEARNING_RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
MOST_SAMPLES = 2000  # of the training data, unless the learner wants more
_MOST_TESTED = 1000
# label -> class, usual learning rate, further arguments
_RACERS: dict[str, tuple[str, float, dict[str, float]]] = {
    "SGD": ("SGD", 0.01, {}),
    "Momentum": ("SGD", 0.01, {"momentum": 0.9}),
    "Adagrad": ("Adagrad", 0.01, {}),
    "RMSprop": ("RMSprop", 0.001, {}),
    "Adam": ("Adam", 0.001, {}),
    "AdamW": ("AdamW", 0.001, {}),
}
OVER = ("idle", "finished", "failed")


@dataclass(frozen=True)
class RaceSnapshot:
    """What a race has come to, at one moment.

    Args:
        status: `"idle"`, `"running"`, `"stopping"`, `"finished"` or `"failed"`.
        kind: What differs: `"seeds"`, `"rates"` or `"optimizers"`.
        labels: What each run is called.
        histories: The curves of each run.
        epoch: How many epochs are done.
        epochs: How many are planned.
        seconds: How long it took so far.
        finding: What went wrong.

    >>> RaceSnapshot().is_over
    True
    """

    status: str = "idle"
    kind: str = SEEDS
    labels: tuple[str, ...] = ()
    histories: tuple[dict[str, tuple[float, ...]], ...] = ()
    epoch: int = 0
    epochs: int = 0
    seconds: float = 0.0
    finding: Finding | None = None

    @property
    def is_over(self) -> bool:
        """Whether no race is going on."""
        return self.status in OVER

    @property
    def was_stopped(self) -> bool:
        """Whether it is over before the last epoch that was planned."""
        return self.status == "finished" and self.epoch < self.epochs

    @property
    def metric(self) -> str:
        """The curve to judge by: of the test data, and an accuracy if there is one."""
        names = list(self.histories[0]) if self.histories else []
        for wanted in ("val_accuracy", "val_loss", "loss"):
            if wanted in names:
                return wanted
        return "loss"

    @property
    def finals(self) -> tuple[float, ...]:
        """The last value of the metric of each run."""
        found = [one.get(self.metric, ()) for one in self.histories]
        return tuple(curve[-1] if curve else float("nan") for curve in found)

    @property
    def best(self) -> int | None:
        """Which run came out best; None where none is a number."""
        finals = self.finals
        known = [k for k, value in enumerate(finals) if value == value]
        if not known:
            return None
        sign = 1 if self.metric.endswith("accuracy") else -1
        return max(known, key=lambda k: sign * finals[k])


class Race:
    """Trains variants of a project's model, one race at a time.

    Args:
        project: The project; it is not changed.
        threaded: Whether to train in a thread; without one, `start` returns at the end.

    >>> race = Race(Project("moons"))
    >>> race.start("seeds", epochs=1, count=2); race.wait().status
    'finished'
    """

    def __init__(self, project: Project, threaded: bool = True):
        self.project, self.threaded = project, threaded
        self._snapshot = RaceSnapshot()
        self._lock = threading.Lock()  # never held while watchers are called
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._watchers: list[Callable[[RaceSnapshot], Any]] = []

    def start(
        self, kind: str, epochs: int = 3, samples: int | None = None, count: int = 8
    ) -> None:
        """Begin a race, and return at once.

        Args:
            kind: `"seeds"`, `"rates"` or `"optimizers"`.
            epochs: How many epochs to train.
            samples: How many training samples to use; by default at most 2,000.
            count: How many seeds.

        Raises:
            RuntimeError: If a race is still going on.
        """
        if not self._snapshot.is_over:
            raise RuntimeError(
                "A race is still going on.\n"
                "Expected it to be over before another one starts.\n"
                "Wait for it, or press Stop."
            )
        self._stop.clear()
        variants = variants_for(kind, self.project, count)
        labels = tuple(variant.label for variant in variants)
        self._snapshot = RaceSnapshot("running", kind, labels, epochs=epochs)
        self._tell()
        arguments = (variants, epochs, samples)
        if not self.threaded:
            self._work(*arguments)
            return
        self._thread = threading.Thread(
            target=self._work, args=arguments, name="race", daemon=True
        )
        # Python may not end while compiled code runs in a thread.
        atexit.register(self._end, self._thread)
        self._thread.start()

    def stop(self) -> None:
        """End the race after the steps that run now; the curves so far stay."""
        self._stop.set()
        if self._snapshot.status == "running":
            self._change()

    def wait(self, timeout: float | None = None) -> RaceSnapshot:
        """Wait until the race is over, and return its last snapshot."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._snapshot

    def snapshot(self) -> RaceSnapshot:
        """Return what the race has come to."""
        return self._snapshot

    def watch(self, watcher: Callable[[RaceSnapshot], Any]) -> None:
        """Call a function with a snapshot after every epoch.

        The thread of the race calls it; it may set traits of widgets.
        """
        self._watchers.append(watcher)

    def _end(self, worker: threading.Thread) -> None:
        """Stop the race because the program ends."""
        self.stop()
        worker.join(30)

    def _change(self, **changes) -> None:
        """Put numbers into the snapshot, and tell the watchers."""
        with self._lock:
            snapshot = replace(self._snapshot, **changes)
            if snapshot.status == "running" and self._stop.is_set():
                snapshot = replace(snapshot, status="stopping")
            self._snapshot = snapshot
        self._tell()

    def _tell(self) -> None:
        """Call the watchers; two threads may do so, but the newest comes last."""
        told = None
        while told is not self._snapshot:
            told = self._snapshot
            for watcher in self._watchers:
                watcher(told)

    def _work(self, variants, epochs, samples) -> None:
        started = time.monotonic()

        def after_epoch(epoch, logs):
            histories = self._snapshot.histories or tuple({} for _ in logs)
            grown = tuple(
                {name: (*old.get(name, ()), new[name]) for name in new}
                for old, new in zip(histories, logs, strict=True)
            )
            seconds = time.monotonic() - started
            self._change(histories=grown, epoch=epoch + 1, seconds=seconds)

        try:
            self._train(variants, epochs, samples, after_epoch)
        except Exception as error:  # becomes a card in the panel
            self._change(status="failed", finding=Finding.from_error(error))
        else:
            self._change(status="finished", seconds=time.monotonic() - started)
        atexit.unregister(self._end)

    def _train(self, variants, epochs, samples, after_epoch) -> None:
        project = self.project
        data, count = project.data, samples or MOST_SAMPLES
        with random.seeded(project.seed):
            model = project.model.to_model()
            project.compile.apply(model)
        train_variants(
            model,
            data.x_train[:count],
            data.y_train[:count],
            variants,
            epochs=epochs,
            batch_size=project.batch_size,
            validation_data=(data.x_test[:_MOST_TESTED], data.y_test[:_MOST_TESTED]),
            on_epoch_end=after_epoch,
            should_stop=self._stop.is_set,
        )


def variants_for(kind: str, project: Project, count: int = 8) -> list[Variant]:
    """List the variants of a race.

    Args:
        kind: `"seeds"`, `"rates"` or `"optimizers"`.
        project: Its optimizer is used where optimizers do not race.
        count: How many seeds.

    Raises:
        ValueError: If there is no such race.

    >>> [variant.label for variant in variants_for("rates", Project())][:3]
    ['0.0003', '0.001', '0.003']
    """
    description, seed = project.compile.optimizer, project.seed
    if kind == SEEDS:
        return [
            Variant(
                k,
                optimizers.deserialize(description),
                translate("seed {number}", number=k),
            )
            for k in range(count)
        ]
    if kind == RATES:
        return [
            Variant(seed, _with_rate(description, rate), f"{rate:g}")
            for rate in LEARNING_RATES
        ]
    if kind == OPTIMIZERS:
        found = zip(_RACERS, racers(project), strict=True)
        return [Variant(seed, optimizers.deserialize(d), name) for name, d in found]
    raise ValueError(
        f"There is no race of {kind!r}.\n"
        f"Expected one of {SEEDS}, {RATES}, {OPTIMIZERS}.\n"
        "Check the spelling."
    )


def racers(project: Project) -> list[dict[str, Any]]:
    """Return the optimizers of a race, as descriptions.

    Each has its usual learning rate, times the factor by which the project's optimizer
    differs from its own: few samples need larger steps, whoever makes them.

    Args:
        project: The project.

    >>> [d["config"]["learning_rate"] for d in racers(Project("moons"))][:2]
    [0.2, 0.2]
    """
    own = project.compile.optimizer
    rate = own["config"].get("learning_rate")
    usual = [r for name, r, _ in _RACERS.values() if name == own["class_name"]]
    known = usual and isinstance(rate, float)
    factor = rate / usual[0] if known else 1.0
    return [
        optimizer_description(
            {
                "module": "keras.optimizers",
                "class_name": name,
                "config": {"learning_rate": float(f"{factor * r:.6g}"), **others},
                "registered_name": None,
            }
        )
        for name, r, others in _RACERS.values()
    ]


def use_variant(project: Project, kind: str, place: int) -> None:
    """Let the project learn as one of the runs did.

    Args:
        project: The project.
        kind: What the runs differed in.
        place: Which run.

    >>> project = Project()
    >>> use_variant(project, "rates", 2); project.compile.optimizer["config"][
    ...     "learning_rate"]
    0.003
    """
    if kind == SEEDS:
        project.seed = place
    elif kind == RATES:
        project.compile.update_optimizer(learning_rate=LEARNING_RATES[place])
    else:
        project.compile.optimizer = racers(project)[place]


def race_code(
    kind: str, project: Project, epochs: int, samples: int | None, count: int = 8
) -> str:
    """Return the line of a program that does the same.

    >>> race_code("seeds", Project(), 3, 2000, 4)
    'keras.experiments.train_variants(model, x_train[:2000], y_train[:2000], \
seeds=range(4), epochs=3)'
    """
    if kind == SEEDS:
        differing = f"seeds=range({count})"
    elif kind == RATES:
        rates = ", ".join(f"{rate:g}" for rate in LEARNING_RATES)
        differing = f"learning_rates=[{rates}]"
    else:
        written = ", ".join(map(optimizer_code, racers(project)))
        differing = f"optimizer_list=[{written}]"
    some = f"[:{samples}]" if samples else ""
    return (
        f"keras.experiments.train_variants(model, x_train{some}, y_train{some}, "
        f"{differing}, epochs={epochs})"
    )


def _with_rate(description: dict[str, Any], rate: float) -> Any:
    config = {**description["config"], "learning_rate": rate}
    return optimizers.deserialize({**description, "config": config})
