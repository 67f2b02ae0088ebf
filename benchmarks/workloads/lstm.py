"""A recurrent network that reads a digit row by row: LSTM(64) on 28 steps of 28."""

from typing import Any

from benchmarks import digits
from benchmarks.keras_loop import epoch_seconds, library
from benchmarks.workload import Line, Task, Values, Workload


def keras_model(keras: Any) -> Any:
    """The network for kit and Keras."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.LSTM(64),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def torch_model() -> Any:
    """The network for PyTorch; its LSTM has two biases, which adds 256 weights."""
    from torch import manual_seed, nn

    class RowReader(nn.Module):
        def __init__(self):
            super().__init__()
            self.lstm = nn.LSTM(28, 64, batch_first=True)
            self.head = nn.Linear(64, 10)

        def forward(self, x):
            outputs, _ = self.lstm(x)  # (batch, 28, 64)
            return self.head(outputs[:, -1])

    manual_seed(0)
    return RowReader()


def measure(task: Task) -> Values:
    """Train some epochs."""
    x, y = digits.load(task)
    if task.peer == "torch":
        from benchmarks import torch_loop

        seconds = torch_loop.epoch_seconds(torch_model(), x, y, task.settings)
    else:
        keras = library(task.peer)
        seconds = epoch_seconds(keras, keras_model(keras), x, y, task.settings)
    return {"epoch": seconds}


WORKLOADS = (
    Workload(
        name="lstm",
        measure=measure,
        settings={"digits": 6_400, "batch_size": 128, "epochs": 4},
        quick={"digits": 256, "epochs": 2},
        lines=(Line("LSTM(64) on rows, batch {batch_size}: {digits:,} digits"),),
    ),
)
