"""A hundred digits as a hand would draw them: strokes, in several styles.

Each of five hands writes every digit in its own way; size, place, slant, proportions
and a tremor differ from digit to digit. Nothing here is fitted to a network.
"""

import math

import numpy as np

SIDE = 280  # of the pad
SPACING = 6  # between two points of a stroke, as a mouse reports them


def arc(x, y, width, height, start, end, points=24):
    """Points on an ellipse; angles in degrees, 0 is right, 90 is down."""
    angles = np.radians(np.linspace(start, end, points))
    return [(x + width * math.cos(a), y + height * math.sin(a)) for a in angles]


# In a box from (0, 0) to (1, 1), y down. One list of strokes for each way of writing.
ZEROS = [
    [arc(0.5, 0.5, 0.36, 0.5, -90, -450)],
    [arc(0.5, 0.5, 0.28, 0.5, -70, -425)],
    [arc(0.5, 0.5, 0.45, 0.48, -100, 265)],
]
ONES = [
    [[(0.5, 0), (0.5, 1)]],
    [[(0.28, 0.22), (0.52, 0), (0.52, 1)]],
    [[(0.3, 0.2), (0.5, 0), (0.5, 1)], [(0.25, 1), (0.75, 1)]],
]
TWOS = [
    [[*arc(0.5, 0.27, 0.33, 0.27, -170, 40), (0.14, 1), (0.88, 1)]],
    [[*arc(0.48, 0.28, 0.36, 0.28, -150, 55), (0.12, 0.98), (0.92, 0.94)]],
    [
        [
            *arc(0.5, 0.25, 0.3, 0.25, -175, 50),
            (0.3, 0.78),
            *arc(0.28, 0.88, 0.13, 0.11, -60, -300),
            (0.6, 0.95),
            (0.92, 0.96),
        ]
    ],
]
THREES = [
    [[*arc(0.45, 0.25, 0.33, 0.25, -150, 90), *arc(0.45, 0.74, 0.38, 0.26, -90, 150)]],
    [[*arc(0.42, 0.26, 0.36, 0.26, -140, 80), *arc(0.4, 0.73, 0.42, 0.27, -80, 140)]],
    [[(0.15, 0.02), (0.8, 0.02), (0.42, 0.4), *arc(0.42, 0.7, 0.38, 0.3, -80, 150)]],
]
FOURS = [
    [[(0.6, 0), (0.1, 0.65), (0.92, 0.65)], [(0.68, 0.35), (0.68, 1)]],
    [[(0.18, 0), (0.15, 0.5), (0.82, 0.5)], [(0.8, 0.02), (0.76, 1)]],
    [[(0.22, 0.02), (0.1, 0.55), (0.85, 0.52)], [(0.75, 0.1), (0.7, 1)]],
]
FIVES = [
    [[(0.82, 0), (0.22, 0), (0.2, 0.42), *arc(0.45, 0.69, 0.37, 0.31, -115, 150)]],
    [
        [(0.25, 0.02), (0.22, 0.45), *arc(0.45, 0.71, 0.38, 0.29, -110, 145)],
        [(0.25, 0.02), (0.88, 0)],
    ],
    [[(0.9, 0.03), (0.3, 0.02), (0.22, 0.4), *arc(0.42, 0.68, 0.36, 0.32, -100, 140)]],
]
SIXES = [
    [[(0.68, 0), (0.36, 0.3), *arc(0.5, 0.7, 0.33, 0.3, -180, -540)]],
    [[*arc(0.75, 0.6, 0.6, 0.6, -100, -170), *arc(0.48, 0.72, 0.32, 0.28, -190, -540)]],
    [[(0.55, 0), (0.25, 0.5), *arc(0.5, 0.73, 0.3, 0.27, -190, -530)]],
]
SEVENS = [
    [[(0.12, 0), (0.88, 0), (0.42, 1)]],
    [[(0.1, 0.05), (0.85, 0.02), (0.6, 0.45), (0.48, 1)]],
    [[(0.1, 0), (0.88, 0), (0.42, 1)], [(0.3, 0.5), (0.86, 0.5)]],
]
EIGHTS = [
    [
        [
            *arc(0.5, 0.25, 0.3, 0.25, -60, -270),
            *arc(0.5, 0.75, 0.36, 0.25, -90, 270),
            *arc(0.5, 0.25, 0.3, 0.25, 90, -60),
        ]
    ],
    [arc(0.5, 0.26, 0.3, 0.26, -90, 270), arc(0.5, 0.76, 0.35, 0.24, -90, 270)],
    [
        [
            (0.8, 0.12),
            *arc(0.48, 0.22, 0.28, 0.22, -40, -230),
            (0.68, 0.56),
            *arc(0.48, 0.78, 0.3, 0.22, -40, 220),
            (0.8, 0.12),
        ]
    ],
]
NINES = [
    [[*arc(0.48, 0.28, 0.32, 0.28, 0, -360), (0.8, 0.28), (0.74, 1)]],
    [[*arc(0.46, 0.28, 0.34, 0.28, -20, -350), (0.8, 0.35), (0.55, 1)]],
    [[*arc(0.46, 0.27, 0.33, 0.27, -10, -360), *arc(0.3, 0.55, 0.5, 0.43, -30, 100)]],
]
WAYS = [ZEROS, ONES, TWOS, THREES, FOURS, FIVES, SIXES, SEVENS, EIGHTS, NINES]

