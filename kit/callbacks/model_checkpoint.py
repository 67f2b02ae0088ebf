"""ModelCheckpoint: saves the model while it trains."""

import re
from pathlib import Path

from kit.callbacks.monitor import OLD_NAMES, Monitor
from kit.serialization import register, suggest
from kit.training.callback import Callback

_PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


@register("keras.callbacks")
class ModelCheckpoint(Callback):
    """Saves the model, or its weights, after every epoch or when it is the best.

    Args:
        filepath: Where to; it may hold `{epoch:02d}` (from 1), `{batch}` and any
            number of the logs such as `{val_loss:.2f}`. It ends in `.keras` for
            models and in `.weights.h5` for weights; `.h5` is an older form of both.
        monitor: Which number of the logs decides what is best.
        verbose: 1 to print when it saves.
        save_best_only: Whether to save only when the number gets better.
        save_weights_only: Whether to save weights instead of the whole model.
        mode: `"min"`, `"max"` or `"auto"`.
        save_freq: `"epoch"`, or a number of batches.
        initial_value_threshold: A number that has to be beaten to save at all.
        period: Save only after so many epochs; a name of the Keras 2 years.

    >>> ModelCheckpoint("best.keras", save_best_only=True).monitor
    'val_loss'
    """

    def __init__(
        self,
        filepath: str,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
        period: int = 1,
    ):
        super().__init__()
        self.filepath = str(filepath)
        self.monitor, self.verbose, self.mode = monitor, verbose, mode
        self.save_best_only = save_best_only
        self.save_weights_only = save_weights_only
        self.save_freq = save_freq
        self.best = initial_value_threshold
        self.period = period
        self._monitor = Monitor(monitor, mode, owner="ModelCheckpoint")
        self._epoch, self._batches = 0, 0
        self.every_batch = save_freq != "epoch"
        _check_suffix(self.filepath, save_weights_only)
        if save_freq != "epoch" and not isinstance(save_freq, int):
            raise ValueError(
                f"ModelCheckpoint received save_freq={save_freq!r}.\n"
                'Expected "epoch" or a number of batches.\n'
                "Leave it out to save after every epoch."
            )

    def on_train_begin(self, logs=None) -> None:
        """Tell today's name of an older one."""
        self._monitor.tell_new_name(self.model)

    def on_train_batch_end(self, batch: int, logs=None) -> None:
        """Save after every `save_freq` batches."""
        if self.save_freq == "epoch":
            return
        self._batches += 1
        if self._batches >= self.save_freq:
            self._batches = 0
            self._save(self._epoch, batch, logs)

    def on_epoch_begin(self, epoch: int, logs=None) -> None:
        """Remember the epoch, for the name of the file."""
        self._epoch = epoch

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Save after the epoch."""
        if self.save_freq == "epoch" and (epoch + 1) % self.period == 0:
            self._save(epoch, None, logs)

    def _save(self, epoch, batch, logs):
        path = fill_in(self.filepath, epoch + 1, batch, logs or {})
        if self.save_best_only and not self._is_best(epoch, path, logs):
            return
        if self.verbose > 0 and not self.save_best_only:
            print(f"\nEpoch {epoch + 1}: saving model to {path}")
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        if self.save_weights_only:
            self.model.save_weights(path, overwrite=True)
        else:
            self.model.save(path, overwrite=True)
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: finished saving model to {path}")

    def _is_best(self, epoch, path, logs):
        current = self._monitor.read(logs)
        if current is None:
            return True  # as Keras: rather a file too many than none
        self._monitor.resolve(self.model)
        best = "None" if self.best is None else f"{self.best:.5f}"
        if not self._monitor.is_better(current, self.best):
            if self.verbose > 0:
                print(
                    f"\nEpoch {epoch + 1}: {self.monitor} did not improve from {best}"
                )
            return False
        if self.verbose > 0:
            print(
                f"\nEpoch {epoch + 1}: {self.monitor} improved from {best} to "
                f"{current:.5f}, saving model to {path}"
            )
        self.best = current
        return True


def fill_in(template: str, epoch: int, batch: int | None, logs: dict) -> str:
    """Put epoch, batch and logs into a file name.

    Only plain names with a number format are understood; unlike `str.format`, a
    template cannot reach into objects.

    >>> fill_in("m-{epoch:02d}-{val_loss:.2f}.keras", 3, None, {"val_loss": 0.125})
    'm-03-0.12.keras'
    """
    numbers = {name: float(value) for name, value in logs.items()} | {"epoch": epoch}
    if batch is not None:
        numbers["batch"] = batch + 1
    for old, new in OLD_NAMES.items():
        if new in numbers:
            numbers.setdefault(old, numbers[new])

    def replace(match):
        name, form = match.group(1), match.group(2) or ""
        if name not in numbers:
            raise ValueError(
                f"The file name {template!r} asks for {{{name}}}."
                f"{suggest(name, numbers)}\n"
                f"Expected one of: {', '.join(numbers)}.\n"
                "Change the name in the braces."
            )
        return format(numbers[name], form)

    return _PLACEHOLDER.sub(replace, template)


def _check_suffix(path, weights_only):
    endings = (".weights.h5" if weights_only else ".keras", ".h5", ".hdf5")
    if path.endswith(endings):
        return
    plain = path.rsplit(".", 1)[0] if "." in Path(path).name else path
    what = "weights" if weights_only else "models"
    raise ValueError(
        f"ModelCheckpoint cannot save {what} to {path[-40:]!r}.\n"
        f"Expected a name that ends in {' or '.join(endings)}.\n"
        f"Write filepath={plain + endings[0]!r}."
    )
