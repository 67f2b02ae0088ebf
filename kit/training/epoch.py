"""Training and Evaluation: the walk through epochs and batches, hook by hook."""

from typing import Any

from kit.training.callback import CallbackList
from kit.training.history import HistoryDict
from kit.training.pace import Pace


class Evaluation:
    """One pass over data with the weights as they are.

    Args:
        model: A compiled model.
        source: Where the batches come from.
        callbacks: Called before and after.
    """

    def __init__(self, model: Any, source: Any, callbacks: CallbackList):
        self.model, self.source, self.callbacks = model, source, callbacks
        self.pace = Pace(_fixed_length(model, callbacks, "test"))

    def run(self) -> dict[str, float]:
        """Return the results by name."""
        model, callbacks = self.model, self.callbacks
        model.reset_metrics()
        model.stop_evaluating = False
        callbacks.on_test_begin()
        self.source.restart()
        logs: dict[str, float] = {}
        batch, limit = 0, self.source.num_batches
        for block in self.source.blocks(0):
            start = block.start
            last = _within(limit, batch, block)
            while start < last and not model.stop_evaluating:
                stop = min(start + self.pace.next(), last)
                callbacks.on_test_batch_begin(batch)
                logs = HistoryDict(model._runner.test(block, start, stop))
                self.pace.done(stop - start)
                batch, start = batch + stop - start, stop
                callbacks.on_test_batch_end(batch - 1, logs)
            if model.stop_evaluating or (limit is not None and batch >= limit):
                break
        self.source.on_epoch_end()
        logs = HistoryDict(sorted(logs.items()))
        callbacks.on_test_end(logs)
        return logs


class Training:
    """A run of `fit`: epochs of training, each followed by a validation.

    Args:
        model: A compiled model.
        source: Where the batches come from.
        validation: Where the batches to validate on come from, or None.
        callbacks: Called at every hook.
        validation_freq: Validate after so many epochs, or after those in a list.
    """

    def __init__(
        self,
        model: Any,
        source: Any,
        validation: Any,
        callbacks: CallbackList,
        validation_freq: Any = 1,
    ):
        self.model, self.source, self.callbacks = model, source, callbacks
        self.validation_freq = validation_freq
        self.pace = Pace(_fixed_length(model, callbacks, "train"))
        self.validation = (
            None if validation is None else Evaluation(model, validation, callbacks)
        )

    def run(self, initial_epoch: int, epochs: int) -> None:
        """Train from one epoch to another, unless something stops it before."""
        model, callbacks = self.model, self.callbacks
        logs: dict[str, float] = {}
        callbacks.on_train_begin()
        for epoch in range(model._initial_epoch or initial_epoch, epochs):
            model.reset_metrics()
            callbacks.on_epoch_begin(epoch)
            model._doctor.at(epoch=epoch)
            logs = self._train_epoch()
            if not logs and getattr(self.source, "ended", None):
                break
            if self.validation is not None and self._validates(epoch):
                found = self.validation.run()
                if model.stop_evaluating:
                    found = {}  # a part of the data would be another measure
                logs |= {f"val_{name}": value for name, value in found.items()}
                logs = HistoryDict(sorted(logs.items()))
            callbacks.on_epoch_end(epoch, logs)
            if model.stop_training:
                break
        self._keep_averages()
        callbacks.on_train_end(logs)

    def _train_epoch(self):
        model, callbacks = self.model, self.callbacks
        logs: dict[str, float] = {}
        batch, limit = 0, self.source.num_batches
        for block in self.source.blocks(model._epochs_trained):
            model._doctor.at(batches=batch)
            start = block.start
            last = _within(limit, batch, block)
            while start < last and not model.stop_training:
                hurried = model._runner.turns.cell_computes
                count = self.pace.next(callbacks.most_batches(), hurried)
                stop = min(start + count, last)
                callbacks.on_train_batch_begin(batch)
                logs = HistoryDict(model._runner.train(block, start, stop))
                self.pace.done(stop - start)
                batch, start = batch + stop - start, stop
                callbacks.on_train_batch_end(batch - 1, logs)
            if model.stop_training or (limit is not None and batch >= limit):
                break
        model._epochs_trained += 1
        self.source.on_epoch_end()
        return HistoryDict(sorted(logs.items()))

    def _validates(self, epoch):
        if isinstance(self.validation_freq, int):
            return (epoch + 1) % self.validation_freq == 0
        return (epoch + 1) in self.validation_freq

    def _keep_averages(self):
        """With an optimizer that keeps averages of the weights, they are the result."""
        optimizer = self.model.optimizer
        if not optimizer.use_ema:
            return
        variables = self.model.trainable_variables
        values = [variable.value for variable in variables]
        for variable, value in zip(
            variables, optimizer.finalize(values, optimizer.state), strict=True
        ):
            variable.assign(value)


def _within(limit, batch, block):
    """Where to stop in a block so that the epoch has no more than `limit` batches."""
    return block.stop if limit is None else min(block.stop, block.start + limit - batch)


def _fixed_length(model, callbacks, kind):
    """Batches per compiled call, where something demands a certain number."""
    if model.steps_per_execution > 1:
        return model.steps_per_execution
    return 1 if callbacks.wants_every_batch(kind) or model.run_eagerly else None