# (which way of each digit, slant, height, narrowness, tremor)
HANDS = [
    (0, 0.0, 190, 0.70, 0.8),
    (1, 0.22, 170, 0.62, 1.2),
    (2, -0.08, 210, 0.75, 1.0),
    (1, 0.10, 130, 0.80, 1.0),
    (0, 0.30, 220, 0.55, 1.6),
]


def drawn_digit(digit, hand, seed):
    """One digit as the strokes that the pad makes of it.

    Args:
        digit: 0 to 9.
        hand: 0 to 4.
        seed: Digits of other seeds have other sizes, places and tremors.
    """
    numbers = np.random.default_rng([digit, hand, seed])
    way, slant, height, narrowness, tremor = HANDS[hand]
    height *= numbers.uniform(0.85, 1.12)
    width = height * narrowness * numbers.uniform(0.9, 1.1)
    slant += numbers.normal(0, 0.04)
    room = np.maximum([SIDE - width - 60, SIDE - height - 30], 0)
    corner = [30, 15] + room * numbers.uniform(0, 1, 2)
    strokes = []
    for line in WAYS[digit][way]:
        x, y = _at_even_distances(np.array(line) * [width, height]).T
        x = x - slant * (y - height / 2)
        points = np.stack([x, y], axis=1) + corner
        points += _tremor(len(points), tremor, numbers)
        points = np.clip(points, 2, SIDE - 2).round(1)
        strokes.append({"points": points.tolist(), "erases": False})
    return strokes


def drawn_digits(count=100):
    """`(digit, strokes)` pairs: every digit equally often, hand by hand."""
    return [
        (i % 10, drawn_digit(i % 10, i // 10 % len(HANDS), seed=i // 50))
        for i in range(count)
    ]


def _at_even_distances(line):
    steps = np.hypot(*np.diff(line, axis=0).T)
    way = np.concatenate([[0], np.cumsum(steps)])
    places = np.linspace(0, way[-1], max(2, round(way[-1] / SPACING)))
    return np.stack([np.interp(places, way, line[:, i]) for i in (0, 1)], axis=1)


def _tremor(points, size, numbers):
    """A smooth wandering, not a jitter: hands do not jump."""
    noise = numbers.normal(0, size, (points + 8, 2))
    window = np.ones(5) / 5
    smooth = [np.convolve(noise[:, i], window, "same") for i in (0, 1)]
    return 2.2 * np.stack(smooth, axis=1)[4:-4]
