"""Where a sliding window lands on its input: sizes, padding and window views.

Convolution and pooling share this arithmetic; nothing here knows about weights.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import jax
from jax import lax

Pairs = tuple[tuple[int, int], ...]


def as_tuple(value: int | Sequence[int], rank: int, name: str) -> tuple[int, ...]:
    """Repeats an integer `rank` times, or checks a sequence of that length.

    >>> as_tuple(2, 3, "strides")
    (2, 2, 2)
    """
    values = (value,) * rank if isinstance(value, int) else tuple(value)
    if len(values) != rank or any(int(v) < 1 for v in values):
        raise ValueError(
            f"`{name}` is {value!r}. "
            f"Expected a positive integer or {rank} of them, "
            "one for each spatial axis of the input. "
            f"Pass for example `{name}={(1,) * rank}`."
        )
    return tuple(int(v) for v in values)


@dataclass(frozen=True)
class Geometry:
    """A sliding window: for each spatial axis one entry in every field.

    With size n, window k, stride s, dilation d and padding (low, high):

        extent = (k - 1) * d + 1                     (cells from first to last tap)
        output = floor((n + low + high - extent) / s) + 1
        output[i] looks at input[i * s - low + j * d]  for the taps j = 0 .. k-1

    Args:
        size: spatial size of the input, such as (height, width).
        window: number of taps of the window.
        strides: steps of the window.
        dilation: distances between neighbouring taps.
        padding: (low, high) cells added in front and behind.

    >>> Geometry((28, 28), (3, 3), (1, 1), (1, 1), ((0, 0), (0, 0))).output
    (26, 26)
    """

    size: tuple[int, ...]
    window: tuple[int, ...]
    strides: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: Pairs

    @property
    def extent(self) -> tuple[int, ...]:
        """Cells from the first to the last tap, both included."""
        return tuple(
            (k - 1) * d + 1 for k, d in zip(self.window, self.dilation, strict=True)
        )

    @property
    def output(self) -> tuple[int, ...]:
        """Spatial size of the output."""
        return tuple(
            (n + low + high - e) // s + 1
            for n, e, s, (low, high) in zip(
                self.size, self.extent, self.strides, self.padding, strict=True
            )
        )

    @property
    def taps(self) -> list[tuple[int, ...]]:
        """Positions inside the window in row-major order."""
        return list(itertools.product(*(range(k) for k in self.window)))


def make_geometry(
    size: Sequence[int],
    window: int | Sequence[int],
    strides: int | Sequence[int],
    padding: str | Sequence[Sequence[int]],
    dilation: int | Sequence[int] = 1,
) -> Geometry:
    """Checks the arguments of a layer and turns its padding into numbers.

        "valid":  low = high = 0
        "same":   output = ceil(n / s), the larger half of the padding behind
        "causal": low = extent - 1, high = 0     (one spatial axis only)

    Args:
        size: spatial size of the input.
        window: taps of the window, one integer or one for each axis.
        strides: steps of the window.
        padding: one of the names above, or a (low, high) pair for each axis.
        dilation: distances between neighbouring taps.

    Raises:
        ValueError: if an argument does not fit or the window is larger than the
            padded input.

    >>> make_geometry((5, 6), 3, 2, "same").padding
    ((1, 1), (0, 1))
    """
    size = tuple(size)
    rank = len(size)
    window = as_tuple(window, rank, "window")
    strides = as_tuple(strides, rank, "strides")
    dilation = as_tuple(dilation, rank, "dilation_rate")
    pairs = tuple(
        _padding_pair(padding, axis, rank, n, (k - 1) * d + 1, s)
        for axis, (n, k, d, s) in enumerate(
            zip(size, window, dilation, strides, strict=True)
        )
    )
    geometry = Geometry(size, window, strides, dilation, pairs)
    if any(o < 1 for o in geometry.output):
        raise ValueError(
            f"A window of extent {geometry.extent} does not fit into size {size}. "
            f"Expected an input at least as large, with padding {padding!r}. "
            'Use a smaller window, a larger input or `padding="same"`.'
        )
    return geometry


def _padding_pair(
    padding: str | Sequence[Sequence[int]],
    axis: int,
    rank: int,
    size: int,
    extent: int,
    stride: int,
) -> tuple[int, int]:
    name = padding.lower() if isinstance(padding, str) else None
    if name == "valid":
        return 0, 0
    if name == "same":
        total = max((-(-size // stride) - 1) * stride + extent - size, 0)
        return total // 2, total - total // 2
    if name == "causal" and rank == 1:
        return extent - 1, 0
    if name is None and len(padding) == rank:
        low, high = padding[axis]
        return int(low), int(high)
    raise ValueError(
        f"`padding` is {padding!r} for {rank} spatial axes. "
        'Expected "valid", "same", "causal" (one axis only) '
        "or a (low, high) pair for each axis. "
        'Pass for example `padding="same"`.'
    )


def pad_input(x: jax.Array, geometry: Geometry, value: float) -> jax.Array:
    """Adds the padding around the spatial axes of `x` (batch, *size, channels)."""
    if not any(low or high for low, high in geometry.padding):
        return x
    edges = [(0, 0, 0), *((*pair, 0) for pair in geometry.padding), (0, 0, 0)]
    return lax.pad(x, x.dtype.type(value), edges)


def window_views(x: jax.Array, geometry: Geometry, value: float) -> list[jax.Array]:
    """Returns for every tap j the array of the cells that it sees.

        views[j][b, i, c] = x[b, i * s - low + j * d, c],  or `value` in the padding

    Args:
        x: array (batch, *size, channels).
        geometry: the window.
        value: content of the padding.

    Returns:
        One array (batch, *output, channels) for each of `geometry.taps`.
    """
    padded = pad_input(x, geometry, value)
    return [
        lax.slice(
            padded,
            (0, *start, 0),
            (x.shape[0], *stop, x.shape[-1]),
            (1, *geometry.strides, 1),
        )
        for start, stop in _tap_ranges(geometry)
    ]


def scatter_views(views: list[jax.Array], geometry: Geometry) -> jax.Array:
    """Adds every view back to the cells it came from: the transpose of the above.

        x[b, i * s - low + j * d, c] += views[j][b, i, c]      for all taps j

    Args:
        views: one array (batch, *output, channels) for each tap.
        geometry: the window.

    Returns:
        The sum, an array (batch, *size, channels).
    """
    total = None
    for view, (start, stop) in zip(views, _tap_ranges(geometry), strict=True):
        # One lax.pad puts the view on its cells and crops what fell on the padding.
        edges = [
            (first - low, n + low - last, s - 1)
            for first, last, n, s, (low, _) in zip(
                start,
                stop,
                geometry.size,
                geometry.strides,
                geometry.padding,
                strict=True,
            )
        ]
        placed = lax.pad(view, view.dtype.type(0), [(0, 0, 0), *edges, (0, 0, 0)])
        total = placed if total is None else total + placed
    return total


def _tap_ranges(geometry: Geometry) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Start and stop (in the padded input) of the strided slice of every tap."""
    ranges = []
    for tap in geometry.taps:
        start = tuple(j * d for j, d in zip(tap, geometry.dilation, strict=True))
        stop = tuple(
            first + (o - 1) * s + 1
            for first, o, s in zip(
                start, geometry.output, geometry.strides, strict=True
            )
        )
        ranges.append((start, stop))
    return ranges
