"""Four classification problems in the plane, made from formulas.

Each function returns points and their classes 0 and 1: mixed, equally many of both,
and the same for the same seed.
"""

import math

import numpy as np

Points = tuple[np.ndarray, np.ndarray]


def moons(num_samples: int = 500, noise: float = 0.1, seed: int = 0) -> Points:
    """Return two half circles that reach into each other.

        class 0: (cos t - 0.5, sin t - 0.25),   class 1: (0.5 - cos t, 0.25 - sin t)

    with t from 0 to pi.

    Args:
        num_samples: The number of points, at least 2.
        noise: The standard deviation of the normal noise on each coordinate.
        seed: Chooses the noise and the order.

    Returns:
        `x`: float32, (num_samples, 2). `y`: int32, (num_samples,).

    >>> x, y = moons(num_samples=100)
    >>> x.shape, y.shape
    ((100, 2), (100,))
    """
    _check(num_samples, noise)
    count_0, count_1 = _class_sizes(num_samples)
    t = np.linspace(0, np.pi, count_0)
    upper = np.stack([np.cos(t) - 0.5, np.sin(t) - 0.25], axis=1)
    t = np.linspace(0, np.pi, count_1)
    lower = np.stack([0.5 - np.cos(t), 0.25 - np.sin(t)], axis=1)
    return _finish(upper, lower, noise, np.random.default_rng(seed))


def circles(num_samples: int = 500, noise: float = 0.05, seed: int = 0) -> Points:
    """Return a circle inside another.

        class 0: (cos t, sin t),   class 1: (0.5 cos t, 0.5 sin t)

    with t from 0 to 2 pi.

    Args:
        num_samples: The number of points, at least 2.
        noise: The standard deviation of the normal noise on each coordinate.
        seed: Chooses the noise and the order.

    Returns:
        `x`: float32, (num_samples, 2). `y`: int32, (num_samples,).

    >>> x, y = circles(num_samples=100, noise=0.0)
    >>> radius = np.hypot(x[:, 0], x[:, 1])
    >>> sorted(set(radius.round(3).tolist()))
    [0.5, 1.0]
    """
    _check(num_samples, noise)
    count_0, count_1 = _class_sizes(num_samples)
    t = np.linspace(0, 2 * np.pi, count_0, endpoint=False)
    outer = np.stack([np.cos(t), np.sin(t)], axis=1)
    t = np.linspace(0, 2 * np.pi, count_1, endpoint=False)
    inner = 0.5 * np.stack([np.cos(t), np.sin(t)], axis=1)
    return _finish(outer, inner, noise, np.random.default_rng(seed))


def spirals(num_samples: int = 500, noise: float = 0.02, seed: int = 0) -> Points:
    """Return two spiral arms with one and a half turns each.

        class 0: (r cos 3 pi r, r sin 3 pi r),   class 1: the same, times -1

    with the radius r from 0.1 to 1.

    Args:
        num_samples: The number of points, at least 2.
        noise: The standard deviation of the normal noise on each coordinate.
        seed: Chooses the noise and the order.

    Returns:
        `x`: float32, (num_samples, 2). `y`: int32, (num_samples,).

    >>> x, y = spirals(num_samples=100)
    >>> np.bincount(y).tolist()
    [50, 50]
    """
    _check(num_samples, noise)
    count_0, count_1 = _class_sizes(num_samples)
    return _finish(
        _spiral_arm(count_0), -_spiral_arm(count_1), noise, np.random.default_rng(seed)
    )


def xor(num_samples: int = 500, noise: float = 0.1, seed: int = 0) -> Points:
    """Return points in a square: class 1 where the signs of x1 and x2 differ.

        y = 1 if x1 x2 < 0 else 0

    Before the noise, the points lie evenly in [-1, 1] x [-1, 1], equally many in each
    quadrant.

    Args:
        num_samples: The number of points, at least 2.
        noise: The standard deviation of the normal noise on each coordinate, which
            carries some points over an axis into the other class's quadrant.
        seed: Chooses the points, the noise and the order.

    Returns:
        `x`: float32, (num_samples, 2). `y`: int32, (num_samples,).

    >>> x, y = xor(num_samples=100, noise=0.0)
    >>> bool(((x[:, 0] * x[:, 1] < 0) == y).all())
    True
    """
    _check(num_samples, noise)
    generator = np.random.default_rng(seed)
    count_0, count_1 = _class_sizes(num_samples)
    same_signs = _two_quadrants(count_0, [1, 1], generator)
    other_signs = _two_quadrants(count_1, [1, -1], generator)
    return _finish(same_signs, other_signs, noise, generator)


def _spiral_arm(count: int) -> np.ndarray:
    radius = np.linspace(0.1, 1, count)
    angle = 3 * np.pi * radius
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _two_quadrants(
    count: int, corner: list[int], generator: np.random.Generator
) -> np.ndarray:
    """Fill the quadrant of `corner` and the one opposite, in turn."""
    points = (1 - generator.random((count, 2))) * corner  # 1 - ... is never 0
    points[1::2] *= -1
    return points


def _class_sizes(num_samples: int) -> tuple[int, int]:
    """Share the points out; of an odd number, class 0 gets one more."""
    return num_samples - num_samples // 2, num_samples // 2


def _finish(
    class_0: np.ndarray,
    class_1: np.ndarray,
    noise: float,
    generator: np.random.Generator,
) -> Points:
    """Put the classes together, add the noise and mix."""
    x = np.concatenate([class_0, class_1])  # (num_samples, 2)
    y = np.repeat([0, 1], [len(class_0), len(class_1)])
    x = x + noise * generator.standard_normal(x.shape)
    order = generator.permutation(len(x))
    return x[order].astype(np.float32), y[order].astype(np.int32)


def _check(num_samples: int, noise: float) -> None:
    is_count = isinstance(num_samples, int | np.integer)
    if not is_count or isinstance(num_samples, bool) or num_samples < 2:
        raise ValueError(
            f"num_samples={num_samples!r} is not possible.\n"
            "Expected a whole number of at least 2, one point for each class.\n"
            "Write for example num_samples=500."
        )
    if not isinstance(noise, int | float | np.number) or not 0 <= noise < math.inf:
        raise ValueError(
            f"noise={noise!r} is not possible.\n"
            "Expected a standard deviation: a number of 0 or more.\n"
            "Write for example noise=0.1."
        )
