"""Digits for all contestants: one file, read in the same way by everybody."""

from pathlib import Path

import numpy as np

from benchmarks.workload import Task

SAMPLE = Path(__file__).parents[1] / "kit" / "datasets" / "data" / "mnist_sample.npz"


def prepare(source: str | None, target: Path) -> int:
    """Write one uncompressed file with all digits; returns how many there are.

    Args:
        source: A `mnist.npz`; without one, the sample of 5,000 digits in kit.
        target: The file to write.
    """
    with np.load(source or SAMPLE, allow_pickle=False) as file:
        x = np.concatenate([file["x_train"], file["x_test"]])
        y = np.concatenate([file["y_train"], file["y_test"]])
    np.savez(target, x=x, y=y)
    return len(x)


def load(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Return images and labels as the first lines of most tutorials make them.

    Returns:
        x: float32, (digits, 28, 28), 0 to 1.
        y: uint8, (digits,).
    """
    count = task.settings["digits"]
    with np.load(task.data, allow_pickle=False) as file:
        x = file["x"][:count].astype("float32")
        y = file["y"][:count].copy()
    x /= 255  # in place: a copy would be the peak of everybody's memory
    return x, y
