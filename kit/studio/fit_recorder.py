"""Recorder: the callback between `model.fit` and a FitRun.

It writes numbers down, and after each moment the run says whether to rest or to stop.
"""

import time
from typing import Any

from kit.studio.fit_record import FitRecord
from kit.studio.way import WAY
from kit.training.callback import Callback

SHORT = 0.01  # seconds of a call, while somebody draws


class Recorder(Callback):
    """Writes down the numbers of a fit, and waits or stops when it is asked to.

    Args:
        run: The FitRun that is told of every moment: `run.after(moment, write)`.
        record: Where to write.
    """

    every_batch = False

    def __init__(self, run: Any, record: FitRecord):
        super().__init__()
        self.run, self.record = run, record
        self.epoch = 0
        self._began = time.perf_counter(), 0
        self._batch_seconds = SHORT

    @property
    def most_batches(self) -> int | None:
        """Few while somebody draws; one, where the next batch is to be the only one."""
        few = max(1, int(SHORT / self._batch_seconds)) if WAY.is_hurried else None
        return self.run.most_batches or few

    def on_train_begin(self, logs=None):
        """The number of batches is known now."""
        params = self.params or {}
        record, steps = self.record, params.get("steps")
        self._after("begin", lambda: record.begin(params["epochs"], steps))

    def on_epoch_begin(self, epoch, logs=None):
        """An epoch starts."""
        self.epoch = epoch
        self._after("begin", lambda: self.record.begin_epoch(epoch))

    def on_train_batch_begin(self, batch, logs=None):
        """Some batches begin."""
        self._began = time.perf_counter(), batch

    def on_train_batch_end(self, batch, logs=None):
        """Some batches are done."""
        record, (began, first) = self.record, self._began
        seconds = time.perf_counter() - began
        self._batch_seconds = max(seconds / (batch + 1 - first), 1e-9)
        is_last = record.steps is not None and batch + 1 >= record.steps
        moment = "last batch" if is_last else "batch"
        self._after(moment, lambda: record.add_step(self.epoch, batch, logs or {}))

    def on_test_begin(self, logs=None):
        """A validation starts."""
        self._after("validation", lambda: None)

    def on_test_batch_end(self, batch, logs=None):
        """A pause or a stop may come in a validation too."""
        self._after("validation", lambda: None)

    def on_epoch_end(self, epoch, logs=None):
        """An epoch is over, its validation included."""
        record = self.record
        moment = "last epoch" if epoch + 1 >= record.epochs else "epoch"
        self._after(moment, lambda: record.end_epoch(epoch, logs or {}))

    def _after(self, moment, write):
        if self.run.after(moment, write):
            self.model.stop_training = self.model.stop_evaluating = True
        else:
            WAY.give()
