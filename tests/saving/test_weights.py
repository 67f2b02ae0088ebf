"""Weights to HDF5 and back: layers that store themselves, and errors half-way."""

import io

import h5py
import numpy as np
import pytest

import kit
from kit.layers.core import Dense, Input
from kit.layers.layer import Layer
from kit.models.sequential import Sequential
from kit.saving.h5_arrays import checked_arrays, open_h5
from kit.saving.weights import load_weights_from, write_weights


def stored(model):
    buffer = io.BytesIO()
    write_weights(model, buffer)
    return buffer


def load(model, buffer, **options):
    with open_h5(buffer, "test") as file:
        load_weights_from(model, checked_arrays(file, buffer, "test"), **options)


class Statistics(Layer):
    """Stores one array of its own choice, and tells when it was loaded."""

    def __init__(self, fails=False, **kwargs):
        super().__init__(**kwargs)
        self.total, self.fails, self.loaded = np.zeros(3), fails, 0

    def call(self, inputs):
        return inputs

    def save_own_variables(self, store):
        store["total"] = self.total

    def load_own_variables(self, store):
        if self.fails:
            raise ValueError("cannot")
        self.total, self.loaded = store["total"], self.loaded + 1


def with_statistics(**arguments):
    return Sequential([Input((2,)), Dense(2), Statistics(**arguments)])


def test_a_layer_may_store_itself():
    model, other = with_statistics(), with_statistics()
    model.layers[1].total = np.arange(3.0)
    load(other, stored(model))
    np.testing.assert_array_equal(other.layers[1].total, np.arange(3.0))
    assert other.layers[1].loaded == 1


def test_an_error_half_way_puts_everything_back():
    model, other = with_statistics(), with_statistics(fails=True)
    before = other.get_weights()
    with pytest.raises(ValueError, match="cannot"):
        load(other, stored(model))
    for old, new in zip(before, other.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_every_number_format_comes_back():
    class Mixed(Layer):
        def build(self, input_shape):
            for dtype in ("float16", "bfloat16", "float32", "int32", "uint8", "bool"):
                weight = self.add_weight((2,), "zeros", dtype=dtype, trainable=False)
                weight.assign([0, 1])

        def call(self, inputs):
            return inputs

    model, other = (Sequential([Input((2,)), Mixed()]) for _ in range(2))
    for variable in other.variables:
        variable.assign([1, 1])
    load(other, stored(model))
    for variable in other.variables:
        assert variable.numpy().astype(int).tolist() == [0, 1], variable.dtype


def test_real_numbers_change_their_size_silently():
    model = Sequential([Input((2,)), Dense(1)])
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file["layers/dense/vars/0"] = np.full((2, 1), 0.5, "float64")
        file["layers/dense/vars/1"] = np.ones(1, "float16")
    load(model, buffer)
    assert [w.dtype for w in model.get_weights()] == ["float32", "float32"]
    assert model.get_weights()[0].tolist() == [[0.5], [0.5]]


def test_random_states_of_older_files_are_passed_over():
    model = Sequential([Input((2,)), Dense(1)])
    buffer = stored(model)
    with h5py.File(buffer, "a") as file:
        state = np.zeros(2, "uint32")
        file["layers/dropout/seed_generator/vars/0"] = state
        file["optimizer/vars/0"] = np.zeros((), "int64")
    load(model, buffer)


def test_memory_that_does_not_fit_is_left_out_with_a_note(capsys):
    x, y = np.zeros((4, 2), "float32"), np.zeros((4, 1), "float32")
    model, other = (Sequential([Input((2,)), Dense(1)]) for _ in range(2))
    model.compile("adam", "mse")
    model.fit(x, y, verbose=0)
    other.compile(kit.optimizers.SGD(momentum=0.9), "mse")
    load(other, stored(model))
    assert "memory of the optimizer" in capsys.readouterr().out
    assert int(other.optimizer.iterations) == 0
    other.fit(x, y, verbose=0)


def test_an_unbuilt_optimizer_stays_unbuilt():
    model, other = (Sequential([Input((2,)), Dense(1)]) for _ in range(2))
    for one in (model, other):
        one.compile(kit.optimizers.Adam(0.5), "mse")
    other.optimizer.learning_rate = 0.1
    load(other, stored(model))
    assert not other.optimizer.built
    assert float(other.optimizer.learning_rate) == 0.5
