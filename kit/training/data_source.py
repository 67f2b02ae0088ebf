"""Data sources: where batches come from, in one form for the training loop.

A source yields Blocks: rows on the device and a table that says which rows make up
which batch. The compiled loop walks through the table by itself, so that a whole epoch
of an array in memory is one block, and a stream is a few batches at a time.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from kit.diagnosis.feeding import broken_batch, source_has_ended
from kit.distribution import distribution, even_batch
from kit.random import generator
from kit.training.data_checks import check_lengths, number_of_rows
from kit.training.row_blocks import gather_rows, prefetched
from kit.training.rows_in_place import in_place, may_stay_in_place
from kit.utils.py_dataset import PyDataset

# A stream's batches are stacked to blocks of about this many bytes.
BLOCK_BYTES = 32 * 2**20
MAX_BLOCK_STEPS = 512
# Arrays up to this size are copied to the device as a whole. Copies of larger ones
# would cost too much memory: a CPU reads them in place where it can; the rows of
# others are gathered beside the computation.
RESIDENT_BYTES = 64 * 2**20
# A GPU has memory of its own, which a copy to it does not take from the notebook.
RESIDENT_BYTES_ON_GPU = 2**30
PADDING = -1


class Block(NamedTuple):
    """Some batches, ready for the compiled loop.

    Fields:
        arrays: `(x, y, sample_weight)`; each an array of rows, nested, or None.
        table: int32 (steps, batch): the row numbers of each batch, -1 for padding.
        padded: Whether the table may hold padding.
        start: The first batch of the table to run.
        stop: The batch to stop before.
    """

    arrays: tuple
    table: jax.Array
    padded: bool
    start: int
    stop: int


class ArraySource:
    """Arrays in memory, or memory-mapped files, cut into batches.

    Args:
        x: Inputs: an array, or arrays nested in a list or dict.
        y: Targets, like `x`, or None.
        sample_weight: One weight for each row, or None.
        batch_size: Rows per batch.
        shuffle: False, True (all rows) or `"batch"` (inside each batch).
        seed: Decides the order together with the number of the epoch.
        pad: Whether a last, smaller batch is padded; else it becomes its own block.
    """

    def __init__(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        batch_size: int = 32,
        shuffle: bool | str = False,
        seed: int = 0,
        pad: bool = True,
    ):
        self.arrays = self.given = (x, y, sample_weight)
        check_lengths(x, y, sample_weight)
        self.num_rows = number_of_rows(x)
        self.batch_size = min(batch_size, self.num_rows)
        self.shuffle, self.seed, self.pad = shuffle, seed, pad
        self.num_batches = -(-self.num_rows // self.batch_size)
        self.asked: int | None = None  # how many batches the user wanted
        self._behind: Iterator[Block] | None = None
        self.resident = _is_resident(self.arrays)
        self._on_device: Any = None

    def example(self) -> tuple:
        """Return one batch of rows, to learn the shapes from."""
        return jax.tree.map(lambda array: array[: self.batch_size], self.arrays)

    def blocks(self, epoch: int) -> Iterator[Block]:
        """Yield the batches of one epoch.

        An epoch that is shorter than the data goes on in the next one, as in Keras.
        """
        if self.num_batches * self.batch_size >= self.num_rows:
            yield from self._pass(epoch)
            return
        left, waiting = self.num_batches, self._behind or self._pass(epoch)
        self._behind = None
        for block in waiting:
            cut = min(block.stop, block.start + left)
            left -= cut - block.start
            if not left:  # said before the last block is given: nobody may come back
                rest = [block._replace(start=cut)] if cut < block.stop else []
                self._behind = _unless_empty(itertools.chain(rest, waiting))
            yield block._replace(stop=cut)
            if not left:
                return

    def limit(self, steps: int) -> None:
        """Let an epoch have no more batches than these."""
        self.asked = steps
        self.num_batches = min(steps, self.num_batches)

    def restart(self) -> None:
        """Let the next epoch begin with the first rows, as each validation does."""
        self._behind = None

    def _pass(self, epoch):
        """Yield all batches once."""
        order = self._order(epoch)
        full = self.num_rows // self.batch_size
        rest = order[full * self.batch_size :]
        if len(rest) and self.pad:
            order = np.pad(order, (0, self.batch_size - len(rest)), "constant")
            order[self.num_rows :] = PADDING
            full, rest = full + 1, rest[:0]
        padded = full * self.batch_size > self.num_rows
        if full:
            table = order[: full * self.batch_size].reshape(full, self.batch_size)
            yield from self._cut(table, padded)
        if len(rest):
            yield from self._cut(rest[None], False)

    def _cut(self, table, padded):
        """One block for arrays on the device; else as many as memory asks for."""
        missing = even_batch(table.shape[1]) - table.shape[1]
        if missing and self.pad:  # several devices share a batch evenly
            table = np.pad(table, [(0, 0), (0, missing)], constant_values=PADDING)
            padded = True
        if self.resident:
            if self._on_device is None:
                self._on_device = jax.tree.map(_to_device, self.arrays)
            yield Block(self._on_device, jax.device_put(table), padded, 0, len(table))
            return
        steps = _steps_per_block(self.arrays, self.num_rows, table.shape[1])
        pieces = [table[i : i + steps] for i in range(0, len(table), steps)]

        def gather(rows):
            arrays, local = gather_rows(self.arrays, rows, steps * table.shape[1])
            local = _pad_rows(local, steps)
            return Block(arrays, jnp.asarray(local), padded, 0, len(rows))

        yield from prefetched(gather, pieces)

    def _order(self, epoch):
        rows = np.arange(self.num_rows, dtype="int32")
        if not self.shuffle:
            return rows
        random = generator([self.seed, epoch])
        if self.shuffle == "batch":
            size = self.batch_size
            parts = [rows[i : i + size] for i in range(0, self.num_rows, size)]
            return np.concatenate([random.permutation(part) for part in parts])
        return random.permutation(rows)

    def on_epoch_end(self) -> None:
        """Do nothing: arrays stay as they are."""


class StreamSource:
    """Batches from a generator, an iterable or a PyDataset.

    Args:
        batches: What yields `x`, `(x, y)` or `(x, y, sample_weight)`.
        steps: How many batches make an epoch, or None for all there are.
        pad: Whether a smaller batch is padded to the size of the first.
        shuffle: Whether a PyDataset's batches come in random order.
        seed: Decides that order.
    """

    def __init__(
        self,
        batches: Any,
        steps: int | None = None,
        pad: bool = True,
        shuffle: bool = False,
        seed: int = 0,
        class_weight: dict | None = None,
    ):
        self.dataset = batches
        self.pad, self.shuffle, self.seed = pad, shuffle, seed
        self.class_weight = class_weight
        self.given: Any = None
        self.endless = iter(batches) is batches  # a generator goes on where it stopped
        self.num_batches = steps
        if isinstance(batches, PyDataset) and steps is None:
            self.num_batches = batches.num_batches
        self._iterator: Iterator | None = None
        self._first: tuple | None = None
        self._taken = 0  # batches of this epoch
        self._goes_on = False  # whether the next epoch begins in the middle
        self.ended: tuple[int, int] | None = None  # too soon: epoch, batches of it

    def example(self) -> tuple:
        """Return the first batch, which is not lost: the epoch begins with it."""
        first = self._first or self._take_first(0)
        if first is None:
            raise source_has_ended(1, 0, self.num_batches).error()
        return first

    def _take_first(self, epoch):
        self._iterator = self._iterate(epoch)
        item = next(self._iterator, None)
        self._first = None if item is None else _batch(item, self.class_weight)
        if self._first is not None:
            self.batch_size = number_of_rows(self._first[0])
        return self._first

    def blocks(self, epoch: int) -> Iterator[Block]:
        """Yield the batches of one epoch, a few at a time."""
        first = self._first or self._take_first(epoch)
        if first is None:
            self.ended = self.ended or (epoch + 1, 0)
            return
        steps = _steps_per_block(first, self.batch_size, self.batch_size)
        if self.num_batches:
            steps = min(steps, self.num_batches)
        batches = self._epoch_batches(epoch)
        while group := list(itertools.islice(batches, steps)):
            yield from self._stack(group, steps)

    def _epoch_batches(self, epoch):
        goes_on = self._goes_on
        if self._iterator is None:
            self._iterator = self._iterate(epoch)
        waiting, self._first = self._first, None
        self._taken = 0
        if waiting is not None:
            self._taken = 1
            yield waiting
        limit = self.num_batches
        while limit is None or self._taken < limit:
            try:
                item = next(self._iterator)
            except StopIteration:
                if limit is not None and not goes_on:
                    self.ended = self.ended or (epoch + 1, self._taken)
                break
            self._taken += 1
            yield _batch(item, self.class_weight)

    def restart(self) -> None:
        """Begin with the first batch again, where that can be had a second time."""
        if self._goes_on:
            self._iterator, self._first, self._goes_on = None, None, False

    def _iterate(self, epoch) -> Iterator:
        if not isinstance(self.dataset, PyDataset):
            return iter(self.dataset)
        order = np.arange(int(self.dataset.num_batches or 0))
        if self.shuffle:
            order = generator([self.seed, epoch]).permutation(order)
        return (self.dataset[int(i)] for i in order)

    def _stack(self, group, steps):
        """Make blocks of batches of one size; others get a block of their own."""
        sizes = [number_of_rows(batch[0]) for batch in group]
        if self.pad and max(sizes) <= self.batch_size:
            yield self._block(group, sizes, self.batch_size, steps)
            return
        for size, run in itertools.groupby(
            zip(sizes, group, strict=True), key=lambda pair: pair[0]
        ):
            batches = [batch for _, batch in run]
            count = steps if size == self.batch_size else len(batches)
            yield self._block(batches, [size] * len(batches), size, count)

    def _block(self, group, sizes, batch_size, steps):
        rows = steps * batch_size
        arrays = jax.tree.map(lambda *parts: _pad_rows(_join(parts), rows), *group)
        starts = np.cumsum([0, *sizes])[:-1]
        table = np.full((steps, batch_size), PADDING, "int32")
        for step, (start, size) in enumerate(zip(starts, sizes, strict=True)):
            table[step, :size] = np.arange(start, start + size)
        return Block(arrays, jnp.asarray(table), self.pad, 0, len(group))

    def on_epoch_end(self) -> None:
        """Tell a PyDataset that the epoch is over.

        Batches behind an epoch that was shorter than the data begin the next one.
        """
        if not self.endless:
            short = self._taken == self.num_batches
            item = next(self._iterator or iter(()), None) if short else None
            self._goes_on = item is not None
            self._first = None if item is None else _batch(item, self.class_weight)
            self._iterator = self._iterator if self._goes_on else None
        if isinstance(self.dataset, PyDataset):
            self.dataset.on_epoch_end()


def is_stream(x: Any) -> bool:
    """Tell whether `x` yields batches, rather than being an array or nested arrays.

    >>> is_stream(np.zeros(3)), is_stream(iter([1]))
    (False, True)
    """
    if isinstance(x, PyDataset):
        return True
    if hasattr(x, "__array__") or isinstance(x, list | tuple | dict | str):
        return False
    return isinstance(x, Iterable)


def _batch(item: Any, class_weight: dict | None) -> tuple:
    """Return `(x, y, sample_weight)` of what a stream yielded."""
    parts = tuple(item) if isinstance(item, tuple) else (item,)
    found = broken_batch(len(parts))
    if found is not None:
        raise found.error()
    x, y, weight = (*parts, None, None)[:3]
    if class_weight and weight is None:
        weight = class_weights_of(y, class_weight)
    return jax.tree.map(np.asarray, (x, y, weight))


def class_weights_of(y: Any, class_weight: dict) -> np.ndarray:
    """Return the weight of each row's class; a class that is not named weighs 1.

    >>> class_weights_of(np.array([0, 1, 1]), {1: 5.0}).tolist()
    [1.0, 5.0, 5.0]
    """
    labels = np.asarray(y)
    if labels.ndim > 1:
        labels = labels.argmax(-1) if labels.shape[-1] > 1 else labels[..., 0]
    classes, place = np.unique(labels, return_inverse=True)
    weights = [float(class_weight.get(int(label), 1.0)) for label in classes]
    return np.array(weights, "float32")[place.reshape(labels.shape)]


def _is_resident(arrays):
    leaves = jax.tree.leaves(arrays)
    if any(isinstance(leaf, np.memmap) for leaf in leaves):
        return False
    copied = [
        leaf
        for leaf in leaves
        if not isinstance(leaf, jax.Array) and not _stays_in_place(leaf)
    ]
    on_cpu = jax.default_backend() == "cpu"
    most = RESIDENT_BYTES if on_cpu else RESIDENT_BYTES_ON_GPU
    return sum(leaf.nbytes for leaf in copied) <= most


def _stays_in_place(array):
    # Several devices need copies, which are made of a few batches at a time.
    return distribution() is None and may_stay_in_place(array)


def _to_device(array):
    if _stays_in_place(array):
        return in_place(array)
    return jax.device_put(array, may_alias=False)


def _unless_empty(blocks: Iterator[Block]) -> Iterator[Block] | None:
    first = next(blocks, None)
    return None if first is None else itertools.chain([first], blocks)


def _steps_per_block(arrays, num_rows, batch_size):
    row_bytes = sum(leaf.nbytes for leaf in jax.tree.leaves(arrays)) / max(num_rows, 1)
    steps = int(BLOCK_BYTES / max(row_bytes * batch_size, 1))
    return max(1, min(steps, MAX_BLOCK_STEPS))


def _join(parts):
    return np.concatenate([np.asarray(part) for part in parts])


def _pad_rows(array, rows):
    missing = rows - len(array)
    if missing <= 0:
        return array
    return np.pad(array, [(0, missing)] + [(0, 0)] * (array.ndim - 1))
