"""Rows gathered for a few batches at a time, while the batches before are computed.

Arrays that are too large to be copied to the device, and files, are read this way.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jax
import numpy as np

# XLA reads memory without copying it first if it begins at a multiple of this.
ALIGNMENT = 64


def gather_rows(arrays: Any, rows: np.ndarray, count: int) -> tuple[Any, np.ndarray]:
    """Copy some rows of nested arrays.

    Args:
        arrays: Arrays, or memory-mapped files, nested in any way.
        rows: The row numbers of each batch, (steps, batch), -1 for padding.
        count: How many rows the result has room for.

    Returns:
        The rows, and the table with their new numbers.

    >>> picked, table = gather_rows(np.arange(10) * 10, np.array([[7, 2], [5, -1]]), 4)
    >>> np.asarray(picked)[table[0]].tolist(), table.tolist()
    ([70, 20], [[0, 1], [2, -1]])
    """
    wanted = rows[rows >= 0]
    table = np.full(rows.shape, -1, "int32")
    table[rows >= 0] = np.arange(len(wanted))
    if any(isinstance(leaf, np.memmap) for leaf in jax.tree.leaves(arrays)):
        wanted, places = np.unique(wanted, return_inverse=True)  # the file's own order
        table[rows >= 0] = places

    def pick(array):
        picked = aligned_array((count, *array.shape[1:]), array.dtype)
        np.take(array, wanted, axis=0, out=picked[: len(wanted)], mode="clip")
        picked[len(wanted) :] = 0
        return jax.device_put(picked)

    return jax.tree.map(pick, arrays), table


def aligned_array(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Return an uninitialized array that begins where XLA likes it.

    >>> aligned_array((3, 5), "float32").ctypes.data % ALIGNMENT
    0
    """
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    memory = np.empty(size + ALIGNMENT, "uint8")
    start = -memory.ctypes.data % ALIGNMENT
    return memory[start : start + size].view(dtype).reshape(shape)


def prefetched(make: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Yield `make(item)` for every item; the next one is made in the meantime.

    >>> list(prefetched(lambda x: 2 * x, [1, 2, 3]))
    [2, 4, 6]
    """
    with ThreadPoolExecutor(1) as worker:
        waiting = None
        for item in items:
            following = worker.submit(make, item)
            if waiting is not None:
                yield waiting.result()
            waiting = following
        if waiting is not None:
            yield waiting.result()
