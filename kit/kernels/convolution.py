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
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from kit.kernels.canonical import canonical_convolution
from kit.kernels.depthwise import depthwise_convolution
from kit.kernels.geometry import Geometry, make_geometry, transpose_geometry
from kit.kernels.windows import pad_input

# Images in each convolution that makes the gradient of a kernel: few enough for the
# cache, and a multiple of the 16 numbers in a register.
CHUNK = 32
# Above this number of chunks a loop replaces the written-out sum, to compile faster.
MAX_UNROLLED = 8
# A kernel on one channel with at most this many taps takes its gradient from patches.
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
        per_channel = kernel.reshape(*window, groups, -1)
        return depthwise_convolution(x, per_channel, strides, padding, dilation_rate)
    parts = zip(
        jnp.split(x, groups, axis=-1), jnp.split(kernel, groups, axis=-1), strict=True
    )
    return jnp.concatenate(
        [_in_two_axes(_forward, part, w, geometry) for part, w in parts], axis=-1
    )


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


def _in_two_axes(
    function: Any, x: jax.Array, w: jax.Array, geometry: Geometry
) -> jax.Array:
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


def _plain(x, w, geometry: Geometry, groups: int = 1):
    return canonical_convolution(
        x,
        w,
        geometry.strides,
        geometry.padding,
        kernel_dilation=geometry.dilation,
        groups=groups,
    )


def _input_gradient_plain(g, w, geometry: Geometry):
    """Convolves g, spread out by the strides, with the kernel turned around."""
    rank = len(geometry.size)
    turned = jnp.swapaxes(lax.rev(w, tuple(range(rank))), -1, -2)
    return canonical_convolution(
        g,
        turned,
        (1,) * rank,
        geometry.transposed_padding,
        input_dilation=geometry.strides,
        kernel_dilation=geometry.dilation,
    )


def _kernel_gradient_by_chunks(x, g, geometry: Geometry):
    """Sums the gradients from a few images at a time."""
    count, rest = divmod(x.shape[0], CHUNK)
    whole = count * CHUNK
    if count > MAX_UNROLLED:
        chunks = [a[:whole].reshape(count, CHUNK, *a.shape[1:]) for a in (x, g)]
        total, _ = lax.scan(
            lambda sum_, chunk: (
                sum_ + _kernel_gradient_of_chunk(chunk[0], chunk[1], geometry),
                None,
            ),
            jnp.zeros((*geometry.window, x.shape[-1], g.shape[-1]), g.dtype),
            chunks,
        )
        parts = [total]
    else:
        parts = [
            _kernel_gradient_of_chunk(x[i : i + CHUNK], g[i : i + CHUNK], geometry)
            for i in range(0, whole, CHUNK)
        ]
    if rest:
        parts.append(_kernel_gradient_of_chunk(x[whole:], g[whole:], geometry))
    return functools.reduce(jnp.add, parts)


def _kernel_gradient_of_chunk(x, g, geometry: Geometry):
    """W as a convolution in which g is the kernel and the images are the channels.

        dw[j, c, o] = sum over i, b of x[b, i*s - low + j*d, c] * g[b, i, o]

    The sum runs over the cells i, which so become taps at the distance s, and over
    the images b, which take the place of channels. The channels c of x could take
    the place of the batch, but then all of g is read again for each of them, for a
    result of a few cells only. So the channels are cut into `parts` of q, and only
    the parts become the batch; the q channels lie side by side in the last spatial
    axis, whose cells are q apart: position j*q + c there is cell j of channel c. The
    taps are spread to s*q, and the result has k*q positions in a row.
    """
    *window, last = geometry.window
    channels, rank = x.shape[-1], len(geometry.window)
    parts = _parts(channels, geometry)
    q = channels // parts
    space = tuple(range(1, rank + 1))
    lined_up = x.reshape(*x.shape[:-1], parts, q)
    lined_up = lined_up.transpose(rank + 1, *space, rank + 2, 0)
    lined_up = lined_up.reshape(parts, *x.shape[1:rank], -1, x.shape[0])
    *padding, (low, high) = geometry.tight_padding
    *strides, stride = geometry.strides
    dw = canonical_convolution(
        lined_up,  # (parts, *size with the last times q, batch)
        g.transpose(*space, 0, rank + 1),  # (*output, batch, out)
        geometry.dilation,
        (*padding, (low * q, high * q)),
        kernel_dilation=(*strides, stride * q),
    )  # (parts, *window with the last times q, out)
    dw = dw.reshape(parts, *window, last, q, -1)
    return dw.transpose(*space, 0, rank + 1, rank + 2).reshape(
        *geometry.window, channels, -1
    )


def _parts(channels: int, geometry: Geometry) -> int:
    """Number of parts of the channels: two, so that two cores share the work.

    All of them where channels cannot lie side by side: the window would have to step
    over d*q positions and yet visit q neighbours, and in three dimensions XLA has no
    fast convolution with spread taps of its own.
    """
    if geometry.dilation[-1] > 1 or len(geometry.size) > 2:
        return channels
    return 2 if channels % 2 == 0 else 1


def _patches_are_small(x: jax.Array, geometry: Geometry) -> bool:
    taps = math.prod(geometry.window)
    return taps == 1 or (x.shape[-1] == 1 and taps <= MAX_PATCH)


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
