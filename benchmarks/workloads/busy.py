"""A fit in the background while something else computes in pure Python.

The loop in the main thread is a cell of the same notebook: it takes one of the cores,
and Python itself whenever the training needs it. The loop in another process takes
the core only, so the difference is what Python's lock costs.
"""

import subprocess
import sys
import threading

from benchmarks import digits
from benchmarks.keras_loop import epoch_timer, library, steady
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import cnn, mlp

LOOP = "while True: pass"


def measure(task: Task) -> Values:
    """Train in a thread; meanwhile the main thread rests, or counts and counts."""
    x, y = digits.load(task)
    is_mlp = task.settings["network"] == "MLP"
    network = mlp.keras_model if is_mlp else cnn.keras_model
    x = x.reshape(-1, 784) if is_mlp else x[..., None]
    keras = library(task.peer)
    timer = epoch_timer(keras)
    # As in the studio, whose callback needs no hook after every single batch.
    timer.every_batch = False
    options = {name: task.settings[name] for name in ("epochs", "batch_size")}
    worker = threading.Thread(
        target=network(keras).fit,
        args=(x, y),
        kwargs={**options, "verbose": 0, "callbacks": [timer]},
    )
    neighbour = None
    if task.mode == "process":
        neighbour = subprocess.Popen([sys.executable, "-c", LOOP])
    worker.start()
    count = 0
    while task.mode == "busy" and worker.is_alive():
        for _ in range(10_000):
            count += 1
    worker.join()
    if neighbour is not None:
        neighbour.kill()
        neighbour.wait()
    return {"epoch": steady(timer.ends)}


LINES = (
    Line(
        "Beside a Python loop ({network}, batch {batch_size}): an epoch",
        reference="kit:idle",
        others=("kit:process", "kit:busy"),
    ),
    Line(
        "... Keras-JAX in all columns",
        reference="keras-jax:idle",
        others=("keras-jax:process", "keras-jax:busy"),
    ),
)


WORKLOADS = (
    Workload(
        name="busy-mlp",
        measure=measure,
        settings={
            "network": "MLP",
            "digits": 60_000,
            "batch_size": 128,
            "epochs": 8,
        },
        quick={"digits": 640, "epochs": 2},
        lines=LINES,
    ),
    Workload(
        name="busy-cnn",
        measure=measure,
        settings={"network": "CNN", "digits": 3_200, "batch_size": 128, "epochs": 4},
        quick={"digits": 256, "epochs": 2},
        lines=LINES,
    ),
)
