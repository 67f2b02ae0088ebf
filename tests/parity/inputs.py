"""What configurations are fed with: each function describes arrays to be drawn.

`numbers(2, 3)` is a function that draws from a NumPy generator, so that a table of
configurations holds no data, and kit and Keras are given the same arrays.
"""

import numpy as np


def numbers(*shape, scale=1.0):
    """Normally distributed numbers."""
    return lambda random: scale * random.normal(size=shape).astype("float32")


def positive(*shape):
    """Numbers from 0.2 up to 2."""
    return lambda random: random.uniform(0.2, 2, shape).astype("float32")


def probabilities(*shape):
    """Numbers between 0 and 1, each for itself."""
    return lambda random: random.uniform(0.02, 0.98, shape).astype("float32")


def distributions(*shape):
    """Positive numbers that add up to 1 along the last axis."""

    def draw(random):
        parts = random.uniform(0.05, 1, shape).astype("float32")
        return parts / parts.sum(axis=-1, keepdims=True)

    return draw


def whole(low, high, *shape):
    """Whole numbers from `low` up to, but not including, `high`."""
    return lambda random: random.integers(low, high, shape).astype("int32")


def binary(*shape):
    """Zeros and ones as real numbers, at least one of each."""

    def draw(random):
        values = random.integers(0, 2, shape).astype("float32")
        values.flat[0], values.flat[-1] = 0, 1
        return values

    return draw


def signs(*shape):
    """Minus ones and ones."""
    return lambda random: 2 * binary(*shape)(random) - 1


def one_hot(*shape):
    """Rows that are 1 at one place and 0 elsewhere."""

    def draw(random):
        classes = random.integers(shape[-1], size=shape[:-1])
        return np.eye(shape[-1], dtype="float32")[classes]

    return draw


def pixels(*shape):
    """Bytes, as images come."""
    return lambda random: random.integers(0, 256, shape).astype("uint8")


def beginnings(rows, steps):
    """A mask (rows, steps): each row is true up to some step, and at least once."""

    def draw(random):
        lengths = random.integers(1, steps + 1, rows)
        return np.arange(steps) < lengths[:, None]

    return draw


def holes(*shape):
    """A mask that is true here and there, and always in the first column."""

    def draw(random):
        mask = random.integers(0, 2, shape).astype(bool)
        mask[:, 0] = True
        return mask

    return draw


def constant(value):
    """The same array in every draw."""
    return lambda random: np.asarray(value)
