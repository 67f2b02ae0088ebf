"""Pieces of clothing: Fashion-MNIST as in Keras, of the same form as MNIST.

The data is fetched from the web once; it is by Zalando SE, under the MIT licence.
"""

import numpy as np

from kit.datasets.download import DownloadError
from kit.datasets.get_file import cached_file, get_file
from kit.datasets.idx import read_idx

ORIGIN = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
CACHE_SUBDIR = "datasets/fashion-mnist"

class_names = (
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
)

_PARTS = ("train", "t10k")
_KINDS = ("images-idx3", "labels-idx1")
Split = tuple[np.ndarray, np.ndarray]


def load_data() -> tuple[Split, Split]:
    """Return `(x_train, y_train), (x_test, y_test)`: 60,000 and 10,000 images.

    The four files come from Keras's cache folder or else from the web. The name of
    label `y` is `class_names[y]`.

    Returns:
        `x`: uint8, (n, 28, 28), 0 to 255. `y`: uint8, (n,), 0 to 9.

    Raises:
        DownloadError: If the files are not in the cache and there is no network.
        ValueError: If a file in the cache is damaged.

    >>> (x_train, y_train), (x_test, y_test) = load_data()  # doctest: +SKIP
    """
    return _load_split("train", 60_000), _load_split("t10k", 10_000)


def is_cached() -> bool:
    """Tell whether `load_data()` finds all four files on this computer.

    >>> is_cached() in (True, False)
    True
    """
    names = [_file_name(part, kind) for part in _PARTS for kind in _KINDS]
    return all(cached_file(name, cache_subdir=CACHE_SUBDIR) for name in names)


def download() -> None:
    """Fetch the four files into the cache, about 31 MB, unless they are there.

    Raises:
        DownloadError: If that is not possible.

    >>> download()  # doctest: +SKIP
    """
    for part in _PARTS:
        for kind in _KINDS:
            _fetch(_file_name(part, kind))


def _file_name(part: str, kind: str) -> str:
    return f"{part}-{kind}-ubyte.gz"


def _load_split(part: str, count: int) -> Split:
    labels = _fetch(_file_name(part, "labels-idx1"))
    images = _fetch(_file_name(part, "images-idx3"))
    return read_idx(images, (count, 28, 28)), read_idx(labels, (count,))


def _fetch(fname: str) -> str:
    """Return the path of one of the four files, from the cache or the web."""
    try:
        return get_file(fname, ORIGIN + fname, cache_subdir=CACHE_SUBDIR)
    except DownloadError as error:
        raise DownloadError(
            f"{error}\n"
            "Fashion-MNIST is not part of kit. To go on without a network, use "
            "digits instead: kit.datasets.mnist.load_sample().",
            error.reason,
        ) from error
