"""Where a sliding window lands on its input: sizes, strides and padding.

Convolution and pooling share this arithmetic of shapes; no array occurs here.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Pairs = tuple[tuple[int, int], ...]


def as_tuple(value: int | Sequence[int], rank: int, name: str) -> tuple[int, ...]:
    """Repeats an integer `rank` times, or checks a sequence of that length.

    >>> as_tuple(2, 3, "strides")
    (2, 2, 2)
    """
    is_number = isinstance(value, int | np.integer)
    values = (value,) * rank if is_number else tuple(value)
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
    def tight_padding(self) -> Pairs:
        """The padding, with just as many cells behind as the last window needs.

        Negative where the windows do not reach the end of the input.
        """
        return tuple(
            (low, (o - 1) * s + e - n - low)
            for n, e, s, o, (low, _) in zip(
                self.size,
                self.extent,
                self.strides,
                self.output,
                self.padding,
                strict=True,
            )
        )

    @property
    def transposed_padding(self) -> Pairs:
        """Padding of the output, spread out by the strides, in the way back.

        A turned kernel that slides over it in steps of 1 meets, at each input cell,
        just the outputs that looked at this cell.
        """
        return tuple(
            (e - 1 - low, n + low - ((o - 1) * s + 1))
            for n, e, s, o, (low, _) in zip(
                self.size,
                self.extent,
                self.strides,
                self.output,
                self.padding,
                strict=True,
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


def transpose_geometry(
    size: Sequence[int],
    window: int | Sequence[int],
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    output_padding: int | Sequence[int] | None = None,
    dilation_rate: int | Sequence[int] = 1,
) -> Geometry:
    """Returns the convolution whose transpose maps `size` to its own input size.

    Args:
        size: spatial size of the transposed convolution's input.
        window: taps for each axis.
        strides: steps s for each axis.
        padding: "valid" or "same".
        output_padding: cells added behind, for each axis.
        dilation_rate: distances d between neighbouring taps.

    Returns:
        A geometry with `output == size`; its `size` is the size after transposing.

    >>> transpose_geometry((7, 7), 3, 2, "same").size
    (14, 14)
    """
    rank = len(size)
    window = as_tuple(window, rank, "window")
    strides = as_tuple(strides, rank, "strides")
    dilation = as_tuple(dilation_rate, rank, "dilation_rate")
    if output_padding is None or isinstance(output_padding, int | np.integer):
        extras = (output_padding,) * rank
    else:
        extras = tuple(output_padding)
    sizes, pairs = [], []
    for n, k, s, d, extra in zip(size, window, strides, dilation, extras, strict=True):
        extent = (k - 1) * d + 1
        large, low = _transposed_axis(n, extent, s, padding, extra)
        # The last window ends `high` cells behind the result. A shortage below one
        # stride does not change the number of windows and needs no cropping.
        high = (n - 1) * s + extent - low - large
        sizes.append(large)
        pairs.append((low, 0 if -s < high < 0 else high))
    return Geometry(tuple(sizes), window, strides, dilation, tuple(pairs))


def _transposed_axis(
    size: int, extent: int, stride: int, padding: str, extra: int | None
) -> tuple[int, int]:
    """Output size and padding in front of one axis of a transposed convolution."""
    name = padding.lower() if isinstance(padding, str) else padding
    if name == "valid":
        extra = max(stride - extent, 0) if extra is None else extra
        return (size - 1) * stride + extent + extra, 0
    if name == "same":
        if extra is None:
            extra = stride - extent % 2
        total = extent + extent % 2 - 2 + extra
        in_front = min(total - total // 2, extent - 1)
        return (size - 1) * stride + extent % 2 + extra, extent - 1 - in_front
    raise ValueError(
        f"`padding` is {padding!r}. "
        'Expected "valid" or "same" for a transposed convolution. '
        'Pass `padding="same"` for an output of `strides` times the input size.'
    )
