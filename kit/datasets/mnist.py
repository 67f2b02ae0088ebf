"""Handwritten digits: MNIST as in Keras, and a small sample that needs no network.

The images are 28 x 28 pixels from 0 (paper) to 255 (ink), the labels are 0 to 9.
"""

import os
from pathlib import Path

import numpy as np

from kit.config import note
from kit.datasets.download import DownloadError
from kit.datasets.get_file import cached_file, get_file
from kit.datasets.npz import read_arrays

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
FILE_HASH = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
SAMPLE_PATH = Path(__file__).parent / "data" / "mnist_sample.npz"

Split = tuple[np.ndarray, np.ndarray]


def load_data(path: str | os.PathLike = "mnist.npz") -> tuple[Split, Split]:
    """Return `(x_train, y_train), (x_test, y_test)`: 60,000 and 10,000 digits.

    The file comes from Keras's cache folder or else from the web. Without a network
    the embedded sample is returned instead, and a note says so.

    Args:
        path: A file name in the cache, as in Keras; or the path of an .npz file of
            yours with the arrays `x_train`, `y_train`, `x_test` and `y_test`.

    Returns:
        `x`: uint8, (n, 28, 28), 0 to 255. `y`: uint8, (n,).

    Raises:
        FileNotFoundError: If the file of yours does not exist.
        ValueError: If the file is damaged or its arrays are not of that form.

    >>> (x_train, y_train), (x_test, y_test) = load_data(SAMPLE_PATH)
    >>> x_train.shape, y_train.shape, x_train.dtype
    ((4000, 28, 28), (4000,), dtype('uint8'))
    """
    if _is_own_file(path):
        return _read(Path(path).expanduser())
    try:
        return _read(Path(get_file(os.fspath(path), ORIGIN, FILE_HASH)))
    except DownloadError as error:
        note(
            f"MNIST could not be downloaded ({error.reason}), so load_data() returns "
            "the embedded sample of 5,000 digits, 4,000 to train and 1,000 to test."
        )
        return load_sample()


def load_sample() -> tuple[Split, Split]:
    """Return `(x_train, y_train), (x_test, y_test)`: 4,000 and 1,000 real digits.

    The sample is part of kit and needs no network. It has 400 and 100 digits of each
    class. All of them come from the training set of MNIST, so an accuracy on these
    1,000 is not "the MNIST test accuracy".

    Returns:
        `x`: uint8, (n, 28, 28), 0 to 255. `y`: uint8, (n,), 0 to 9.

    >>> (x_train, y_train), (x_test, y_test) = load_sample()
    >>> np.bincount(y_test).tolist()
    [100, 100, 100, 100, 100, 100, 100, 100, 100, 100]
    """
    return _read(SAMPLE_PATH)


def is_cached() -> bool:
    """Tell whether `load_data()` finds the digits on this computer.

    >>> is_cached() in (True, False)
    True
    """
    return cached_file("mnist.npz", FILE_HASH) is not None


def download() -> None:
    """Fetch the digits into the cache, about 11 MB, unless they are there.

    Raises:
        DownloadError: If that is not possible.

    >>> download()  # doctest: +SKIP
    """
    get_file("mnist.npz", ORIGIN, FILE_HASH)


def _is_own_file(path: str | os.PathLike) -> bool:
    """Tell a user's own file from a plain name in the cache."""
    text = os.fspath(path)
    return "/" in text or os.sep in text or os.path.isfile(text)


def _read(path: Path) -> tuple[Split, Split]:
    arrays = read_arrays(path, ["x_train", "y_train", "x_test", "y_test"])
    train = _check_split(arrays["x_train"], arrays["y_train"], "train", path)
    test = _check_split(arrays["x_test"], arrays["y_test"], "test", path)
    return train, test


def _check_split(x: np.ndarray, y: np.ndarray, part: str, path: Path) -> Split:
    """Check the images and labels of one part; return the labels as uint8."""
    if x.dtype != np.uint8 or x.ndim != 3 or x.shape[1:] != (28, 28):
        raise ValueError(
            f"'x_{part}' has shape {x.shape} and type {x.dtype}.\n"
            f"Expected images of shape (n, 28, 28) and type uint8 in {path}.\n"
            "Convert them before saving: x.reshape(-1, 28, 28).astype('uint8')."
        )
    if y.dtype.kind not in "iu" or y.shape != (len(x),):
        raise ValueError(
            f"'y_{part}' has shape {y.shape} and type {y.dtype}.\n"
            f"Expected one whole number per image, shape ({len(x)},), in {path}.\n"
            "Save one label for every image, in the same order."
        )
    if len(y) > 0 and (y.min() < 0 or y.max() > 255):
        raise ValueError(
            f"'y_{part}' has labels from {y.min()} to {y.max()}.\n"
            f"Expected labels from 0 to 255 in {path}.\n"
            "Number the classes 0, 1, 2, ..."
        )
    return x, y.astype(np.uint8, copy=False)
