"""Axes: round tick values, their labels, and the map from values to pixels.

Stands beside `svg`; every chart of `kit.visualization` measures with it.
"""

import math
from dataclasses import dataclass

import numpy as np

_MINUS = "−"  # a true minus sign is as wide as a digit


@dataclass(frozen=True)
class Axis:
    """A straight map from values to pixels, linear or logarithmic.

        pixel = start + (value - low) / (high - low) * (end - start)

    Args:
        low: The value at `start`.
        high: The value at `end`; differs from `low`.
        start: Pixel of the low end.
        end: Pixel of the high end.
        log: Whether to map the logarithms of the values instead.

    >>> float(Axis(0, 10, 100, 200)(5))
    150.0
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, values):
        """Return the pixels of an array of values."""
        values = np.asarray(values, dtype=float)
        low, high = self.low, self.high
        if self.log:
            values, low, high = np.log(values), math.log(low), math.log(high)
        return self.start + (values - low) / (high - low) * (self.end - self.start)


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Return round values whose first and last enclose `low` and `high`.

    The step is 1, 2 or 5 times a power of ten.

    Args:
        low: Smallest value to enclose.
        high: Largest value to enclose.
        count: About how many steps to make.

    >>> nice_ticks(0.03, 0.97)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    size = max(abs(low), abs(high))
    if not high > low:
        low, high = low - (0.1 * size or 0.5), high + (0.1 * size or 0.5)
    elif high - low < 1e-3 * size:
        # A smaller change is drawn almost flat; its labels would not fit either.
        middle = (low + high) / 2
        low, high = middle - 5e-4 * size, middle + 5e-4 * size
    step = _nice_step((high - low) / count)
    # A hair of tolerance keeps 0.30000000000000004 from opening one more step.
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    digits = max(0, 1 - math.floor(math.log10(step)))
    return [round(index * step, digits) + 0.0 for index in range(first, last + 1)]


def integer_ticks(low: float, high: float, count: int = 10) -> list[int]:
    """Return whole numbers between `low` and `high`, at most about `count`.

    >>> integer_ticks(1, 30, 6)
    [1, 5, 10, 15, 20, 25, 30]
    """
    step = max(1, round(_nice_step(max(1, high - low) / count, rounding_up=True)))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    ticks = [index * step for index in range(first, last + 1)]
    if low == int(low) and ticks and ticks[0] - low > step / 2:
        ticks.insert(0, int(low))  # name the first epoch if there is room
    return ticks


def log_ticks(low: float, high: float) -> list[float]:
    """Return values 1, 2, 5 times powers of ten that enclose two positive values.

    >>> log_ticks(0.3, 4)
    [0.2, 0.5, 1.0, 2.0, 5.0]
    """
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    decades = len(exponents) - 1
    if decades > 3:
        stride = math.ceil(decades / 6)
        first = exponents[0] // stride * stride
        last = -(-exponents[-1] // stride) * stride
        return [float(f"1e{e}") for e in range(first, last + 1, stride)]
    ticks = [float(f"{digit}e{e}") for e in exponents for digit in (1, 2, 5)]
    below = [tick for tick in ticks if tick <= low * (1 + 1e-9)]
    above = [tick for tick in ticks if tick >= high * (1 - 1e-9)]
    enclosed = [tick for tick in ticks if below[-1] <= tick <= above[0]]
    return (
        enclosed if len(enclosed) > 1 else [below[-1], ticks[ticks.index(above[0]) + 1]]
    )


def tick_labels(ticks: list[float]) -> list[str]:
    """Return the ticks as text, all with the same number of decimals.

    >>> tick_labels([0.0, 0.5, 1.0])
    ['0.0', '0.5', '1.0']
    """
    step = min((b - a for a, b in zip(ticks, ticks[1:], strict=False)), default=1.0)
    largest = max(abs(tick) for tick in ticks)
    if largest >= 1e6 or (0 < step < 1e-4):
        return [_scientific(tick) for tick in ticks]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [f"{tick:,.{decimals}f}".replace("-", _MINUS) for tick in ticks]


def log_tick_labels(ticks: list[float]) -> list[str]:
    """Return logarithmic ticks as text, each as short as it can be.

    >>> log_tick_labels([0.05, 1.0, 20.0])
    ['0.05', '1', '20']
    """
    return [
        _scientific(tick) if tick < 1e-4 or tick >= 1e6 else f"{tick:,.10g}"
        for tick in ticks
    ]


def format_number(value: float) -> str:
    """Return a measured value with about three digits, for a label.

    >>> format_number(0.21), format_number(1234.5), format_number(0.0000321)
    ('0.210', '1,234', '3.2e−5')
    """
    if math.isnan(value):
        return "NaN"
    size = abs(value)
    if math.isinf(value):
        text = "∞" if value > 0 else "-∞"
    elif value == 0:
        text = "0"
    elif size < 1e-3 or size >= 1e6:
        return _scientific(value)
    else:
        limits = ((0.01, 4), (10, 3), (100, 2), (1000, 1), (1e6, 0))
        decimals = next(decimals for limit, decimals in limits if size < limit)
        text = f"{value:,.{decimals}f}"
    return text.replace("-", _MINUS)


def _nice_step(raw: float, rounding_up: bool = False) -> float:
    """Return 1, 2, 5 or 10 times a power of ten, near `raw` or not below it."""
    power = 10.0 ** math.floor(math.log10(raw))
    limits = (1, 2, 5, 10) if rounding_up else (1.5, 3.5, 7.5, math.inf)
    for limit, digit in zip(limits, (1, 2, 5, 10), strict=True):
        if raw / power <= limit * (1 + 1e-9):
            return digit * power
    return 10 * power


def _scientific(value: float) -> str:
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.1e}".split("e")
    mantissa = mantissa.removesuffix(".0")
    return f"{mantissa}e{int(exponent)}".replace("-", _MINUS)
