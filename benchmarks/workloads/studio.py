"""How soon the notebook answers while a CNN trains in the studio, and its memory.

The main thread wishes to wake up every 5 ms; how much later it does is the time that a
click or a cell would wait.
"""

import time
from typing import Any

from benchmarks import digits
from benchmarks.keras_loop import library
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import cnn

TICK = 0.005


def delays(run: Any) -> tuple[list[float], list[float]]:
    """Tick until a training is over; returns the delays before and after step 1."""
    compiling: list[float] = []
    training: list[float] = []
    found = compiling
    while not run.is_over:
        start = time.perf_counter()
        time.sleep(TICK)
        found.append(time.perf_counter() - start - TICK)
        if found is compiling and run.snapshot().total_steps_done > 0:
            found = training
    return compiling, training


def share(values: list[float], percent: float) -> float:
    """Return the value that so many percent do not exceed; 0 if there are none.

    >>> share([3.0, 1.0, 2.0, 4.0], 50)
    2.0
    """
    place = max(0, -(-len(values) * percent // 100) - 1)
    return sorted(values)[int(place)] if values else 0.0


def measure(task: Task) -> Values:
    """Open a Studio with digits, train the CNN in it, and tick meanwhile."""
    import ipykernel.kernelapp  # noqa: F401  # a notebook's memory has it, too

    x, y = digits.load(task)
    kit = library("kit")
    from kit.widgets import Studio

    half = len(x) // 2
    images = x[..., None]
    studio = Studio(
        ((images[:half], y[:half]), (images[half:], y[half:])),
        cnn.keras_model(kit),
        epochs=task.settings["epochs"],
        batch_size=task.settings["batch_size"],
    )
    panel = studio.fit_panel
    panel.run.start(epochs=panel.epochs, batch_size=panel.batch_size)
    compiling, training = delays(panel.run)
    panel.run.wait()
    panel.plot.clock.wait()
    return {
        "p50": [share(training, 50)],
        "p99": [share(training, 99)],
        "worst": [max(training, default=0.0)],
        "p99 compiling": [share(compiling, 99)],
    }


_TITLE = "Delay of the main thread while a CNN trains in the studio: "

WORKLOADS = (
    Workload(
        name="studio",
        measure=measure,
        settings={"digits": 10_000, "batch_size": 128, "epochs": 2},
        quick={"digits": 256, "epochs": 1},
        lines=tuple(
            Line(title, measure, others=(), unit="ms")
            for title, measure in (
                (f"{_TITLE}median", "p50"),
                ("... 99 % are below", "p99"),
                ("... longest", "worst"),
                ("... 99 % while it compiles", "p99 compiling"),
            )
        ),
    ),
)
