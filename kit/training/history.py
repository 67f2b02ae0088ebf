"""History: the numbers of every epoch, as `fit` returns them."""

from typing import Any

from kit import config
from kit.diagnosis.calls import fit_gives_history
from kit.diagnosis.watching import unknown_key
from kit.training.callback import Callback
from kit.visualization.curves import history_figure

_OTHER_NAMES = {
    "acc": "accuracy",
    "val_acc": "val_accuracy",
    "accuracy": "acc",
    "val_accuracy": "val_acc",
    "lr": "learning_rate",
}


_OF_MODELS = (
    "predict",
    "evaluate",
    "fit",
    "compile",
    "summary",
    "save",
    "save_weights",
    "get_weights",
    "layers",
    "optimizer",
    "predict_classes",
)


class UnknownKeyError(KeyError):
    """A KeyError whose text is shown as it is, with its lines."""

    def __str__(self):
        return str(self.args[0])


class HistoryDict(dict):
    """A dict of numbers by name that also knows the names of older tutorials.

    >>> config.set_notes("off")
    >>> HistoryDict(accuracy=[0.5, 0.9])["acc"]
    [0.5, 0.9]
    """

    def __missing__(self, key: str) -> list:
        other = _OTHER_NAMES.get(key)
        if other in self:
            config.note(f'"{key}" is called "{other}" in this model.')
            return self[other]
        raise unknown_key(str(key), list(self)).error(UnknownKeyError)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the numbers of a name, or `default`."""
        known = key in self or _OTHER_NAMES.get(key) in self
        return self[key] if known else default

    def copy(self) -> "HistoryDict":
        """Return another dict of the same lists."""
        return type(self)(self)


class History(Callback):
    """Collects the numbers of every epoch; `fit` makes one and returns it.

    Attributes:
        history: `{"loss": [...], "val_loss": [...], ...}`, a number per epoch.
        epoch: The numbers of the epochs, from 0.
        params: `{"verbose", "epochs", "steps"}` of the fit.

    >>> history = History()
    >>> history.on_train_begin(); history.on_epoch_end(0, {"loss": 0.5})
    >>> history.history
    {'loss': [0.5]}
    """

    def __init__(self):
        super().__init__()
        self.history: dict[str, list[float]] = HistoryDict()
        self.epoch: list[int] = []

    def on_train_begin(self, logs=None) -> None:
        """Start counting epochs anew."""
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs=None) -> None:
        """Append this epoch's numbers."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
        if self.model is not None:
            self.model.history = self

    def __getattr__(self, name: str) -> Any:
        """Explain what a History is, to those who take it for the model."""
        numbers = self.__dict__.get("history", {})
        if name in numbers:
            raise fit_gives_history(f'["{name}"]').error(AttributeError)
        if name in _OF_MODELS:
            raise fit_gives_history(name).error(AttributeError)
        raise AttributeError(f"'History' object has no attribute {name!r}")

    def __getitem__(self, name: str) -> Any:
        """Point to the dict that has the numbers."""
        key = f'["{name}"]' if isinstance(name, str) else f"[{name}]"
        raise fit_gives_history(key).error(TypeError)

    def plot(self) -> Any:
        """Draw loss and metrics against epochs; returns a matplotlib Figure.

        >>> history = History()
        >>> history.on_epoch_end(0, {"loss": 0.5, "val_loss": 0.6})
        >>> len(history.plot().axes)
        1
        """
        return history_figure(self.history)
