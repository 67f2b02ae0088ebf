"""Arrays as a sliding window sees them: one strided view for each of its taps.

Pooling and the depthwise convolution are sums or maxima of these views.
"""

import functools

import jax
from jax import lax

from kit.kernels.geometry import Geometry


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
    placed = []
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
        zero = view.dtype.type(0)
        placed.append(lax.pad(view, zero, [(0, 0, 0), *edges, (0, 0, 0)]))
    return functools.reduce(lax.add, placed)


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
