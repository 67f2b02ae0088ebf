"""What the kernel of the measured notebook does: trainings to compare, and a watch.

The notebook that `studio_page` opens imports this module.
"""

import asyncio
import threading
import time
from typing import Any

from benchmarks.keras_loop import epoch_timer
from kit.studio.fit_start import fit_arguments

TICK = 0.005


def network(name: str) -> Any:
    """Return the MLP or the CNN that all benchmarks train, for images of uint8.

    Args:
        name: `"mlp"` or `"cnn"`.
    """
    import kit as keras
    from benchmarks.workloads import cnn, mlp

    inner = {"mlp": mlp, "cnn": cnn}[name].keras_model(keras)
    before = {
        "mlp": [keras.Input((28, 28)), keras.layers.Flatten()],
        "cnn": [keras.Input((28, 28, 1))],
    }[name]
    model = keras.Sequential([*before, keras.layers.Rescaling(1 / 255), *inner.layers])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def digits(path: str, network: str, train: int, test: int) -> tuple:
    """Return so many digits of MNIST in the form that a network takes."""
    from kit.datasets import mnist

    pairs = zip(mnist.load_data(path), (train, test), strict=True)
    cut = [(x[:count], y[:count]) for (x, y), count in pairs]
    return tuple((x[..., None] if network == "cnn" else x, y) for x, y in cut)


def mean_epoch(ends: list[float]) -> float:
    """Return the mean seconds of an epoch, without the first two.

    >>> mean_epoch([9.0, 10.0, 12.0, 14.0])
    2.0
    """
    return (ends[-1] - ends[1]) / (len(ends) - 2)


class Trainings:
    """The same training by the studio's button and by `fit` in a thread.

    Args:
        studio: An open Studio.
    """

    def __init__(self, studio: Any):
        import kit

        self.studio, self.panel = studio, studio.fit_panel
        self.timer = epoch_timer(kit)
        self.bare_timer = epoch_timer(kit)
        self.panel.run.callbacks.append(self.timer)

    def of_studio(self) -> float:
        """Return the seconds of an epoch of the studio's last training."""
        ends, self.timer.ends = self.timer.ends, []
        return mean_epoch(ends)

    def bare(self) -> float:
        """Train with nothing but `fit`, and return the seconds of an epoch."""
        model, data = self.studio.project.prepare()
        self.bare_timer.ends = []
        options = fit_arguments(data, self.panel.batch_size, True)
        options |= {"epochs": self.panel.epochs, "callbacks": [self.bare_timer]}
        worker = threading.Thread(
            target=model.fit, kwargs={**options, "verbose": 0}, daemon=True
        )
        worker.start()
        worker.join()
        return mean_epoch(self.bare_timer.ends)


class LoopWatch:
    """How late the event loop of the main thread wakes up, again and again."""

    def __init__(self):
        self.delays: list[float] = []
        self._task: Any = None

    def start(self) -> None:
        """Begin to look; call it on the main thread."""
        self.delays = []
        self._task = asyncio.get_running_loop().create_task(self._tick())

    def stop(self) -> list[float]:
        """Return all delays in seconds."""
        self._task.cancel()
        return self.delays

    async def _tick(self) -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(TICK)
            self.delays.append(time.perf_counter() - start - TICK)
