"""Eight seeds of one network: in one vmapped program, or one fit after another."""

import time
from typing import Any

from benchmarks import digits
from benchmarks.keras_loop import epoch_timer, library, steady
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import mlp


def by_vmap(kit: Any, x: Any, y: Any, settings: dict) -> list[float]:
    """Train all variants together; returns the seconds of the steady epochs."""
    ends: list[float] = []
    kit.experiments.train_variants(
        mlp.keras_model(kit, settings["hidden"]),
        x,
        y,
        seeds=range(settings["variants"]),
        epochs=settings["epochs"],
        batch_size=settings["batch_size"],
        on_epoch_end=lambda epoch, logs: ends.append(time.perf_counter()),
    )
    return steady(ends)


def one_by_one(kit: Any, x: Any, y: Any, settings: dict) -> list[float]:
    """Train one after another; returns the sums of their steady epochs."""
    found = []
    for seed in range(settings["variants"]):
        model = mlp.keras_model(kit, settings["hidden"], seed)
        timer = epoch_timer(kit)
        model.fit(
            x,
            y,
            batch_size=settings["batch_size"],
            epochs=settings["epochs"],
            verbose=0,
            callbacks=[timer],
        )
        found.append(steady(timer.ends))
    return [sum(epoch) for epoch in zip(*found, strict=True)]


def measure(task: Task) -> Values:
    """Train all variants in the way that the mode says."""
    x, y = digits.load(task)
    x = x.reshape(-1, 784)
    kit = library("kit")
    train = by_vmap if task.mode == "vmap" else one_by_one
    start = time.perf_counter()
    epochs = train(kit, x, y, task.settings)
    return {"whole": [time.perf_counter() - start], "epoch": epochs}


def _workload(hidden: int) -> Workload:
    pair = ("kit:vmap", ("kit:row",))
    title = f"{{variants}} seeds by vmap, {hidden} hidden units, batch {{batch_size}}"
    return Workload(
        name=f"variants-{hidden}",
        measure=measure,
        settings={
            "digits": 6_400,
            "batch_size": 32,
            "epochs": 4,
            "hidden": hidden,
            "variants": 8,
        },
        quick={"digits": 128, "epochs": 2, "variants": 2},
        lines=(
            Line(f"{title}: a steady epoch of all", "epoch", *pair),
            Line("... {epochs} epochs with compilation", "whole", *pair),
        ),
    )


WORKLOADS = (_workload(128), _workload(32))
