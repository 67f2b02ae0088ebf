"""What kit's checks of a program cost: the same training with them and without.

Both are measured in turn in one process: between two processes a machine changes its
speed by more than the checks cost.
"""

import time

from benchmarks import digits
from benchmarks.keras_loop import epoch_seconds, library
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import mlp

# what is said about findings -> what the numbers are called
_WAYS = {"off": "unchecked", "tell": "checked"}


def measure(task: Task) -> Values:
    """Build, compile and train the MLP, again and again; the first turn warms up."""
    x, y = digits.load(task)
    x = x.reshape(-1, 784)
    kit = library("kit")
    found: Values = {}
    for turn in range(task.settings["turns"] + 1):
        for setting, way in _WAYS.items():
            kit.config.set_findings(setting)
            start = time.perf_counter()
            model = mlp.keras_model(kit)
            model.fit(x, y, batch_size=task.settings["batch_size"], verbose=0)
            first = time.perf_counter() - start
            epochs = epoch_seconds(kit, model, x, y, task.settings)
            if turn > 0:
                found.setdefault(f"{way} first", []).append(first)
                found.setdefault(f"{way} epoch", []).extend(epochs)
    return found


WORKLOADS = (
    Workload(
        name="doctor",
        measure=measure,
        settings={"digits": 60_000, "batch_size": 128, "epochs": 4, "turns": 6},
        quick={"digits": 640, "epochs": 2, "turns": 1},
        lines=(
            Line(
                "MLP: model, compile and first fit, unchecked",
                "unchecked first",
                "kit",
                (),
            ),
            Line("... checked for mistakes, as always", "checked first", "kit", ()),
            Line("MLP: a steady epoch, unchecked", "unchecked epoch", "kit", ()),
            Line("... checked for mistakes, as always", "checked epoch", "kit", ()),
        ),
    ),
)
