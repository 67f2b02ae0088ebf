"""Convolutions against XLA's own convolution and XLA's gradients of it."""

import itertools

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from kit.kernels.convolution import (
    CHUNK,
    MAX_UNROLLED,
    convolution,
    convolution_transpose,
)
from kit.kernels.geometry import transpose_geometry

# batch, size, window, in, out, strides, padding, dilation, groups
GEOMETRIES = [
    (1, (7,), (3,), 2, 3, 2, "same", 1, 1),
    (13, (9,), (4,), 6, 5, 1, "valid", 1, 1),
    (7, (10,), (3,), 40, 5, 1, "causal", 2, 1),
    (8, (9,), (2,), 4, 4, 3, "causal", 1, 1),
    (1, (5, 5), (3, 3), 8, 4, 1, "valid", 1, 1),
    (7, (9, 8), (3, 2), 4, 5, (2, 1), "same", 1, 1),
    (8, (9, 8), (3, 2), 12, 5, 1, "valid", 2, 1),
    (8, (9, 8), (3, 2), 12, 5, 2, "valid", 1, 1),
    (13, (8, 8), (3, 3), 1, 6, 1, "same", 1, 1),
    (13, (8, 8), (3, 3), 1, 6, 2, [(2, 0), (1, 3)], 2, 1),
    (40, (9, 9), (4, 4), 4, 4, 3, [(2, 1), (0, 3)], 1, 1),
    (9, (10, 9), (2, 2), 33, 4, 3, "valid", 1, 1),
    (9, (6, 6), (1, 1), 8, 4, 2, "same", 1, 1),
    (9, (6, 6), (6, 6), 3, 4, 1, "valid", 1, 1),
    (8, (9, 9), (1, 2), 20, 4, 1, [(4, 4), (3, 3)], 1, 1),
    (40, (6, 6), (3, 3), 6, 8, 1, "same", 1, 1),
    (CHUNK * (MAX_UNROLLED + 1) + 5, (4, 4), (3, 3), 3, 2, 1, "same", 1, 1),
    (8, (9, 9), (3, 3), 4, 8, 2, "same", 1, 2),
    (8, (9, 9), (3, 3), 4, 8, 1, "same", 2, 4),
    (3, (5, 6, 7), (2, 3, 2), 3, 2, (1, 2, 2), "same", 1, 1),
    (2, (5, 6, 5), (2, 2, 2), 3, 2, 1, "valid", 2, 1),
]
TOLERANCE = {"float32": 5e-5, "float64": 1e-10}


def by_xla(x, kernel, strides, padding, dilation, groups):
    rank = x.ndim - 2
    space = "DHW"[-rank:]
    strides = np.broadcast_to(strides, rank)
    dilation = np.broadcast_to(dilation, rank)
    if padding == "causal":
        padding = [((kernel.shape[0] - 1) * dilation[0], 0)]
    return lax.conv_general_dilated(
        x,
        kernel,
        strides,
        padding.upper() if isinstance(padding, str) else padding,
        rhs_dilation=dilation,
        dimension_numbers=(f"N{space}C", f"{space}IO", f"N{space}C"),
        feature_group_count=groups,
    )


def normal(*shape, dtype="float32"):
    return jnp.asarray(np.random.default_rng(0).normal(size=shape), dtype)


def value_and_gradients(function, *arrays):
    """The value and, for a random cotangent, the gradient for each array."""

    def run(*arrays):
        value, pull = jax.vjp(function, *arrays)
        return value, *pull(jnp.cos(jnp.arange(value.size)).reshape(value.shape))

    return jax.jit(run)(*arrays)


def second_gradients(function, *arrays):
    def first(*arrays):
        def loss(arrays):
            return jnp.sum(jnp.sin(function(*arrays)))

        return sum(jnp.sum(g**2) for g in jax.grad(loss)(arrays))

    return jax.jit(jax.grad(first, argnums=(0, 1)))(*arrays)


def assert_equal(found, expected, dtype):
    for one, other in zip(found, expected, strict=True):
        assert one.shape == other.shape
        assert one.dtype == other.dtype == dtype
        scale = jnp.abs(other).max()
        np.testing.assert_allclose(one / scale, other / scale, atol=TOLERANCE[dtype])


