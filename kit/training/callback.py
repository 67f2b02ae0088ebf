"""Callback: the hooks that training calls, and CallbackList, which calls them in order.

This is the one contract between the training loop and everything that watches it.
"""

from collections.abc import Iterable
from typing import Any

from kit.diagnosis.calls import class_not_called
from kit.diagnosis.names import check_arguments

HOOKS = tuple(
    f"on_{what}"
    for what in (
        "train_begin train_end test_begin test_end predict_begin predict_end "
        "epoch_begin epoch_end train_batch_begin train_batch_end test_batch_begin "
        "test_batch_end predict_batch_begin predict_batch_end batch_begin batch_end"
    ).split()
)


class Callback:
    """The base of all callbacks: override the moments that interest you.

    Attributes:
        model: The model that is being trained.
        params: `{"verbose", "epochs", "steps"}` of this fit.
        every_batch: Whether the batch hooks must run after every single batch. A
            callback that is content to be called every few batches sets it to False,
            and then training may run many batches in one compiled call.
        most_batches: The most batches of the next compiled call; None for any number.

    >>> class Cheer(Callback):
    ...     def on_epoch_end(self, epoch, logs=None):
    ...         print("epoch", epoch, "done")
    >>> Cheer().on_epoch_end(0)
    epoch 0 done
    """

    every_batch = True
    most_batches: int | None = None

    def __new__(cls, *args, **kwargs):
        """Propose the right word for an argument that does not exist."""
        check_arguments(cls, kwargs, args)
        return super().__new__(cls)

    def __init__(self):
        self.params: dict[str, Any] | None = None
        self._model: Any = None

    @property
    def model(self) -> Any:
        """The model that is being trained."""
        return self._model

    def set_params(self, params: dict[str, Any]) -> None:
        """Receive `{"verbose", "epochs", "steps"}`."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Receive the model."""
        self._model = model

    def on_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """The older name of `on_train_batch_begin`."""

    def on_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """The older name of `on_train_batch_end`."""

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        """An epoch starts; `epoch` counts from 0."""

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        """An epoch is over; `logs` holds its numbers, validation included."""

    def on_train_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """A batch of training starts."""
        self.on_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """A batch of training is over; `logs` holds the averages so far."""
        self.on_batch_end(batch, logs=logs)

    def on_test_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """A batch of evaluation or validation starts."""

    def on_test_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """A batch of evaluation or validation is over."""

    def on_predict_batch_begin(self, batch: int, logs: dict | None = None) -> None:
        """A batch of prediction starts."""

    def on_predict_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """A batch of prediction is over; `logs` holds its `"outputs"`."""

    def on_train_begin(self, logs: dict | None = None) -> None:
        """Training starts."""

    def on_train_end(self, logs: dict | None = None) -> None:
        """Training is over; `logs` are those of the last epoch."""

    def on_test_begin(self, logs: dict | None = None) -> None:
        """Evaluation or validation starts."""

    def on_test_end(self, logs: dict | None = None) -> None:
        """Evaluation or validation is over."""

    def on_predict_begin(self, logs: dict | None = None) -> None:
        """Prediction starts."""

    def on_predict_end(self, logs: dict | None = None) -> None:
        """Prediction is over."""


class CallbackList:
    """Calls a list of callbacks at every hook, in their order.

    Args:
        callbacks: Callbacks, also nested in lists, or None.
        model: Given to each callback.
        **params: Given to each callback as `params`.

    >>> CallbackList([Callback()]).on_epoch_end(0, {"loss": 1.0})
    """

    def __init__(self, callbacks: Any = None, model: Any = None, **params):
        self.callbacks = list(_flatten(callbacks))
        for callback in self.callbacks:
            if not hasattr(callback, "on_epoch_end") or isinstance(callback, type):
                if isinstance(callback, type):
                    kind = callback.__name__
                    raise class_not_called(kind, "callbacks").error()
                raise ValueError(
                    f"{callback!r:.60} is not a callback.\n"
                    "Expected objects of kit.callbacks.Callback.\n"
                    "Write callbacks=[EarlyStopping(...)], with the round brackets."
                )
        for callback in self.callbacks:
            callback.set_params(params)
            if model is not None:
                callback.set_model(model)

    def append(self, callback: Callback) -> None:
        """Add a callback at the end."""
        self.callbacks.append(callback)

    def wants_every_batch(self, kind: str) -> bool:
        """Tell whether some callback needs its hook after every batch.

        Args:
            kind: `"train"`, `"test"` or `"predict"`.
        """
        names = [f"on_{kind}_batch_begin", f"on_{kind}_batch_end"]
        names += ["on_batch_begin", "on_batch_end"] if kind == "train" else []
        return any(
            getattr(callback, "every_batch", True)
            and any(_overrides(callback, name) for name in names)
            for callback in self.callbacks
        )

    def most_batches(self) -> int | None:
        """Return how many batches the next compiled call may run at most."""
        found = [getattr(callback, "most_batches", None) for callback in self.callbacks]
        return min((most for most in found if most is not None), default=None)

    def __getattr__(self, name: str):
        if name not in HOOKS:
            raise AttributeError(f"CallbackList has no hook {name!r}.")

        takes_number = "epoch" in name or "batch" in name

        def call(*args, logs=None):
            # A function of a user's may ask for `logs` without a default.
            given = [*args, logs or {}][: 2 if takes_number else 1]
            for callback in self.callbacks:
                getattr(callback, name)(*given)

        return call


def _flatten(callbacks: Any) -> Iterable:
    if callbacks is None:
        return
    if not isinstance(callbacks, list | tuple):
        yield callbacks
        return
    for item in callbacks:
        yield from _flatten(item)


def _overrides(callback, name):
    if name in vars(callback):  # LambdaCallback sets its hooks on the object
        return True
    base = getattr(Callback, name)
    return getattr(type(callback), name, base) is not base
