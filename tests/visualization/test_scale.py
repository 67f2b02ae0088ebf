import math

import numpy as np
import pytest

from kit.visualization.scale import (
    Axis,
    format_number,
    integer_ticks,
    log_tick_labels,
    log_ticks,
    nice_ticks,
    tick_labels,
)

RANGES = [
    (0.03, 0.97),
    (-3.2, 17),
    (1e-7, 3e-7),
    (2.30, 2.31),
    (0, 1e9),
    (-5, -1),
    (0.1, 0.3),
]


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_nice_ticks_enclose_tightly_with_a_round_step(low, high):
    ticks = nice_ticks(low, high)
    steps = np.diff(ticks)
    step = steps[0]
    np.testing.assert_allclose(steps, step, rtol=1e-6)
    assert ticks[0] <= low + 1e-6 * step and high - 1e-6 * step <= ticks[-1]
    assert low - ticks[0] < step * 1.001 and ticks[-1] - high < step * 1.001
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - digit) for digit in (1, 2, 5, 10)) < 1e-6
    assert 3 <= len(ticks) <= 9


@pytest.mark.parametrize("value", [0.0, 5.0, -2.3e-9])
def test_nice_ticks_of_one_value(value):
    ticks = nice_ticks(value, value)
    assert ticks[0] < value < ticks[-1]


@pytest.mark.parametrize(
    ("low", "high"), [(1, 1 + 2e-16), (0.69314, 0.693141), (-1e6 - 0.1, -1e6)]
)
def test_nice_ticks_of_almost_one_value_are_few_and_differ(low, high):
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low and high <= ticks[-1]
    assert 3 <= len(set(ticks)) <= 9
    assert max(map(len, tick_labels(ticks))) <= 10


@pytest.mark.parametrize("high", [1, 2, 7, 10, 12, 30, 100, 1000, 12345])
def test_integer_ticks_are_whole_inside_and_few(high):
    ticks = integer_ticks(1, high, 10)
    assert all(isinstance(tick, int) for tick in ticks)
    assert all(1 <= tick <= high for tick in ticks)
    assert 1 <= len(ticks) <= 12
    assert ticks == sorted(set(ticks))


@pytest.mark.parametrize(
    ("low", "high"), [(0.3, 4), (1, 1), (5, 5), (50, 50), (1e-8, 1e3), (0.21, 0.24)]
)
def test_log_ticks_enclose(low, high):
    ticks = log_ticks(low, high)
    assert ticks[0] <= low and high <= ticks[-1]
    assert 2 <= len(ticks) <= 12
    assert ticks == sorted(set(ticks))


def test_axis_maps_ends_and_middle():
    axis = Axis(10, 20, 300, 100)
    np.testing.assert_allclose(axis([10, 15, 20]), [300, 200, 100])
    log = Axis(0.01, 100, 0, 400, log=True)
    np.testing.assert_allclose(log([0.01, 1, 100]), [0, 200, 400])


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_tick_labels_read_back_as_the_ticks(low, high):
    ticks = nice_ticks(low, high)
    labels = tick_labels(ticks)
    values = [float(label.replace("−", "-").replace(",", "")) for label in labels]
    np.testing.assert_allclose(values, ticks, rtol=1e-6, atol=1e-12)
    assert len(set(labels)) == len(labels)


def test_log_tick_labels_are_short():
    assert log_tick_labels([1e-5, 0.01, 1.0, 1000.0]) == ["1e−5", "0.01", "1", "1,000"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.9412, "0.941"),
        (-0.5, "−0.500"),
        (0.0042, "0.0042"),
        (23.456, "23.46"),
        (123456, "123,456"),
        (3.21e-5, "3.2e−5"),
        (2e7, "2e7"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
    ],
)
def test_format_number(value, text):
    assert format_number(value) == text
