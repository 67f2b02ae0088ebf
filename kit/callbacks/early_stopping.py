"""EarlyStopping: ends training when a number stops getting better."""

from kit.callbacks.monitor import Monitor
from kit.serialization import register
from kit.training.callback import Callback


@register("keras.callbacks")
class EarlyStopping(Callback):
    """Stops when the monitored number has not got better for some epochs.

    A number is better if it beats the best by more than `min_delta`; after `patience`
    epochs in a row without that, training stops.

    Args:
        monitor: Which number of the logs to watch.
        min_delta: The smallest change that counts.
        patience: How many epochs without improvement to wait for.
        verbose: 1 to print when it stops.
        mode: `"min"`, `"max"` or `"auto"`.
        baseline: A number that has to be beaten as well.
        restore_best_weights: Whether to bring back the weights of the best epoch when
            training ends, whatever ended it.
        start_from_epoch: The first epoch to watch.

    >>> EarlyStopping(patience=3).patience
    3
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ):
        super().__init__()
        self.monitor = monitor
        self.min_delta = abs(min_delta)
        self.patience, self.verbose, self.mode = patience, verbose, mode
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self._monitor = Monitor(monitor, mode, min_delta, "EarlyStopping")
        self._forget()

    def _forget(self):
        self.wait, self.stopped_epoch, self.best_epoch = 0, 0, 0
        self.best: float | None = None
        self.best_weights: list | None = None

    def on_train_begin(self, logs=None) -> None:
        """Forget an earlier training."""
        self._forget()
        self._monitor.tell_new_name(self.model)

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Compare this epoch with the best."""
        if epoch < self.start_from_epoch:
            return
        current = self._monitor.read(logs)
        if current is None:
            return
        self._monitor.resolve(self.model)
        if self.restore_best_weights and self.best_weights is None:
            self._keep(epoch)
        self.wait += 1
        if self._monitor.is_better(current, self.best):
            self.best = current
            self._keep(epoch)
            if self.baseline is None or self._monitor.is_better(current, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def _keep(self, epoch):
        """Remember the weights: as arrays never change, this copies nothing."""
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = [v.value for v in self.model.weights]

    def on_train_end(self, logs=None) -> None:
        """Report, and bring the best weights back."""
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                print(
                    "Restoring model weights from the end of the best epoch: "
                    f"{self.best_epoch + 1}."
                )
            self.model.set_weights(self.best_weights)
