"""Data sets cut in two."""

import numpy as np
import pytest

from kit.random import set_seed
from kit.utils import split_dataset


def data(n=10):
    return np.arange(2 * n).reshape(n, 2), np.arange(n)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"left_size": 0.8}, (8, 2)),
        ({"left_size": 3}, (3, 7)),
        ({"right_size": 0.25}, (8, 2)),  # round(2.5) is 2
        ({"right_size": 3}, (7, 3)),
        ({"left_size": 0.5, "right_size": 3}, (5, 3)),
        ({"left_size": 4, "right_size": 4}, (4, 4)),
    ],
)
def test_sizes_and_order(sizes, expected):
    x, y = data()
    (left_x, left_y), (right_x, right_y) = split_dataset((x, y), **sizes)
    assert (len(left_y), len(right_y)) == expected
    np.testing.assert_array_equal(np.concatenate([left_y, right_y]), y[: sum(expected)])
    np.testing.assert_array_equal(left_x, x[left_y])
    np.testing.assert_array_equal(right_x, x[right_y])


def test_shuffling_keeps_samples_and_labels_together():
    x, y = data(100)
    (left_x, left_y), (right_x, right_y) = split_dataset(
        [x, y], 0.7, shuffle=True, seed=1
    )
    assert sorted([*left_y, *right_y]) == list(range(100))
    assert left_y.tolist() != list(range(70))
    np.testing.assert_array_equal(left_x, x[left_y])
    np.testing.assert_array_equal(right_x, x[right_y])
    (_, again), _ = split_dataset([x, y], 0.7, shuffle=True, seed=1)
    np.testing.assert_array_equal(again, left_y)


def test_without_a_seed_the_global_stream_chooses_the_order():
    x, _ = data()
    draws = []
    for _ in range(2):
        set_seed(3)
        draws.append(split_dataset(x, 0.5, shuffle=True)[0].tolist())
    assert draws[0] == draws[1]
    assert split_dataset(x, 0.5, shuffle=True)[0].tolist() != draws[0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: split_dataset(data()), "left_size=None and right_size=None"),
        (lambda: split_dataset(data(), 10), "do not fit 10 samples"),
        (lambda: split_dataset(data(), 1.5), "left_size=1.5"),
        (lambda: split_dataset(data(), 0.8, 0.4), "do not fit"),
        (lambda: split_dataset([np.zeros(3), np.zeros(4)], 0.5), r"lengths \[3, 4\]"),
    ],
)
def test_errors_say_what_to_do(call, message):
    with pytest.raises(ValueError, match=message) as caught:
        call()
    assert len(str(caught.value).splitlines()) == 3
