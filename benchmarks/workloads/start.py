"""Starting: the import alone, and all from a new process to the end of an epoch.

Only here are libraries imported before anything else, so that nothing is paid for in
advance; that is why the imports stand inside the function.
"""

import time

from benchmarks.workload import PEERS, Line, Task, Values, Workload


def measure(task: Task) -> Values:
    """Import, load the digits, build the MLP, train one epoch."""
    start = time.perf_counter()
    if task.peer == "torch":
        import torch  # noqa: F401
    else:
        from benchmarks.keras_loop import library

        library(task.peer)
    imported = time.perf_counter() - start
    from benchmarks.workloads import mlp

    mlp.measure(task)
    return {"import": [imported], "first epoch": [time.time() - task.started]}


_TITLE = "Process start to the end of an epoch (MLP, batch {batch_size})"

WORKLOADS = (
    Workload(
        name="start",
        measure=measure,
        settings={"digits": 60_000, "batch_size": 128, "epochs": 1},
        quick={"digits": 256},
        warm_up=("kit:warm", "keras-jax:cache"),
        lines=(
            Line("Import", "import", "kit:warm"),
            Line(f"{_TITLE}, second time", "first epoch", "kit:warm", PEERS),
            Line(
                "... Keras-JAX with a compilation cache as well",
                "first epoch",
                "kit:warm",
                ("keras-jax:cache",),
            ),
            Line("... very first time (no cache)", "first epoch", "kit:cold", PEERS),
        ),
    ),
)
