"""Convolutions of channels-last arrays, written so that their gradients are fast.

The convolution layers call these; on a CPU each is built from canonical convolutions,
on other devices `lax.conv_general_dilated` and its own gradient are used.

Why canonical: XLA has a fast convolution for the CPU, but only for operands laid out
as (batch, *size, channels) and (*window, in, out). At the top of a program it rewrites
other layouts into this one; inside a loop it does not, and a training step inside
`lax.scan` would run its gradients, which come in other layouts, as naive loops, 60
times slower. So this file transposes the operands itself.

A convolution is linear in its input x and in its kernel w. Together with the two
halves of its gradient it makes a family of three, which is closed under
differentiation, so the gradient of a gradient is again one of the three:

    y  = F(x, w)    y[b, i, o]  = sum over j, c of x[b, i*s - low + j*d, c] * w[j, c, o]
    dx = X(g, w)    given g, the gradient with respect to y
    dw = W(x, g)

    F(x, w):  dx = X(g, w),  dw = W(x, g)
    X(g, w):  dg = F(c, w),  dw = W(c, g)    given c, the gradient with respect to dx
    W(x, g):  dx = X(g, c),  dg = F(x, c)    given c, the gradient with respect to dw

X alone is the transposed convolution. The price of own gradients is that forward-mode
differentiation (`jax.jvp`) is not available on a CPU; `jax.grad` of `jax.grad` is.
"""

import functools
import math
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from kit.kernels.geometry import (
    Geometry,
    as_tuple,
    make_geometry,
    pad_input,
    window_views,
)

# Images per convolution when summing the gradient of a kernel: with more, the patches
# that the convolution packs no longer stay in the cache.
CHUNK = 8
# Above this number of chunks a loop replaces the written-out sum, to compile faster.
MAX_UNROLLED = 32
# A kernel with at most this many inputs per output takes its gradient from patches.
MAX_PATCH = 32


