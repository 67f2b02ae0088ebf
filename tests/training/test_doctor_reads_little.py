"""The doctor reads a few rows of a file, never all of it a second time."""

import numpy as np
import pytest

import kit
from kit import config
from kit.training import data_facts

ROWS = 4096


class Counted(np.memmap):
    """A file that counts the rows it is asked for, as long as it is whole."""

    asked = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        if len(self) == ROWS:
            Counted.asked += np.size(found) // max(1, np.size(self) // ROWS)
        return found


def files(folder):
    arrays = []
    for name, shape in (("x", (ROWS, 6)), ("y", (ROWS,))):
        array = Counted(folder / name, "float32", "w+", shape=shape)
        array[:] = np.random.default_rng(0).random(shape) < 0.5
        arrays.append(array)
    return arrays


@pytest.fixture
def rows_asked_for(tmp_path):
    """What a fit of two epochs reads, by the mode of the findings."""

    def count(mode):
        x, y = files(tmp_path)
        dense = kit.layers.Dense(1, activation="sigmoid")
        model = kit.Sequential([kit.Input((6,)), dense])
        before = config.findings()
        config.set_findings(mode)
        try:
            model.compile("sgd", "binary_crossentropy", metrics=["accuracy"])
            Counted.asked = 0
            model.fit(x, y, batch_size=64, epochs=2, verbose=0)
            return Counted.asked
        finally:
            config.set_findings(before)

    return count


def test_fit_asks_a_file_for_a_few_rows_more_only(rows_asked_for):
    more = rows_asked_for("silent") - rows_asked_for("off")
    assert 0 < more <= 2 * 128


def test_what_the_doctor_looks_at_is_the_beginning_of_a_file(tmp_path):
    x, y = files(tmp_path)
    x[-1], y[-1] = np.nan, 1000
    for look, array in (
        (data_facts.look_at_inputs, x),
        (data_facts.look_at_labels, y),
    ):
        seen = look(array)
        assert seen.seen <= 128 and seen.bad_at is None and seen.high == 1
        assert seen.rows == ROWS
