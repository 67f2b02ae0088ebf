"""What kit's checks of a program cost: the same training with them and without."""

import time

from benchmarks import digits
from benchmarks.keras_loop import epoch_seconds, library
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import mlp


def measure(task: Task) -> Values:
    """Build, compile and train the MLP; the second time its program is there."""
    x, y = digits.load(task)
    x = x.reshape(-1, 784)
    kit = library("kit")
    if task.mode == "unchecked":
        kit.config.set_findings("off")
    start = time.perf_counter()
    model = mlp.keras_model(kit)
    model.fit(x, y, batch_size=task.settings["batch_size"], verbose=0)
    first = time.perf_counter() - start
    return {"first": [first], "epoch": epoch_seconds(kit, model, x, y, task.settings)}


_PAIR = ("kit:unchecked", ("kit:checked",))

WORKLOADS = (
    Workload(
        name="doctor",
        measure=measure,
        settings={"digits": 60_000, "batch_size": 128, "epochs": 6},
        quick={"digits": 640, "epochs": 2},
        warm_up=("kit:checked",),
        lines=(
            Line("Without checks (MLP): model, compile, first fit", "first", *_PAIR),
            Line("... a steady epoch", "epoch", *_PAIR),
        ),
    ),
)
