"""FitRun: one training after another, each in a thread of its own, under control.

The thread does nothing but `model.fit`, with a callback that writes down numbers and
waits or stops when asked. Views read snapshots; a program may do so as well.
"""

import atexit
import threading
import time
from collections.abc import Callable
from typing import Any

from kit.studio.finding import Finding
from kit.studio.fit_record import FitRecord, FitSnapshot
from kit.studio.fit_recorder import Recorder
from kit.studio.fit_start import (
    RESTS,
    check_model,
    check_until,
    finding_of,
    fit_arguments,
    make_weights,
    threads_are_shown,
)
from kit.studio.wishes import RATE, Wishes

Prepare = Callable[[], tuple[Any, Any]]


class FitRun:
    """Trains a model while the notebook stays usable.

    Args:
        prepare: A function that returns a fresh compiled model and its data. It runs
            inside `start`, so the weights are those that a script would begin with.
        threaded: Whether to train in a thread. Without one, `start` returns when the
            training is over, and the interrupt of the notebook stops it. By
            default in a thread, except in Colab, which shows nothing of one.

    Attributes:
        model: The model that is or was trained; it predicts at any time.
        error: The exception of a training that failed.
        callbacks: Callbacks for every `fit`; they come before the numbers are kept.

    >>> import numpy as np
    >>> from kit.layers.core import Dense
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> x, y = np.ones((8, 2)), np.ones((8, 1))
    >>> run = FitRun()
    >>> run.start(model, ((x, y), (x, y)), epochs=2, batch_size=4)
    >>> run.wait().status, run.snapshot().total_steps_done
    ('finished', 4)
    """

    def __init__(self, prepare: Prepare | None = None, threaded: bool | None = None):
        self.prepare = prepare
        self.threaded = threads_are_shown() if threaded is None else threaded
        self.model: Any = None
        self.error: BaseException | None = None
        self.callbacks: list[Any] = []
        self._record = FitRecord()
        self._lock = threading.RLock()
        self._status, self._message = "idle", FitSnapshot.message
        self._finding: Finding | None = None
        self._version = 0
        self._stop_asked = self._has_begun = False
        self._until = "end"
        self._wishes = Wishes()
        self._may_go_on, self._is_over = threading.Event(), threading.Event()
        self._is_over.set()
        self._watchers: list[Callable[[], None]] = []
        self._end_watchers: list[Callable[[], None]] = []

    # What a program or a button asks for

    def start(
        self,
        model: Any = None,
        data: Any = None,
        epochs: int = 1,
        batch_size: int = 32,
        validation: bool = True,
        callbacks: Any = None,
        until: str = "end",
    ) -> None:
        """Begin to train, and return at once.

        The same model goes on from where it is, as with a second `fit`; a model that
        `prepare` has made, or another one, starts a new record.

        Args:
            model: A compiled model; left out, `prepare` makes one.
            data: `((x_train, y_train), (x_test, y_test))`, or an object with these
                attributes.
            epochs: How many epochs to train.
            batch_size: Samples per step.
            validation: Whether to measure the test data after every epoch.
            callbacks: Further callbacks for `fit`.
            until: `"end"`, or `"batch"` or `"epoch"` to rest, paused, after the
                first one; this needs a thread.

        Raises:
            RuntimeError: If a training is still going on; it is not disturbed.
        """
        self._claim(until)
        try:
            if model is None and self.prepare is not None:
                model, data = self.prepare()
            check_model(model)
            arguments = fit_arguments(data, batch_size, validation)
            make_weights(model, arguments)
        except Exception as error:
            self._finish(error)
            self._tell_watchers()
            return
        with self._lock:
            if model is not self.model:
                self._record = FitRecord()
            self.model = model
            done = self._record.epochs_done
            recorder = Recorder(self, self._record)
            self._message, self._has_begun = "Compiling", True
            self._version += 1
        arguments |= {
            "initial_epoch": done,
            "epochs": done + epochs,
            "callbacks": [callbacks or [], *self.callbacks, recorder],
        }
        self._tell_watchers()
        if self.threaded:
            worker = threading.Thread(
                target=self._work, args=(model, arguments), name="fit", daemon=True
            )
            # Python may not end while compiled code runs in a thread.
            atexit.register(self._end, worker)
            worker.start()
        else:
            self._work(model, arguments)

    def pause(self) -> None:
        """Let the training rest after the batches that run now.

        As soon as `status` is `"paused"`, numbers and weights stand still.
        """
        with self._lock:
            if self._status == "running" and self.threaded:
                self._status, self._message = "pausing", "Pausing"
                self._until = "now"
                self._version += 1

    def resume(self, until: str = "end") -> None:
        """Go on after a pause.

        Args:
            until: `"end"`, or `"batch"` or `"epoch"` to rest again after one.
        """
        check_until(until)
        self._switch(("paused", "pausing"), "running", "Training", until)

    def stop(self) -> None:
        """End the training after the batches that run now; the history stays."""
        self._switch(("running", "pausing", "paused"), "stopping", "Stopping")

    def change(self, name: str, value: float) -> None:
        """Take another number from the next batch on; see `snapshot().changes`.

        Args:
            name: `"learning rate"`, or one of `numbers`.
            value: The number from then on.
        """
        with self._lock:
            if not self._is_over.is_set():
                self._wishes.ask(name, value)

    def reset(self) -> None:
        """Stop, and take a fresh model from `prepare`, with an empty record."""
        self.stop()
        self._is_over.wait()
        self._claim("end")
        try:
            model, data = self.prepare() if self.prepare else (None, None)
            check_model(model)
            make_weights(model, fit_arguments(data, 32, False))
        except Exception as error:
            self._finish(error)
        else:
            with self._lock:
                self.model, self._record = model, FitRecord()
                self._wishes.look(model, anew=True)
                self._status, self._message = "idle", "Fresh weights"
                self._version += 1
                self._is_over.set()
        self._tell_watchers()

    def wait(self, timeout: float | None = None) -> FitSnapshot:
        """Wait until the training is over, and return its last snapshot.

        Interrupting the notebook meanwhile stops the training.

        Args:
            timeout: The most seconds to wait.

        Raises:
            Exception: What `fit` raised, if the training failed.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        try:
            # In short turns, as some systems cannot interrupt a long one.
            while not self._is_over.wait(0.1):
                if deadline is not None and time.monotonic() > deadline:
                    break
        except KeyboardInterrupt:
            self.stop()
            self._is_over.wait()
        if self._status == "failed" and self.error is not None:
            raise self.error
        return self.snapshot()

    def wait_for_end(self, seconds: float) -> bool:
        """Wait so long at most, and tell whether the training is over."""
        return self._is_over.wait(seconds)

    # What a view asks for

    @property
    def status(self) -> str:
        """`idle`, `running`, `pausing`, `paused`, `stopping`, `finished`, `failed`."""
        return self._status

    @property
    def is_over(self) -> bool:
        """Whether no training is going on."""
        return self._is_over.is_set()

    @property
    def version(self) -> int:
        """A number that grows with every change."""
        return self._version

    @property
    def numbers(self) -> dict[str, float]:
        """Momentum, dropout rates and the like of the next batch, by name."""
        with self._lock:
            return self._wishes.numbers

    @property
    def learning_rate(self) -> float | None:
        """The rate of the next batch; None where it follows a plan."""
        with self._lock:
            return self._wishes.value(RATE)

    def snapshot(self) -> FitSnapshot:
        """Return a frozen copy of all numbers."""
        with self._lock:
            return self._record.snapshot(
                status=self._status,
                message=self._message,
                finding=self._finding,
                version=self._version,
                learning_rate=self._wishes.value(RATE),
            )

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call a function whenever a training starts.

        Without threads it is called after every few batches as well, as there is no
        other moment to draw.
        """
        self._watchers.append(watcher)

    def on_end(self, watcher: Callable[[], None]) -> None:
        """Call a function when a training is over, before anyone waits no more.

        It is called by the thread that trained.
        """
        self._end_watchers.append(watcher)

    # What happens in between

    def _claim(self, until: str) -> None:
        """Take the run for a new training, unless one is going on."""
        check_until(until, self.threaded)
        with self._lock:
            if not self._is_over.is_set():
                raise RuntimeError(
                    f"A training is still going on ({self._status}).\n"
                    "Expected it to be over before another one starts.\n"
                    "Wait for it with run.wait(), or end it with run.stop()."
                )
            self._is_over.clear()
            self._may_go_on.set()
            self._stop_asked, self.error, self._finding = False, None, None
            self._has_begun, self._until = False, until
            self._wishes.clear()
            self._status, self._message = "running", "Building the model"
            self._version += 1

    def _switch(
        self, before: tuple[str, ...], status: str, message: str, until: str = "end"
    ) -> None:
        with self._lock:
            if self._status not in before:
                return
            self._status, self._message, self._until = status, message, until
            self._version += 1
            self._stop_asked = status == "stopping"
            self._record.watch.start()
            self._may_go_on.set()

    def _end(self, worker: threading.Thread) -> None:
        """Stop the training because the program ends."""
        self.stop()
        worker.join(30)

    def _work(self, model: Any, arguments: dict[str, Any]) -> None:
        try:
            model.fit(**arguments, verbose=0)
        except KeyboardInterrupt:  # only without threads
            self._stop_asked = True
            self._finish(None)
        except Exception as error:
            self._finish(error)
        else:
            self._finish(None)
        atexit.unregister(self._end)
        self._tell_watchers(after_start=True)

    def _finish(self, error: BaseException | None) -> None:
        with self._lock:
            self._record.end()
            self.error = error
            self._finding = finding_of(error, self._record.curves.points)
            self._status = "finished" if error is None else "failed"
            self._message = self._last_words()
            self._version += 1
        try:
            for watcher in self._end_watchers if self._has_begun else ():
                watcher()
        finally:
            self._is_over.set()

    def _last_words(self) -> str:
        if self.error is not None:
            return "Failed"
        record = self._record
        if self._stop_asked:
            return f"Stopped in epoch {record.epoch} of {record.epochs}"
        if record.epoch < record.epochs:
            return f"Ended by a callback after epoch {record.epoch}"
        return "Finished"

    def _tell_watchers(self, after_start: bool = False) -> None:
        if after_start and self.threaded:
            return
        for watcher in self._watchers:
            watcher()

    # What the callback inside of `fit` asks for

    @property
    def most_batches(self) -> int | None:
        """How many batches may run before somebody looks; None for many."""
        return 1 if self._until == "batch" else None

    def after(self, moment: str, write: Callable[[], None]) -> bool:
        """Write numbers, rest if it was asked for, and return whether to stop.

        Args:
            moment: `"begin"`, `"batch"`, `"last batch"` of an epoch, `"validation"`,
                `"epoch"` or `"last epoch"`.
            write: What to write.
        """
        with self._lock:
            write()
            self._version += 1
            self._wishes.look(self.model, anew=moment == "begin")
            if moment in RESTS[self._until] and not self._stop_asked:
                self._status, self._message = "paused", "Paused"
                self._record.watch.pause()
                self._may_go_on.clear()
            elif self._status == "running":
                self._message = "Training"
        self._tell_watchers(after_start=True)
        self._may_go_on.wait()
        with self._lock:
            self._version += self._wishes.grant(self._record)
            return self._stop_asked
