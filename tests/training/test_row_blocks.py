"""Arrays too large for the device are gathered piece by piece, with the same result."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

import kit
from kit.training import data_source, rows_in_place
from kit.training.data_source import ArraySource
from kit.training.program import take_batch
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


@pytest.mark.parametrize("offset", [0, 16, 36])
def test_rows_are_read_where_the_array_lies(monkeypatch, offset):
    monkeypatch.setattr(rows_in_place, "LEAST_BYTES", 0)
    memory = np.zeros(64 + offset + 4 * 50 * 24, "uint8")
    start = -memory.ctypes.data % 64 + offset
    x = memory[start : start + 4 * 50 * 24].view("float32").reshape(50, 4, 6)
    x[:] = np.arange(1200.0).reshape(x.shape)
    assert rows_in_place.may_stay_in_place(x)
    rows = jnp.array([49, 0, 1, -1, 25])
    taken = take_batch(rows_in_place.in_place(x), rows)
    np.testing.assert_array_equal(taken, x[np.maximum(rows, 0)])


def test_a_training_in_place_equals_one_on_a_copy(monkeypatch):
    x = np.random.default_rng(0).normal(size=(103, 20)).astype("float32")
    y = x[:, 0] > 0
    weights = []
    for least in (0, 2**30):
        monkeypatch.setattr(rows_in_place, "LEAST_BYTES", least)
        kit.utils.set_random_seed(1)
        layers = [kit.layers.Dense(4), kit.layers.Dense(1, "sigmoid")]
        model = kit.Sequential([kit.Input((20,)), *layers])
        model.compile("adam", "binary_crossentropy")
        model.fit(x, y, batch_size=16, epochs=2, verbose=0)
        weights.append(model.get_weights())
    for one, other in zip(*weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_place_in_memory_needs_no_other_program(monkeypatch):
    monkeypatch.setattr(rows_in_place, "LEAST_BYTES", 0)
    memory = np.zeros(4 * 1000, "float32")
    start = -memory.ctypes.data % 64 // 4
    programs = []
    for skipped in (0, 3, 15):
        x = memory[start + skipped :][: 20 * 30].reshape(20, 30)
        rows = rows_in_place.in_place(x)
        lowered = jax.jit(take_batch).lower(rows, jnp.arange(4))
        programs.append(lowered.as_text())
    assert programs[0] == programs[1] == programs[2]
