"""A fit in the background while another cell computes something in pure Python."""

from benchmarks import digits
from benchmarks.keras_loop import epoch_timer, library, steady
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import mlp


def measure(task: Task) -> Values:
    """Train the MLP in a thread; the main thread rests, or counts and counts."""
    x, y = digits.load(task)
    kit = library("kit")
    from kit.studio.fit_panel import FitRun

    run, timer = FitRun(), epoch_timer(kit)
    run.start(
        mlp.keras_model(kit),
        ((x.reshape(-1, 784), y), None),
        epochs=task.settings["epochs"],
        batch_size=task.settings["batch_size"],
        callbacks=[timer],
    )
    count = 0
    while task.mode == "busy" and not run.is_over:
        for _ in range(10_000):
            count += 1
    run.wait()
    return {"epoch": steady(timer.ends)}


WORKLOADS = (
    Workload(
        name="busy",
        measure=measure,
        settings={"digits": 60_000, "batch_size": 128, "epochs": 5},
        quick={"digits": 640, "epochs": 2},
        lines=(
            Line(
                "Python loop in the main thread (MLP, batch {batch_size}): an epoch",
                reference="kit:idle",
                others=("kit:busy",),
            ),
        ),
    ),
)
