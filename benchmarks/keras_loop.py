"""Training with kit and Keras: one program for both, as their names are the same."""

import os
import sys
import time
from typing import Any


def library(peer: str) -> Any:
    """Return kit or Keras; KERAS_BACKEND has chosen the backend of the latter."""
    if peer == "kit":
        import kit as keras

        return keras
    # Keras loads other backends too where they are installed: up to 450 MB and some
    # seconds, which a user who has installed only one of them does not pay for.
    others = {"tensorflow", "jax", "torch"} - {os.environ["KERAS_BACKEND"]}
    sys.meta_path.insert(0, _Absent(others))
    import keras

    return keras


class _Absent:
    """Makes some packages look as if they were not installed."""

    def __init__(self, names: set[str]):
        self.names = names

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Refuse a package; leave all others to the next finder."""
        if name in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def epoch_timer(keras: Any) -> Any:
    """Return a callback whose `ends` says when each epoch was over."""

    class EpochTimer(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.ends = []

        def on_epoch_end(self, epoch, logs=None):
            self.ends.append(time.perf_counter())

    return EpochTimer()


def steady(ends: list[float]) -> list[float]:
    """Return the seconds of each epoch but the first, which also compiles.

    >>> steady([10.0, 12.0, 13.0])
    [2.0, 1.0]
    """
    return [after - before for before, after in zip(ends, ends[1:], strict=False)]


def epoch_seconds(
    keras: Any, model: Any, x: Any, y: Any, settings: dict
) -> list[float]:
    """Train a compiled model; returns the seconds of each epoch but the first."""
    timer = epoch_timer(keras)
    model.fit(
        x,
        y,
        batch_size=settings["batch_size"],
        epochs=settings["epochs"],
        verbose=0,
        callbacks=[timer],
    )
    return steady(timer.ends)
