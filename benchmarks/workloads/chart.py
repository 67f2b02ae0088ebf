"""What a live chart costs: a fit in the studio's way, next to a bare fit."""

from benchmarks import digits
from benchmarks.keras_loop import epoch_seconds, epoch_timer, library, steady
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import mlp


def measure(task: Task) -> Values:
    """Train the MLP, with a chart or without."""
    x, y = digits.load(task)
    x = x.reshape(-1, 784)
    kit = library("kit")
    model = mlp.keras_model(kit)
    if task.mode == "bare":
        return {"epoch": epoch_seconds(kit, model, x, y, task.settings)}
    from kit.studio.fit_panel import FitRun
    from kit.widgets.live_plot import LivePlot

    run = FitRun()
    plot = LivePlot(run)
    timer = epoch_timer(kit)
    run.start(
        model,
        ((x, y), None),
        epochs=task.settings["epochs"],
        batch_size=task.settings["batch_size"],
        callbacks=[timer],
    )
    run.wait()
    plot.clock.wait()
    return {"epoch": steady(timer.ends)}


WORKLOADS = (
    Workload(
        name="chart",
        measure=measure,
        settings={"digits": 60_000, "batch_size": 128, "epochs": 9},
        quick={"digits": 640, "epochs": 2},
        lines=(
            Line(
                "Live chart (MLP, batch {batch_size}): an epoch",
                reference="kit:bare",
                others=("kit:chart",),
            ),
        ),
    ),
)
