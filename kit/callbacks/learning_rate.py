"""Callbacks that change the learning rate: by a plan, or when progress stalls."""

from collections.abc import Callable

import numpy as np

from kit import config
from kit.callbacks.monitor import Monitor
from kit.serialization import register
from kit.training.callback import Callback


@register("keras.callbacks")
class LearningRateScheduler(Callback):
    """Sets the learning rate at the beginning of every epoch.

    Args:
        schedule: `schedule(epoch, learning_rate)` or `schedule(epoch)`, which returns
            the rate for the epoch, counted from 0.
        verbose: 1 to print the rate.

    >>> halve = LearningRateScheduler(lambda epoch, rate: rate / 2)
    >>> halve.schedule(0, 0.1)
    0.05
    """

    def __init__(self, schedule: Callable, verbose: int = 0):
        super().__init__()
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_begin(self, epoch: int, logs=None) -> None:
        """Ask the schedule and set the rate."""
        now = float(self.model.optimizer.learning_rate)
        try:
            rate = self.schedule(epoch, now)
        except TypeError:
            rate = self.schedule(epoch)
        if not isinstance(rate, int | float | np.floating):
            raise ValueError(
                f"The schedule returned {rate!r} for epoch {epoch}.\n"
                "Expected a number, the learning rate.\n"
                "Return a float from the schedule, for example 0.001."
            )
        self.model.optimizer.learning_rate = float(rate)
        if self.verbose > 0:
            print(
                f"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate "
                f"to {rate}."
            )

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Add the rate to the history."""
        if logs is not None:
            logs["learning_rate"] = float(self.model.optimizer.learning_rate)


@register("keras.callbacks")
class ReduceLROnPlateau(Callback):
    """Makes the learning rate smaller when a number has stopped getting better.

        new rate = max(rate * factor, min_lr)

    Args:
        monitor: Which number of the logs to watch.
        factor: What the rate is multiplied by, below 1.
        patience: How many epochs without improvement to wait for.
        verbose: 1 to print the new rate.
        mode: `"min"`, `"max"` or `"auto"`.
        min_delta: The smallest change that counts.
        cooldown: How many epochs to rest after a change.
        min_lr: The rate is never made smaller than this.

    >>> ReduceLROnPlateau(factor=0.5).factor
    0.5
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
        **kwargs,
    ):
        super().__init__()
        if factor >= 1.0:
            raise ValueError(
                f"ReduceLROnPlateau received factor={factor!r}.\n"
                "Expected a number below 1, so that the rate gets smaller.\n"
                "Write for example factor=0.1."
            )
        if "epsilon" in kwargs:
            config.note("ReduceLROnPlateau(epsilon=...) is called min_delta today.")
            min_delta = kwargs.pop("epsilon")
        self.monitor, self.factor, self.patience = monitor, factor, patience
        self.verbose, self.mode, self.min_delta = verbose, mode, min_delta
        self.cooldown, self.min_lr = cooldown, min_lr
        self._monitor = Monitor(monitor, mode, min_delta, "ReduceLROnPlateau")
        self._forget()

    def _forget(self):
        self.best: float | None = None
        self.wait, self.cooldown_counter = 0, 0

    def on_train_begin(self, logs=None) -> None:
        """Forget an earlier training."""
        self._forget()
        self._monitor.tell_new_name(self.model)

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Add the rate to the history, and reduce it if progress has stalled."""
        logs = {} if logs is None else logs
        optimizer = self.model.optimizer
        rate = logs["learning_rate"] = float(optimizer.learning_rate)
        current = self._monitor.read(logs)
        if current is None:
            return
        self._monitor.resolve(self.model)
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        if self._monitor.is_better(current, self.best):
            self.best, self.wait = current, 0
        elif self.cooldown_counter <= 0:
            self.wait += 1
            if self.wait >= self.patience and rate > np.float32(self.min_lr):
                self._reduce(optimizer, rate, epoch)

    def _reduce(self, optimizer, rate, epoch):
        new = max(rate * self.factor, self.min_lr)
        optimizer.learning_rate = new
        if self.verbose > 0:
            print(
                f"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate "
                f"to {new}."
            )
        self.cooldown_counter, self.wait = self.cooldown, 0
