"""ProgbarLogger: the progress bar that `fit` and `evaluate` print."""

from typing import Any

from kit.diagnosis.options import unknown_verbosity
from kit.training.callback import Callback
from kit.utils.progbar import Progbar


class ProgbarLogger(Callback):
    """Prints a bar for every epoch, with the numbers so far.

    `fit(verbose=1)` adds one; `verbose=2` prints a line per epoch.

    >>> bar = ProgbarLogger()
    >>> bar.set_params({"verbose": 0, "epochs": 1, "steps": 3})
    >>> bar.on_train_begin()
    """

    every_batch = False

    def __init__(self):
        super().__init__()
        self.progbar: Progbar | None = None
        self.seen = 0
        self._in_fit = False

    def set_params(self, params) -> None:
        """Read how much to print and how many steps to expect."""
        super().set_params(params)
        self.verbose = params.get("verbose", 1)
        self.epochs = params.get("epochs", 1)
        self.target = params.get("steps")

    def on_train_begin(self, logs=None) -> None:
        """Remember that this is a fit: its validations print no bar of their own."""
        self._in_fit = True

    def on_train_end(self, logs=None) -> None:
        """Forget it again."""
        self._in_fit = False

    def on_epoch_begin(self, epoch: int, logs=None) -> None:
        """Print which epoch starts, if there are several."""
        self._start()
        if self.verbose and self.epochs > 1:
            print(f"Epoch {epoch + 1}/{self.epochs}")

    def on_train_batch_end(self, batch: int, logs=None) -> None:
        """Move the bar."""
        self._move(batch, logs)

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Complete the line with the numbers of the epoch."""
        self._finish(logs)

    def on_test_begin(self, logs=None) -> None:
        """Start a bar, unless this is a validation inside a fit."""
        if not self._in_fit:
            self._start()

    def on_test_batch_end(self, batch: int, logs=None) -> None:
        """Move the bar, unless this is a validation inside a fit."""
        if not self._in_fit:
            self._move(batch, logs)

    def on_test_end(self, logs=None) -> None:
        """Complete the line, unless this is a validation inside a fit."""
        if not self._in_fit:
            self._finish(logs)

    def on_predict_begin(self, logs=None) -> None:
        """Start a bar."""
        self._start()

    def on_predict_batch_end(self, batch: int, logs=None) -> None:
        """Move the bar."""
        self._move(batch, None)

    def on_predict_end(self, logs=None) -> None:
        """Complete the line."""
        self._finish(None)

    def _start(self):
        """Begin a bar; the numbers it gets are averages already."""
        self.seen = 0
        self.progbar = Progbar(self.target, verbose=self.verbose, stateless_metrics=())

    def _move(self, batch, logs):
        self.seen = batch + 1
        if self.verbose == 1:
            self.progbar.update(self.seen, list((logs or {}).items()), finalize=False)

    def _finish(self, logs):
        if not self.verbose:
            return
        bar = self.progbar
        if bar.target is None:
            bar.target = self.seen
        bar.update(bar.target, list((logs or {}).items()), finalize=True)


def verbosity(verbose: Any) -> Any:
    """Return how much to print: 0, 1 or 2.

    Raises:
        ValueError: If it is not known.

    >>> verbosity("auto"), verbosity(2)
    (1, 2)
    """
    found = unknown_verbosity(verbose)
    if found is not None:
        raise found.error()
    return 1 if verbose == "auto" else verbose
