"""Predictions: for many digits at once, and for a single one again and again."""

import time
from collections.abc import Callable
from typing import Any

from benchmarks import digits
from benchmarks.keras_loop import library
from benchmarks.workload import Line, Task, Values, Workload
from benchmarks.workloads import cnn, mlp


def keras_programs(keras: Any, x: Any, large: int) -> dict[str, Callable]:
    """What is timed, for kit and Keras, by name."""
    small_model, small_x = mlp.keras_model(keras), x.reshape(-1, 784)
    model, images = cnn.keras_model(keras), x[..., None]
    return {
        "mlp many": lambda: small_model.predict(small_x, verbose=0),
        "mlp large": lambda: small_model.predict(small_x, large, verbose=0),
        "mlp one": lambda: small_model.predict(small_x[:1], verbose=0),
        "cnn many": lambda: model.predict(images, verbose=0),
        "cnn large": lambda: model.predict(images, large, verbose=0),
        "cnn one": lambda: model.predict(images[:1], verbose=0),
    }


def torch_programs(x: Any, large: int) -> dict[str, Callable]:
    """The same for PyTorch; it has no `predict`, so the user chooses the pieces."""
    import torch

    small_model, small_x = mlp.torch_model().eval(), torch.as_tensor(x).flatten(1)
    model, images = cnn.torch_model().eval(), cnn.torch_images(x)

    def predict(model, x):
        with torch.inference_mode():
            pieces = [model(piece).softmax(1) for piece in x.split(large)]
            return torch.cat(pieces).numpy()

    return {
        "mlp large": lambda: predict(small_model, small_x),
        "mlp one": lambda: predict(small_model, small_x[:1]),
        "cnn large": lambda: predict(model, images),
        "cnn one": lambda: predict(model, images[:1]),
    }


def seconds_of(program: Callable, repeats: int) -> list[float]:
    """Return how long each call takes, after one that compiles."""
    program()
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        program()
        found.append(time.perf_counter() - start)
    return found


def measure(task: Task) -> Values:
    """Predict with both networks."""
    x, _ = digits.load(task)
    large = task.settings["large_batch"]
    if task.peer == "torch":
        programs = torch_programs(x, large)
    else:
        programs = keras_programs(library(task.peer), x, large)
    repeats = {"one": task.settings["repeats_of_one"]}
    return {
        name: seconds_of(program, repeats.get(name.split()[1], 3))
        for name, program in programs.items()
    }


def _lines(name: str) -> tuple[Line, ...]:
    title, measure = f"{name}: predict {{digits:,}}", name.lower()
    return (
        Line(title, f"{measure} many", others=("keras-jax", "keras-tf"), unit="ms"),
        Line(f"{title}, batch_size={{large_batch}}", f"{measure} large", unit="ms"),
        Line(f"{name}: predict 1", f"{measure} one", unit="ms"),
    )


WORKLOADS = (
    Workload(
        name="predict",
        measure=measure,
        settings={"digits": 10_000, "large_batch": 1000, "repeats_of_one": 100},
        quick={"digits": 100, "large_batch": 50, "repeats_of_one": 3},
        lines=(*_lines("MLP"), *_lines("CNN")),
    ),
)
