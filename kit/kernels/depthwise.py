"""Convolution of every channel on its own, and its gradients.

The depthwise and separable layers call it. On a CPU it is one multiply-add for each
tap of the window, which the compiler fuses into one loop; XLA's grouped convolutions
would be up to a thousand times slower inside `lax.scan`.
"""

import functools
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from kit.kernels.canonical import canonical_convolution
from kit.kernels.geometry import Geometry, make_geometry
from kit.kernels.windows import window_views


def depthwise_convolution(
    x: jax.Array,
    kernel: jax.Array,
    strides: int | Sequence[int] = 1,
    padding: str | Sequence[Sequence[int]] = "valid",
    dilation_rate: int | Sequence[int] = 1,
) -> jax.Array:
    """Slides over every channel its own kernels, without mixing the channels.

        y[b, i, c*m + n] = sum over taps j of x[b, i*s - low + j*d, c] * w[j, c, n]

    Args:
        x: array (batch, *size, in) with one to three spatial axes.
        kernel: array (*window, in, m), giving m outputs for each channel.
        strides: steps s for each axis.
        padding: "valid", "same", "causal" (one axis) or (low, high) pairs.
        dilation_rate: distances d between neighbouring taps.

    Returns:
        An array (batch, *output, in * m).

    Raises:
        ValueError: if the shapes or the arguments do not fit together.

    >>> x = jnp.arange(6.0).reshape(1, 3, 2)
    >>> depthwise_convolution(x, jnp.ones((2, 2, 1))).tolist()
    [[[2.0, 4.0], [6.0, 8.0]]]
    """
    x, kernel = jnp.asarray(x), jnp.asarray(kernel)
    if kernel.ndim != x.ndim or kernel.shape[-2] != x.shape[-1]:
        raise ValueError(
            f"A depthwise kernel {kernel.shape} cannot read an input {x.shape}. "
            "Expected (*window, in, multiplier) and (batch, *size, in). "
            "Build the layer for this input."
        )
    *window, channels, multiplier = kernel.shape
    geometry = make_geometry(x.shape[1:-1], window, strides, padding, dilation_rate)
    if jax.default_backend() != "cpu":
        return canonical_convolution(
            x,
            kernel.reshape(*window, 1, channels * multiplier),
            geometry.strides,
            geometry.padding,
            kernel_dilation=geometry.dilation,
            groups=channels,
        )
    one: Any = _depthwise  # jax.custom_vjp hides its type
    outputs = [one(x, kernel[..., n], geometry) for n in range(multiplier)]
    return jnp.stack(outputs, axis=-1).reshape(*outputs[0].shape[:-1], -1)


@functools.partial(jax.custom_vjp, nondiff_argnums=(2,))
def _depthwise(x: jax.Array, w: jax.Array, geometry: Geometry) -> jax.Array:
    """(batch, *size, channels), (*window, channels) -> (batch, *output, channels)."""
    weights = w.reshape(-1, w.shape[-1])
    views = window_views(x, geometry, 0)
    terms = [view * weight for view, weight in zip(views, weights, strict=True)]
    return functools.reduce(jnp.add, terms)


def _depthwise_forward(x, w, geometry):
    return _depthwise(x, w, geometry), (x, w)


def _depthwise_backward(geometry, saved, g):
    x, w = saved
    return _input_gradient(g, w, geometry), _kernel_gradient(x, g, geometry)


_depthwise.defvjp(_depthwise_forward, _depthwise_backward)


def _input_gradient(g, w, geometry: Geometry):
    """Slides the kernel, turned around, over g spread out by the strides."""
    rank = len(geometry.size)
    edges = [
        (low, high, s - 1)
        for (low, high), s in zip(
            geometry.transposed_padding, geometry.strides, strict=True
        )
    ]
    spread = lax.pad(g, g.dtype.type(0), [(0, 0, 0), *edges, (0, 0, 0)])
    sliding = Geometry(
        spread.shape[1:-1],
        geometry.window,
        (1,) * rank,
        geometry.dilation,
        ((0, 0),) * rank,
    )
    return _depthwise(spread, lax.rev(w, tuple(range(rank))), sliding)


def _kernel_gradient(x, g, geometry: Geometry):
    """dw[j, c] = sum over b, i of x[b, i*s - low + j*d, c] * g[b, i, c].

    One image after the other, so that it stays in the cache for all of its taps.
    """

    def add_image(total, image):
        x, g = image
        views = window_views(x[None], geometry, 0)
        sums = [jnp.sum(view[0] * g, axis=range(g.ndim - 1)) for view in views]
        return total + jnp.stack(sums), None

    channels = x.shape[-1]
    zeros = jnp.zeros((len(geometry.taps), channels), g.dtype)
    total, _ = lax.scan(add_image, zeros, (x, g))
    return total.reshape(*geometry.window, channels)
