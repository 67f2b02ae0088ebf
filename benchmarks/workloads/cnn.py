"""The convolutional network of the tutorials: two convolutions, one hidden layer."""

from typing import Any

from benchmarks import digits
from benchmarks.keras_loop import epoch_seconds, library
from benchmarks.workload import Line, Task, Values, Workload


def keras_model(keras: Any) -> Any:
    """The network for kit and Keras."""
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Dropout(0.25),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def torch_model() -> Any:
    """The network for PyTorch, in the memory format that is fast on a CPU."""
    from torch import channels_last, manual_seed, nn

    manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(9216, 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10),
    )
    return model.to(memory_format=channels_last)


def torch_images(x: Any) -> Any:
    """(n, 28, 28) as PyTorch sees it, (n, 1, 28, 28), in the same memory format."""
    from torch import as_tensor, channels_last

    return as_tensor(x)[:, None].contiguous(memory_format=channels_last)


def measure(task: Task) -> Values:
    """Train some epochs."""
    x, y = digits.load(task)
    if task.peer == "torch":
        from benchmarks import torch_loop

        model, images = torch_model(), torch_images(x)
        seconds = torch_loop.epoch_seconds(model, images, y, task.settings)
    else:
        keras = library(task.peer)
        model, images = keras_model(keras), x[..., None]
        seconds = epoch_seconds(keras, model, images, y, task.settings)
    return {"epoch": seconds}


_TITLE = "CNN, batch {batch_size}: an epoch of {digits:,} digits"

WORKLOADS = (
    Workload(
        name="cnn",
        measure=measure,
        settings={"digits": 6_400, "batch_size": 128, "epochs": 3},
        quick={"digits": 256, "epochs": 2},
        lines=(
            Line(_TITLE),
            Line("... against the best epoch of each round", best=True),
            Line("... PyTorch with kit's allocator settings", others=("torch:malloc",)),
        ),
    ),
)
