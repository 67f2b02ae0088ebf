"""Read one array from a gzipped IDX file, the format in which MNIST was published.

`fashion_mnist` reads its four files with it. An IDX file has a header of big-endian
numbers (number format, number of axes, length of each axis) and then the raw numbers.
"""

import gzip
import math
import os
import struct
import zlib
from pathlib import Path

import numpy as np

LARGEST_SIZE = 2**28  # bytes; the images of Fashion-MNIST have 47 million
BYTES_FORMAT = 8  # the format's code for unsigned bytes


def read_idx(path: str | os.PathLike, shape: tuple[int, ...]) -> np.ndarray:
    """Return the uint8 array of `shape` from the gzipped IDX file at `path`.

    The header must announce exactly `shape`, and exactly so many bytes must follow.

    Args:
        path: The file, usually called `...-ubyte.gz`.
        shape: The expected shape, for example `(60000, 28, 28)`.

    Raises:
        ValueError: If the file is damaged or holds an array of another shape.

    >>> read_idx("train-labels-idx1-ubyte.gz", (60000,))  # doctest: +SKIP
    """
    size = math.prod(shape)
    header = struct.pack(f">BBBB{len(shape)}I", 0, 0, BYTES_FORMAT, len(shape), *shape)
    try:
        with gzip.open(path, "rb") as file:
            found_header = file.read(len(header))
            if found_header != header or size > LARGEST_SIZE:
                raise _refuse(path, shape, f"the header {found_header.hex(' ')}")
            data = file.read(size)
            # One byte more: it must not exist, and gzip checks its checksum here.
            if len(data) != size or file.read(1):
                raise _refuse(path, shape, "another number of bytes")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _refuse(path, shape, f"a damaged file ({error})") from error
    # A copy, because a buffer of bytes could not be written to.
    return np.frombuffer(data, np.uint8).reshape(shape).copy()


def _refuse(path: str | os.PathLike, shape: tuple[int, ...], found: str) -> ValueError:
    return ValueError(
        f"'{Path(path).name}' is not the expected IDX file.\n"
        f"Expected a gzipped IDX file with bytes of shape {shape}, found {found}.\n"
        f"Delete {path} and load the data again."
    )
