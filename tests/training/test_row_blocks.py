"""Arrays too large for the device are gathered piece by piece, with the same result."""

import numpy as np
import pytest

import kit
from kit.training import data_source
from kit.training.data_source import ArraySource
from kit.training.row_blocks import prefetched

X = np.arange(46, dtype="float32").reshape(46, 1)


def rows_of(blocks):
    """The rows of every batch, in the order in which they are run."""
    found = []
    for block in blocks:
        array = np.asarray(block.arrays[0])[:, 0]
        for rows in np.asarray(block.table)[block.start : block.stop]:
            found.append(array[rows[rows >= 0]].tolist())
    return found


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(data_source, "RESIDENT_BYTES", 0)
    monkeypatch.setattr(data_source, "BLOCK_BYTES", 100)


@pytest.mark.parametrize("shuffle", [False, True, "batch"])
@pytest.mark.parametrize("pad", [False, True])
def test_pieces_hold_the_batches_of_the_whole(small_blocks, monkeypatch, shuffle, pad):
    pieces = ArraySource(X, batch_size=10, shuffle=shuffle, seed=3, pad=pad)
    assert not pieces.resident
    monkeypatch.setattr(data_source, "RESIDENT_BYTES", 2**20)
    whole = ArraySource(X, batch_size=10, shuffle=shuffle, seed=3, pad=pad)
    for epoch in range(2):
        batches = rows_of(pieces.blocks(epoch))
        assert batches == rows_of(whole.blocks(epoch))
        assert sorted(sum(batches, [])) == X[:, 0].tolist()


def test_a_short_epoch_goes_on_in_the_next_one(small_blocks):
    source = ArraySource(X, batch_size=10)
    source.num_batches = 2
    epochs = [rows_of(source.blocks(epoch)) for epoch in range(4)]
    assert [[batch[0] for batch in epoch] for epoch in epochs] == [
        [0, 10],
        [20, 30],
        [40],  # what is left; then the data begins anew, as in Keras
        [0, 10],
    ]


def test_training_on_pieces_equals_training_on_the_whole(monkeypatch):
    weights = []
    for resident in (0, 2**20):
        monkeypatch.setattr(data_source, "RESIDENT_BYTES", resident)
        monkeypatch.setattr(data_source, "BLOCK_BYTES", 200)
        kit.utils.set_random_seed(1)
        model = kit.Sequential([kit.Input((1,)), kit.layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(X / 46, X / 46, batch_size=10, epochs=3, verbose=0)
        weights.append(model.get_weights())
    for one, other in zip(*weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_an_error_while_gathering_is_not_lost():
    def fail(item):
        raise ValueError(f"no {item}")

    with pytest.raises(ValueError, match="no 1"):
        list(prefetched(fail, [1, 2]))
