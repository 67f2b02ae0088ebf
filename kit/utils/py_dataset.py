"""PyDataset: the base class of data that a program makes batch by batch.

`fit`, `evaluate` and `predict` take an object of a subclass in place of arrays.
"""

import itertools
from collections.abc import Iterator
from typing import Any


class PyDataset:
    """Makes batch number `index` when it is asked for it.

    A subclass defines `__getitem__`, which returns one batch, `(x, y)` or
    `(x, y, sample_weight)`, and `__len__`, which returns the number of batches. It may
    define `on_epoch_begin` and `on_epoch_end`, for example to shuffle.

    Args:
        workers: Accepted as in Keras; kit makes the batches one after the other.
        use_multiprocessing: Accepted as in Keras, without effect.
        max_queue_size: Accepted as in Keras, without effect.

    >>> class Squares(PyDataset):
    ...     def __len__(self):
    ...         return 3
    ...     def __getitem__(self, index):
    ...         return [index], [index**2]
    >>> list(Squares())
    [([0], [0]), ([1], [1]), ([2], [4])]
    """

    # Here too, for subclasses that forget to call super().__init__().
    workers = 1
    use_multiprocessing = False
    max_queue_size = 10

    def __init__(
        self,
        workers: int = 1,
        use_multiprocessing: bool = False,
        max_queue_size: int = 10,
    ):
        self.workers = workers
        self.use_multiprocessing = use_multiprocessing
        self.max_queue_size = max_queue_size

    def __getitem__(self, index: int) -> Any:
        """Return batch number `index`."""
        raise NotImplementedError(
            f'The data set "{type(self).__name__}" has no __getitem__ method.\n'
            "Expected a method that returns one batch.\n"
            "Define def __getitem__(self, index) in the class."
        )

    @property
    def num_batches(self) -> int | None:
        """Number of batches; None for a data set without an end."""
        length = getattr(self, "__len__", None)
        if length is not None:
            return length()
        raise NotImplementedError(
            f'The data set "{type(self).__name__}" has no __len__ method.\n'
            "Expected a method that returns the number of batches.\n"
            "Define def __len__(self) in the class."
        )

    def __iter__(self) -> Iterator:
        count = self.num_batches
        indices = itertools.count() if count is None else range(count)
        for index in indices:
            yield self[index]

    def on_epoch_begin(self) -> None:
        """Called at the beginning of every epoch."""

    def on_epoch_end(self) -> None:
        """Called at the end of every epoch."""


Sequence = PyDataset
