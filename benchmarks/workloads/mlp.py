"""The first network of every course: 784 - 128 relu - dropout 0.2 - 10, with Adam."""

from typing import Any

from benchmarks import digits
from benchmarks.keras_loop import epoch_seconds, library
from benchmarks.workload import Line, Task, Values, Workload


def keras_model(keras: Any, hidden: int = 128, seed: int = 0) -> Any:
    """The network for kit and Keras."""
    keras.utils.set_random_seed(seed)
    model = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(hidden, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def torch_model() -> Any:
    """The network for PyTorch, whose loss contains the softmax."""
    from torch import manual_seed, nn

    manual_seed(0)
    return nn.Sequential(
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(128, 10),
    )


def measure(task: Task) -> Values:
    """Train some epochs."""
    x, y = digits.load(task)
    x = x.reshape(-1, 784)
    if task.peer == "torch":
        from benchmarks import torch_loop

        seconds = torch_loop.epoch_seconds(torch_model(), x, y, task.settings)
    else:
        keras = library(task.peer)
        seconds = epoch_seconds(keras, keras_model(keras), x, y, task.settings)
    return {"epoch": seconds}


def _workload(batch_size: int, epochs: int) -> Workload:
    title = f"MLP, batch {batch_size}: an epoch of {{digits:,}} digits"
    return Workload(
        name=f"mlp-{batch_size}",
        measure=measure,
        settings={"digits": 60_000, "batch_size": batch_size, "epochs": epochs},
        quick={"digits": 640, "epochs": 2},
        lines=(Line(title),),
    )


WORKLOADS = (_workload(128, epochs=4), _workload(32, epochs=3))
