"""FitRun: one training after another, each in a thread of its own, under control.

The thread does nothing but `model.fit`, with a callback that writes down numbers and
waits or stops when asked. Views read snapshots; a program may do so as well.
"""

import atexit
import math
import threading
import time
from collections.abc import Callable
from typing import Any

import jax

from kit.studio.finding import Finding
from kit.studio.fit_record import FitRecord, FitSnapshot
from kit.training.callback import Callback
from kit.training.data_source import is_stream

Prepare = Callable[[], tuple[Any, Any]]


class FitRun:
    """Trains a model while the notebook stays usable.

    Args:
        prepare: A function that returns a fresh compiled model and its data. It runs
            inside `start`, so the weights are those that a script would begin with.
        threaded: Whether to train in a thread. Without one, `start` returns when the
            training is over, and the interrupt of the notebook stops it.

    Attributes:
        model: The model that is or was trained; it predicts at any time.
        error: The exception of a training that failed.

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

    def __init__(self, prepare: Prepare | None = None, threaded: bool = True):
        self.prepare = prepare
        self.threaded = threaded
        self.model: Any = None
        self.error: BaseException | None = None
        self._record = FitRecord()
        self._lock = threading.RLock()
        self._status, self._message = "idle", FitSnapshot.message
        self._finding: Finding | None = None
        self._version = 0
        self._stop_asked = False
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

        Raises:
            RuntimeError: If a training is still going on; it is not disturbed.
        """
        self._claim()
        try:
            if model is None and self.prepare is not None:
                model, data = self.prepare()
            _check_model(model)
            arguments = _fit_arguments(data, batch_size, validation)
            _make_weights(model, arguments)
        except Exception as error:
            self._finish(error)
            self._tell_watchers()
            return
        with self._lock:
            if model is not self.model:
                self._record = FitRecord()
            self.model = model
            done = self._record.epochs_done
            recorder = _Recorder(self, self._record)
            self._message, self._has_begun = "Compiling", True
            self._version += 1
        arguments |= {
            "initial_epoch": done,
            "epochs": done + epochs,
            "callbacks": [callbacks or [], recorder],
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
        """Let the training rest; its counters stand still at once."""
        self._switch(("running",), "paused", "Paused")

    def resume(self) -> None:
        """Go on after a pause."""
        self._switch(("paused",), "running", "Training")

    def stop(self) -> None:
        """End the training after the batches that run now; the history stays."""
        self._switch(("running", "paused"), "stopping", "Stopping")

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
        """`idle`, `running`, `paused`, `stopping`, `finished` or `failed`."""
        return self._status

    @property
    def is_over(self) -> bool:
        """Whether no training is going on."""
        return self._is_over.is_set()

    @property
    def version(self) -> int:
        """A number that grows with every change."""
        return self._version

    def snapshot(self) -> FitSnapshot:
        """Return a frozen copy of all numbers."""
        with self._lock:
            return self._record.snapshot(
                status=self._status,
                message=self._message,
                finding=self._finding,
                version=self._version,
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

    def _claim(self) -> None:
        """Take the run for a new training, unless one is going on."""
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
            self._has_begun = False
            self._status, self._message = "running", "Building the model"
            self._version += 1

    def _switch(self, before: tuple[str, ...], status: str, message: str) -> None:
        with self._lock:
            if self._status not in before:
                return
            self._status, self._message = status, message
            self._version += 1
            if status == "paused":
                self._record.watch.pause()
                self._may_go_on.clear()
                return
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
            self._finding = _finding_of(error, self._record.curves.points)
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

    def _recorded(self, write: Callable[[], None]) -> bool:
        """Write numbers once no pause is on; return whether to stop."""
        self._may_go_on.wait()
        with self._lock:
            write()
            self._version += 1
            if self._status == "running":
                self._message = "Training"
            stop = self._stop_asked
        self._tell_watchers(after_start=True)
        return stop


class _Recorder(Callback):
    """Writes down the numbers of a fit, and waits or stops when it is asked to."""

    every_batch = False

    def __init__(self, run: FitRun, record: FitRecord):
        super().__init__()
        self.run, self.record = run, record
        self.epoch = 0

    def on_train_begin(self, logs=None):
        params = self.params or {}
        record, steps = self.record, params.get("steps")
        self._write(lambda: record.begin(params["epochs"], steps))

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch
        self._write(lambda: self.record.begin_epoch(epoch))

    def on_train_batch_end(self, batch, logs=None):
        self._write(lambda: self.record.add_step(self.epoch, batch, logs or {}))

    def on_test_begin(self, logs=None):
        self._write(lambda: None)

    def on_test_batch_end(self, batch, logs=None):
        self._write(lambda: None)  # a pause or a stop may come in a validation too

    def on_epoch_end(self, epoch, logs=None):
        self._write(lambda: self.record.end_epoch(epoch, logs or {}))

    def _write(self, write: Callable[[], None]) -> None:
        if self.run._recorded(write):
            self.model.stop_training = self.model.stop_evaluating = True


def _finding_of(error: BaseException | None, points: dict) -> Finding | None:
    """Say what went wrong: the error, or a loss that is no number any more."""
    if error is not None:
        return Finding.from_error(error)
    lost = [x for x, loss in points.get("loss", ()) if not math.isfinite(loss)]
    if not lost:
        return None
    return Finding(
        f"The loss is not a number (NaN or infinity) since epoch {math.ceil(lost[0])}.",
        "Expected a loss that falls.",
        "Take a smaller learning rate, and look for inputs far from the range 0 to 1.",
        level="warning",
    )


def _check_model(model: Any) -> None:
    if not hasattr(model, "fit"):
        raise ValueError(
            f"There is no model to train, but {model!r:.40}.\n"
            "Expected a compiled model, such as kit.Sequential([...]).\n"
            "Pass it as the first argument, or pass prepare=function."
        )


def _fit_arguments(data: Any, batch_size: int, validation: bool) -> dict[str, Any]:
    """Return x, y and what else `fit` needs to know about the data."""
    if hasattr(data, "x_train"):
        train, test = (data.x_train, data.y_train), (data.x_test, data.y_test)
    else:
        try:
            (x, y), test = data
            train = (x, y)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"The data is a {type(data).__name__}, not two pairs of arrays.\n"
                "Expected ((x_train, y_train), (x_test, y_test)).\n"
                "Pass what load_data() returns, as it is."
            ) from error
    return {
        "x": train[0],
        "y": train[1],
        "batch_size": batch_size,
        "validation_data": tuple(test) if validation and test is not None else None,
    }


def _make_weights(model: Any, arguments: dict) -> None:
    """Draw the weights now, while nothing else draws from the stream of seeds."""
    x, rows = arguments["x"], arguments["batch_size"] or 32
    if not is_stream(x):
        model._make_ready(jax.tree.map(lambda array: array[:rows], x))
