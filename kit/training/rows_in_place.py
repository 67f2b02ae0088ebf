"""Large arrays of rows that XLA reads where NumPy has put them, without a copy.

The compiled loop takes the rows of each batch from them by itself, as it does from an
array that was copied to the device. Data sources decide which arrays are used so.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from kit.training.row_blocks import ALIGNMENT

# A copy of a smaller array is cheap, and safe from what the user does to it later.
LEAST_BYTES = 16 * 2**20


class RowsInPlace:
    """An array whose memory is shared with NumPy.

    XLA shares only memory that begins at a multiple of 64 bytes, and NumPy's begins
    anywhere. So all numbers are seen as one long row, from the first such place on. Its
    length is always the same, whatever was skipped, or each place in memory would need
    a program of its own, which no later process would find in the compilation cache.
    What is cut off at both ends is a part of the first and last row: those are copied.

    Copying batches together beside the computation instead makes an epoch of a small
    dense network at batch 128 last 1.09 times as long (median of seven pairs); at
    batch 32 no difference could be told from noise.

    Args:
        flat: The shared numbers, (rows * width - the most that may be skipped,).
        ends: The first and the last row, (2, width).
        skip: How many numbers lie before `flat`.
        shape: The shape of all rows, (rows, ...).

    >>> ends = jnp.array([[0.0, 1.0, 2.0, 3.0], [20.0, 21.0, 22.0, 23.0]])
    >>> rows = RowsInPlace(jnp.arange(3.0, 21.0), ends, 3, (6, 2, 2))
    >>> rows.take(jnp.array([5, 1, 0, -1]))[:, 0].tolist()
    [[20.0, 21.0], [4.0, 5.0], [0.0, 1.0], [0.0, 1.0]]
    """

    def __init__(self, flat: Any, ends: Any, skip: Any, shape: tuple[int, ...]):
        self.flat, self.ends, self.skip, self.shape = flat, ends, skip, shape

    def take(self, rows: jax.Array) -> jax.Array:
        """Return these rows, (rows, ...); padding (-1) takes row 0.

        Args:
            rows: Row numbers, (batch,).
        """
        rows = jnp.maximum(rows, 0)
        width = self.ends.shape[1]
        starts = jnp.maximum(rows * width - self.skip, 0)
        taken = lax.gather(
            self.flat,
            starts[:, None],
            lax.GatherDimensionNumbers((1,), (), (0,)),  # a window of `width` each
            (width,),
            mode="clip",
        )
        taken = jnp.where((rows == 0)[:, None], self.ends[0], taken)
        taken = jnp.where((rows == self.shape[0] - 1)[:, None], self.ends[1], taken)
        return taken.reshape(len(rows), *self.shape[1:])


jax.tree_util.register_pytree_node(
    RowsInPlace,
    lambda rows: ((rows.flat, rows.ends, rows.skip), rows.shape),
    lambda shape, arrays: RowsInPlace(*arrays, shape),
)


def may_stay_in_place(array: Any) -> bool:
    """Tell whether XLA can use the memory of this array.

    >>> may_stay_in_place(np.zeros((10, 784), "float32"))  # small: rather copied
    False
    """
    if not isinstance(array, np.ndarray) or isinstance(array, np.memmap):
        return False
    return (
        jax.default_backend() == "cpu"
        and array.nbytes >= LEAST_BYTES
        and array.size < 2**31  # counted in int32
        and array[0].nbytes >= ALIGNMENT  # then only the first and last row are cut
        and len(array) > 1
        and array.flags.c_contiguous
        and array.flags.aligned
        and jax.dtypes.canonicalize_dtype(array.dtype) == array.dtype
    )


def in_place(array: np.ndarray) -> RowsInPlace:
    """Return the rows of an array for which `may_stay_in_place` holds."""
    most = ALIGNMENT // array.itemsize - 1
    skip = -array.ctypes.data % ALIGNMENT // array.itemsize
    flat = jax.device_put(array.reshape(-1)[skip : skip + array.size - most])
    ends = jax.device_put(array[[0, -1]].reshape(2, -1))  # indexing by a list copies
    return RowsInPlace(flat, ends, jax.device_put(np.int32(skip)), array.shape)