@pytest.mark.parametrize(
    ("geometry", "dtype"),
    [(geometry, "float64") for geometry in GEOMETRIES]
    + [(geometry, "float32") for geometry in GEOMETRIES[::2]],
    ids=str,
)
def test_convolution_and_its_gradients(geometry, dtype):
    batch, size, window, channels, outputs, *arguments, groups = geometry
    with jax.enable_x64(dtype == "float64"):
        x = normal(batch, *size, channels, dtype=dtype)
        kernel = normal(*window, channels // groups, outputs, dtype=dtype)
        found = value_and_gradients(
            lambda x, w: convolution(x, w, *arguments, groups), x, kernel
        )
        expected = value_and_gradients(
            lambda x, w: by_xla(x, w, *arguments, groups), x, kernel
        )
        assert_equal(found, expected, dtype)


@pytest.mark.parametrize("geometry", GEOMETRIES[1::5], ids=str)
def test_the_gradient_of_the_gradient(geometry):
    batch, size, window, channels, outputs, *arguments, groups = geometry
    with jax.enable_x64(True):
        x = normal(batch, *size, channels, dtype="float64")
        kernel = normal(*window, channels // groups, outputs, dtype="float64")
        found = second_gradients(
            lambda x, w: convolution(x, w, *arguments, groups), x, kernel
        )
        expected = second_gradients(
            lambda x, w: by_xla(x, w, *arguments, groups), x, kernel
        )
        assert_equal(found, expected, "float64")


def test_convolution_inside_a_loop_and_under_vmap():
    x, kernel = normal(3, 4, 6, 6, 2), normal(3, 3, 2, 5)

    def loss(kernel, x):
        return jnp.sum(convolution(x, kernel, 1, "same") ** 2)

    one_by_one = [jax.grad(loss)(kernel, image) for image in x]
    total, each = lax.scan(
        lambda sum_, image: (sum_ + jax.grad(loss)(kernel, image),) * 2,
        jnp.zeros_like(kernel),
        x,
    )
    np.testing.assert_allclose(total, sum(one_by_one), rtol=1e-4)
    together = jax.vmap(jax.grad(loss), (None, 0))(kernel, x)
    np.testing.assert_allclose(together, one_by_one, rtol=1e-4)


TRANSPOSED = [
    (window, strides, padding, extra, dilation)
    for window, strides, padding, extra, dilation in itertools.product(
        [(1, 1), (2, 3), (5, 4)], [1, 2, 3], ["valid", "same"], [None, 0, 1], [1, 2]
    )
    if strides == 1 or dilation == 1
]


@pytest.mark.parametrize("case", TRANSPOSED[::5], ids=str)
def test_transposed_convolution_and_its_gradients(case):
    from keras.src.backend.common import backend_utils

    window, strides, padding, extra, dilation = case
    if extra is not None and extra >= max(strides, 2):
        pytest.skip("Keras refuses an output_padding that is not below the stride")
    with jax.enable_x64(True):
        x = normal(3, 4, 5, 4, dtype="float64")
        kernel = normal(*window, 6, 4, dtype="float64")
        pairs = backend_utils.compute_conv_transpose_padding_args_for_jax(
            x.shape, kernel.shape, strides, padding, extra, dilation
        )
        expected = value_and_gradients(
            lambda x, w: lax.conv_transpose(
                x,
                w,
                (strides, strides),
                pairs,
                rhs_dilation=(dilation, dilation),
                dimension_numbers=("NHWC", "HWIO", "NHWC"),
                transpose_kernel=True,
            ),
            x,
            kernel,
        )
        found = value_and_gradients(
            lambda x, w: convolution_transpose(x, w, strides, padding, extra, dilation),
            x,
            kernel,
        )
        assert_equal(found, expected, "float64")
        size = transpose_geometry((4, 5), window, strides, padding, extra, dilation)
        assert size.size == found[0].shape[1:-1]
        assert size.output == (4, 5)


@pytest.mark.parametrize("rank", [1, 3])
def test_transposed_convolution_against_keras_layers(rank):
    keras = pytest.importorskip("keras")
    name = f"Conv{rank}DTranspose"
    layer = getattr(keras.layers, name)(5, 3, strides=2, padding="same")
    x = normal(2, *(4, 5, 3)[:rank], 2)
    expected = layer(x)
    found = convolution_transpose(x, layer.kernel.value, 2, "same")
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_other_devices_use_the_gradients_of_xla(monkeypatch):
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    x, kernel = normal(2, 6, 6, 4), normal(3, 3, 2, 6)
    found = value_and_gradients(
        lambda x, w: convolution(x, w, 2, "same", 1, 2), x, kernel
    )
    expected = value_and_gradients(
        lambda x, w: by_xla(x, w, 2, "same", 1, 2), x, kernel
    )
    assert_equal(found, expected, "float32")
    jax.jvp(lambda x: convolution(x, kernel, groups=2), (x,), (x,))
    kernel = normal(3, 3, 6, 4)
    there = convolution_transpose(x, kernel, 2, "same")
    monkeypatch.undo()
    here = convolution_transpose(x, kernel, 2, "same")
    np.testing.assert_allclose(there, here, rtol=1e-5)


@pytest.mark.parametrize(
    ("shapes", "arguments"),
    [
        (((2, 5, 5, 3), (3, 3, 4, 2)), {}),
        (((2, 5, 5, 4), (3, 3, 2, 3)), {"groups": 2}),
        (((2, 5, 4), (3, 3, 4, 2)), {}),
        (((2, 5), (5, 2)), {}),
        (((2, 5, 5, 4), (6, 3, 4, 2)), {}),
        (((2, 5, 5, 4), (3, 3, 4, 2)), {"padding": "causal"}),
        (((2, 5, 5, 4), (3, 3, 4, 2)), {"padding": "full"}),
        (((2, 5, 5, 4), (3, 3, 4, 2)), {"strides": 0}),
        (((2, 5, 5, 4), (3, 3, 4, 2)), {"dilation_rate": (1, 1, 1)}),
    ],
)
def test_errors_say_three_sentences(shapes, arguments):
    x, kernel = (jnp.ones(shape) for shape in shapes)
    with pytest.raises(ValueError, match=r"(?s).*\. .*\. .*") as caught:
        convolution(x, kernel, **arguments)
    assert len(str(caught.value).split(". ")[0]) <= 100


def test_transposed_padding_is_checked():
    with pytest.raises(ValueError, match='Expected "valid" or "same"'):
        convolution_transpose(jnp.ones((1, 4, 2)), jnp.ones((3, 2, 2)), 1, "causal")
