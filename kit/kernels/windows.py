"""Arrays as a sliding window sees them: one strided view for each of its taps.

Pooling and the depthwise convolution are sums or maxima of these views.
"""

import functools

import jax
import jax.numpy as jnp
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


def windows_tile(geometry: Geometry) -> bool:
    """Tells whether the windows lie side by side: no cell is in two of them.

    >>> windows_tile(Geometry((5,), (2,), (2,), (1,), ((0, 0),)))
    True
    """
    unpadded = all(pair == (0, 0) for pair in geometry.padding)
    undilated = all(distance == 1 for distance in geometry.dilation)
    return unpadded and undilated and geometry.strides == geometry.window


def tile_shape(geometry: Geometry) -> tuple[int, ...]:
    """Returns the shape of the taps next to `split_tiles`: (1, 1, k1, 1, k2, 1)."""
    return (1, *(n for k in geometry.window for n in (1, k)), 1)


def split_tiles(y: jax.Array) -> jax.Array:
    """Gives each spatial axis of y (batch, *output, channels) one for its taps.

    Returns:
        The same numbers, (batch, o1, 1, o2, 1, channels) for two spatial axes.
    """
    return jnp.expand_dims(y, tuple(range(2, 2 * y.ndim - 3, 2)))


def join_tiles(tiles: jax.Array, geometry: Geometry) -> jax.Array:
    """Lays windows side by side, with zeros where the last one does not reach.

    Args:
        tiles: array (batch, o1, k1, o2, k2, channels) for two spatial axes.
        geometry: windows for which `windows_tile` holds.

    Returns:
        An array (batch, *size, channels).
    """
    covered = [o * k for o, k in zip(geometry.output, geometry.window, strict=True)]
    x = tiles.reshape(tiles.shape[0], *covered, tiles.shape[-1])
    edges = [(0, n - m) for n, m in zip(geometry.size, covered, strict=True)]
    return jnp.pad(x, [(0, 0), *edges, (0, 0)])


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
