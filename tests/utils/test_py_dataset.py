"""Data made batch by batch."""

import itertools

import pytest

from kit.utils import PyDataset, Sequence


class Squares(PyDataset):
    def __len__(self):
        return 3

    def __getitem__(self, index):
        return index, index**2


def test_iteration_makes_every_batch_once():
    assert list(Squares()) == [(0, 0), (1, 1), (2, 4)]
    assert Squares().num_batches == 3


def test_without_an_end():
    class Endless(Squares):
        num_batches = None

    assert list(itertools.islice(Endless(), 4))[-1] == (3, 9)


def test_arguments_of_keras_are_kept():
    data = Squares(workers=4, use_multiprocessing=True, max_queue_size=5)
    assert (data.workers, data.use_multiprocessing, data.max_queue_size) == (4, True, 5)


def test_a_subclass_may_forget_super():
    class Forgetful(Squares):
        def __init__(self):
            self.offset = 1

    assert Forgetful().workers == 1


def test_what_is_missing_is_said():
    with pytest.raises(NotImplementedError, match='"PyDataset" has no __len__'):
        len(list(PyDataset()))
    with pytest.raises(NotImplementedError, match='"PyDataset" has no __getitem__'):
        PyDataset()[0]
    assert Sequence is PyDataset
    assert Squares().on_epoch_begin() is None
    assert Squares().on_epoch_end() is None
