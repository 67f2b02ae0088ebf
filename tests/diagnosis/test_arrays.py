import numpy as np
import pytest

from kit.diagnosis.arrays import SAMPLE_ROWS, look_at_inputs, look_at_labels

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize(
    "array",
    [
        RANDOM.normal(size=(50, 3)),
        RANDOM.integers(-5, 99, (50,)),
        RANDOM.random((20, 4, 4)).astype("float16"),
        RANDOM.integers(0, 256, (30, 2)).astype("uint8"),
        RANDOM.random(40) > 0.5,
    ],
    ids=lambda array: str(array.dtype),
)
def test_numbers_are_those_of_numpy(array):
    for look in (look_at_inputs, look_at_labels):
        values = look(array)
        plain = array.astype("float64")
        assert (values.low, values.high) == (plain.min(), plain.max())
        assert values.mean == pytest.approx(plain.mean(), rel=1e-3)
        assert np.any(array[values.low_at] == array.min())
        assert np.any(array[values.high_at] == array.max())
        assert values.whole == bool(np.all(plain == np.rint(plain)))
        assert values.shape == array.shape and values.seen == len(array)


def test_labels_are_looked_at_as_a_whole_and_inputs_are_not():
    array = np.zeros(100_000, int)
    array[77_777] = 12
    labels, inputs = look_at_labels(array), look_at_inputs(array)
    assert (labels.high, labels.high_at) == (12, 77_777)
    assert inputs.seen == SAMPLE_ROWS and inputs.high == 0


def test_a_row_found_in_a_sample_has_its_number_in_the_array():
    array = np.zeros((10_000, 2), "float32")
    step = 10_000 // SAMPLE_ROWS
    array[5 * step, 1] = np.nan
    array[9 * step, 0] = 7
    values = look_at_inputs(array)
    assert values.bad_at == 5 * step
    assert (values.high, values.high_at) == (7, 9 * step)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_bad_numbers_are_found_and_left_out(bad):
    array = np.array([[1.0, 2.0], [3.0, bad], [5.0, 6.0]])
    values = look_at_labels(array)
    assert values.bad_at == 1 and not values.whole
    assert (values.low, values.high) == (1, 6)
    assert look_at_labels(np.full(3, bad)).bad_at == 0


def test_kinds_of_rows():
    assert look_at_labels(np.eye(4)[[1, 3, 3]]).one_hot
    soft = look_at_labels(RANDOM.dirichlet(np.ones(4), 9))
    assert soft.sums_to_one and not soft.one_hot
    many = look_at_labels(np.array([[1, 1, 0], [0, 1, 0]]))
    assert not many.one_hot and not many.sums_to_one
    assert not look_at_labels(np.ones((5, 1))).one_hot


def test_classes_and_their_order():
    values = look_at_labels(np.array([[4], [4], [6]]))
    assert values.classes == [4, 6] and values.counts.tolist() == [0, 0, 0, 0, 2, 0, 1]
    assert values.rising and values.is_flat
    assert not look_at_labels(np.array([1, 0, 1])).rising
    assert look_at_labels(np.array([-1, 1])).counts is None
    assert look_at_labels(np.array([10**9, 1])).counts is None


def test_of_a_file_only_the_beginning_is_read(tmp_path):
    path = tmp_path / "numbers.dat"
    np.arange(10_000, dtype="int32").tofile(path)
    file = np.memmap(path, "int32", "r")
    values = look_at_labels(file)
    assert values.seen == values.high + 1 == SAMPLE_ROWS
    assert values.rows == 10_000 and not values.rising


def test_text_and_nothing_are_no_trouble():
    assert look_at_inputs(np.array(["a", "b"])).seen == 2
    assert look_at_inputs(np.zeros((3, 0))).seen == 3