def convolution(
    x: jax.Array,
    kernel: jax.Array,
    strides: int | Sequence[int] = 1,
    padding: str | Sequence[Sequence[int]] = "valid",
    dilation_rate: int | Sequence[int] = 1,
    groups: int = 1,
) -> jax.Array:
    """Slides a kernel over an image (or a sequence or a volume).

        y[b, i, o] = sum over taps j, channels c of x[b, i*s-low + j*d, c] w[j, c, o]

    With groups > 1 the channels of x and of y are cut into that many equal parts, and
    each part of y sees its own part of x only.

    Args:
        x: array (batch, *size, in) with one to three spatial axes.
        kernel: array (*window, in // groups, out).
        strides: steps s for each axis.
        padding: "valid", "same", "causal" (one axis) or (low, high) pairs.
        dilation_rate: distances d between neighbouring taps.
        groups: number of separate parts of the channels.

    Returns:
        An array (batch, *output, out).

    Raises:
        ValueError: if the shapes or the arguments do not fit together.

    >>> x = jnp.arange(5.0).reshape(1, 5, 1)
    >>> convolution(x, jnp.ones((3, 1, 1))).ravel().tolist()
    [3.0, 6.0, 9.0]
    """
    x, kernel = jnp.asarray(x), jnp.asarray(kernel)
    _check_kernel(x, kernel, groups)
    window = kernel.shape[:-2]
    geometry = make_geometry(x.shape[1:-1], window, strides, padding, dilation_rate)
    if jax.default_backend() != "cpu":
        return _plain(x, kernel, geometry, groups)
    if groups == 1:
        return _in_two_axes(_forward, x, kernel, geometry)
    if groups == x.shape[-1]:
        per_channel = kernel.reshape(*window, groups, kernel.shape[-1] // groups)
        return _shifted_products(x, per_channel, geometry)
    parts = zip(
        jnp.split(x, groups, axis=-1), jnp.split(kernel, groups, axis=-1), strict=True
    )
    return jnp.concatenate(
        [_in_two_axes(_forward, part, w, geometry) for part, w in parts], axis=-1
    )


def depthwise_convolution(
    x: jax.Array,
    kernel: jax.Array,
    strides: int | Sequence[int] = 1,
    padding: str | Sequence[Sequence[int]] = "valid",
    dilation_rate: int | Sequence[int] = 1,
) -> jax.Array:
    """Slides over every channel its own kernels, without mixing the channels.

        y[b, i, c * m + n] = sum over taps j of x[b, i*s - low + j*d, c] * w[j, c, n]

    Args:
        x: array (batch, *size, in).
        kernel: array (*window, in, m), giving m outputs for each channel.
        strides: steps s for each axis.
        padding: "valid", "same", "causal" (one axis) or (low, high) pairs.
        dilation_rate: distances d between neighbouring taps.

    Returns:
        An array (batch, *output, in * m).

    >>> x = jnp.arange(6.0).reshape(1, 3, 2)
    >>> depthwise_convolution(x, jnp.ones((2, 2, 1))).tolist()
    [[[2.0, 4.0], [6.0, 8.0]]]
    """
    *window, channels, multiplier = kernel.shape
    grouped = jnp.asarray(kernel).reshape(*window, 1, channels * multiplier)
    return convolution(x, grouped, strides, padding, dilation_rate, channels)


def convolution_transpose(
    x: jax.Array,
    kernel: jax.Array,
    strides: int | Sequence[int] = 1,
    padding: str = "valid",
    output_padding: int | Sequence[int] | None = None,
    dilation_rate: int | Sequence[int] = 1,
) -> jax.Array:
    """Spreads every cell over a window: the transpose of a convolution.

        y[b, i*s - low + j*d, o] += x[b, i, c] * w[j, o, c]    for all i, j, c

    With n cells and extent e = (k-1)*d + 1 the output has

        "valid":  (n - 1) * s + max(e, s)         cells by default
                  (n - 1) * s + e + p             with output_padding p
        "same":   n * s                           cells by default
                  (n - 1) * s + e mod 2 + p       with output_padding p

    Args:
        x: array (batch, *size, in).
        kernel: array (*window, out, in): the channels swapped against `convolution`.
        strides: steps s for each axis.
        padding: "valid" or "same".
        output_padding: cells added behind, for each axis.
        dilation_rate: distances d between neighbouring taps.

    Returns:
        An array (batch, *output, out).

    >>> x = jnp.array([1.0, 2.0]).reshape(1, 2, 1)
    >>> convolution_transpose(x, jnp.ones((2, 1, 1)), strides=2).ravel().tolist()
    [1.0, 1.0, 2.0, 2.0]
    """
    x, kernel = jnp.asarray(x), jnp.asarray(kernel)
    _check_kernel(x, jnp.swapaxes(kernel, -1, -2), 1)
    geometry = transpose_geometry(
        x.shape[1:-1],
        kernel.shape[:-2],
        strides,
        padding,
        output_padding,
        dilation_rate,
    )
    if jax.default_backend() != "cpu":
        return _input_gradient_plain(x, kernel, geometry)
    return _in_two_axes(_input_gradient, x, kernel, geometry)


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
    if output_padding is None or isinstance(output_padding, int):
        output_padding = (output_padding,) * rank
    sizes, pairs = [], []
    for n, k, s, d, extra in zip(
        size, window, strides, dilation, output_padding, strict=True
    ):
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


def _check_kernel(x: jax.Array, kernel: jax.Array, groups: int) -> None:
    if x.ndim not in (3, 4, 5) or kernel.ndim != x.ndim:
        raise ValueError(
            f"The input has shape {x.shape}, the kernel {kernel.shape}. "
            "Expected (batch, *size, in) and (*window, in // groups, out) with one "
            "to three spatial axes. Add or remove an axis with `reshape`."
        )
    channels, outputs = x.shape[-1], kernel.shape[-1]
    if kernel.shape[-2] * groups != channels or outputs % groups:
        raise ValueError(
            f"A kernel {kernel.shape} with groups={groups} cannot read {x.shape}. "
            f"Expected a kernel with {channels} // groups input channels, and a "
            "number of outputs that `groups` divides. "
            "Build the layer for this input, or change `groups` or `filters`."
        )


def _in_two_axes(function, x: jax.Array, w: jax.Array, geometry: Geometry):
    """Calls a member of the family; a sequence is an image of height one."""
    if len(geometry.size) > 1:
        return function(x, w, geometry)
    image = Geometry(
        (1, *geometry.size),
        (1, *geometry.window),
        (1, *geometry.strides),
        (1, *geometry.dilation),
        ((0, 0), *geometry.padding),
    )
    return function(x[:, None], w[None], image)[:, 0]


# The family of three --------------------------------------------------------------


@functools.partial(jax.custom_vjp, nondiff_argnums=(2,))
def _forward(x: jax.Array, w: jax.Array, geometry: Geometry) -> jax.Array:
    """F: (batch, *size, in), (*window, in, out) -> (batch, *output, out)."""
    return _plain(x, w, geometry)


@functools.partial(jax.custom_vjp, nondiff_argnums=(2,))
def _input_gradient(g: jax.Array, w: jax.Array, geometry: Geometry) -> jax.Array:
    """X: (batch, *output, out), (*window, in, out) -> (batch, *size, in)."""
    return _input_gradient_plain(g, w, geometry)


@functools.partial(jax.custom_vjp, nondiff_argnums=(2,))
def _kernel_gradient(x: jax.Array, g: jax.Array, geometry: Geometry) -> jax.Array:
    """W: (batch, *size, in), (batch, *output, out) -> (*window, in, out)."""
    if _patches_are_small(x, geometry):
        return _kernel_gradient_from_patches(x, g, geometry)
    return _kernel_gradient_by_chunks(x, g, geometry)


def _keep_operands(function):
    return lambda a, b, geometry: (function(a, b, geometry), (a, b))


def _forward_backward(geometry, saved, g):
    x, w = saved
    return _input_gradient(g, w, geometry), _kernel_gradient(x, g, geometry)


def _input_gradient_backward(geometry, saved, c):
    g, w = saved
    return _forward(c, w, geometry), _kernel_gradient(c, g, geometry)


def _kernel_gradient_backward(geometry, saved, c):
    x, g = saved
    return _input_gradient(g, c, geometry), _forward(x, c, geometry)


_forward.defvjp(_keep_operands(_forward), _forward_backward)
_input_gradient.defvjp(_keep_operands(_input_gradient), _input_gradient_backward)
_kernel_gradient.defvjp(_keep_operands(_kernel_gradient), _kernel_gradient_backward)


# Their canonical forms ------------------------------------------------------------


def _canonical(x, w, strides, padding, input_dilation, kernel_dilation, groups=1):
    """The one form XLA is fast at: (batch, *size, in) with (*window, in, out)."""
    space = "DHW"[-(x.ndim - 2) :]
    return lax.conv_general_dilated(
        x,
        w,
        window_strides=strides,
        padding=padding,
        lhs_dilation=input_dilation,
        rhs_dilation=kernel_dilation,
        dimension_numbers=(f"N{space}C", f"{space}IO", f"N{space}C"),
        feature_group_count=groups,
    )


def _plain(x, w, geometry: Geometry, groups: int = 1):
    ones = (1,) * len(geometry.size)
    return _canonical(
        x, w, geometry.strides, geometry.padding, ones, geometry.dilation, groups
    )


def _input_gradient_plain(g, w, geometry: Geometry):
    """Convolves g, spread out by the strides, with the kernel turned around."""
    rank = len(geometry.size)
    padding = []
    for n, o, e, s, (low, _) in zip(
        geometry.size,
        geometry.output,
        geometry.extent,
        geometry.strides,
        geometry.padding,
        strict=True,
    ):
        in_front = e - 1 - low
        padding.append((in_front, n + e - 1 - ((o - 1) * s + 1) - in_front))
    turned = jnp.swapaxes(lax.rev(w, tuple(range(rank))), -1, -2)
    ones = (1,) * rank
    return _canonical(g, turned, ones, padding, geometry.strides, geometry.dilation)


def _kernel_gradient_by_chunks(x, g, geometry: Geometry):
    """Sums convolutions of x with g as a kernel, a few images at a time."""
    # Turning the batch around in both leaves the sum as it is, but keeps XLA from
    # passing this convolution to oneDNN, which is slower here.
    x, g = lax.rev(x, (0,)), lax.rev(g, (0,))
    count, rest = divmod(x.shape[0], CHUNK)
    whole = count * CHUNK
    if count > MAX_UNROLLED:
        chunks = [a[:whole].reshape(count, CHUNK, *a.shape[1:]) for a in (x, g)]
        total, _ = lax.scan(
            lambda sum_, xg: (sum_ + _kernel_gradient_of_chunk(*xg, geometry), None),
            jnp.zeros((*geometry.window, x.shape[-1], g.shape[-1]), g.dtype),
            chunks,
        )
        parts = [total]
    else:
        starts = range(0, whole, CHUNK)
        parts = [
            _kernel_gradient_of_chunk(x[i : i + CHUNK], g[i : i + CHUNK], geometry)
            for i in starts
        ]
    if rest:
        parts.append(_kernel_gradient_of_chunk(x[whole:], g[whole:], geometry))
    return functools.reduce(jnp.add, parts)


def _kernel_gradient_of_chunk(x, g, geometry: Geometry):
    """W by a convolution: channels of x as batch, images as channels, g as kernel."""
    space = tuple(range(1, x.ndim - 1))
    last = x.ndim - 1
    padding = tuple(
        (low, e + (o - 1) * s - n - low)
        for n, o, e, s, (low, _) in zip(
            geometry.size,
            geometry.output,
            geometry.extent,
            geometry.strides,
            geometry.padding,
            strict=True,
        )
    )
    dw = _canonical(
        x.transpose(last, *space, 0),  # (in, *size, batch)
        g.transpose(*space, 0, last),  # (*output, batch, out)
        geometry.dilation,
        padding,
        (1,) * len(space),
        geometry.strides,
    )  # (in, *window, out)
    return dw.transpose(*space, 0, last)


def _patches_are_small(x: jax.Array, geometry: Geometry) -> bool:
    taps = math.prod(geometry.window)
    return taps == 1 or taps * x.shape[-1] <= MAX_PATCH


def _kernel_gradient_from_patches(x, g, geometry: Geometry):
    """Collects the cells under every window and multiplies two matrices.

    dw = patches^T g,    patches (batch * output, window * in)
    """
    batch, channels, outputs = x.shape[0], x.shape[-1], g.shape[-1]
    padded = pad_input(x, geometry, 0)
    index = _patch_index(padded.shape[1:-1], geometry)  # (output cells, taps)
    cells = jnp.asarray(padded).reshape(batch, -1, channels)
    # A gather with a constant index is twice as fast as joining shifted copies.
    patches = cells.at[:, index].get(mode="promise_in_bounds")
    patches = patches.reshape(-1, index.shape[1] * channels)
    dw = patches.T @ g.reshape(-1, outputs)
    return dw.reshape(*geometry.window, channels, outputs)


def _patch_index(size: tuple[int, ...], geometry: Geometry) -> np.ndarray:
    """Flat positions in the padded input, one row for each output cell."""
    index = np.zeros((1, 1), np.int32)
    for n, o, s, k, d in zip(
        size,
        geometry.output,
        geometry.strides,
        geometry.window,
        geometry.dilation,
        strict=True,
    ):
        axis = np.arange(o)[:, None] * s + np.arange(k)[None, :] * d  # (o, k)
        joined = index[:, None, :, None] * n + axis[None, :, None, :]
        index = joined.reshape(index.shape[0] * o, index.shape[1] * k)
    return index.astype(np.int32)


def _shifted_products(x: jax.Array, kernel: jax.Array, geometry: Geometry):
    """Depthwise convolution: one multiply-add for each tap, fused into one loop."""
    taps = kernel.reshape(-1, *kernel.shape[-2:])  # (taps, in, m)
    total = None
    for view, w in zip(window_views(x, geometry, 0), taps, strict=True):
        term = view[..., None] * w  # (batch, *output, in, m)
        total = term if total is None else total + term
    return total.reshape(*total.shape[:-2], -1)
