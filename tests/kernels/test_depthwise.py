"""Depthwise convolution against XLA's convolution with one group per channel."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.kernels.convolution import convolution
from kit.kernels.depthwise import depthwise_convolution
from tests.kernels.test_convolution import (
    assert_equal,
    by_xla,
    normal,
    second_gradients,
    value_and_gradients,
)

# batch, size, window, channels, multiplier, strides, padding, dilation
GEOMETRIES = [
    (7, (9,), (3,), 4, 2, 2, "same", 1),
    (2, (9,), (3,), 3, 1, 1, "causal", 2),
    (8, (9, 7), (3, 2), 4, 1, 1, "same", 1),
    (1, (9, 7), (3, 2), 4, 3, 2, "valid", 1),
    (13, (9, 7), (3, 3), 1, 2, 1, "valid", 2),
    (3, (9, 7), (2, 3), 4, 1, 3, [(2, 3), (0, 1)], 1),
    (2, (5, 6, 4), (2, 3, 2), 2, 2, 1, "same", 1),
]


def both(strides, padding, dilation):
    def found(x, w):
        return depthwise_convolution(x, w, strides, padding, dilation)

    def expected(x, w):
        grouped = w.reshape(*w.shape[:-2], 1, -1)
        return by_xla(x, grouped, strides, padding, dilation, x.shape[-1])

    return found, expected


@pytest.mark.parametrize(
    ("geometry", "dtype"),
    [(geometry, "float64") for geometry in GEOMETRIES]
    + [(geometry, "float32") for geometry in GEOMETRIES[::3]],
    ids=str,
)
def test_depthwise_convolution_and_its_gradients(geometry, dtype):
    batch, size, window, channels, multiplier, *arguments = geometry
    with jax.enable_x64(dtype == "float64"):
        x = normal(batch, *size, channels, dtype=dtype)
        kernel = normal(*window, channels, multiplier, dtype=dtype)
        found, expected = both(*arguments)
        assert_equal(
            value_and_gradients(found, x, kernel),
            value_and_gradients(expected, x, kernel),
            dtype,
        )


@pytest.mark.parametrize("geometry", GEOMETRIES[:4:2], ids=str)
def test_the_gradient_of_the_gradient(geometry):
    batch, size, window, channels, multiplier, *arguments = geometry
    with jax.enable_x64(True):
        x = normal(batch, *size, channels, dtype="float64")
        kernel = normal(*window, channels, multiplier, dtype="float64")
        found, expected = both(*arguments)
        assert_equal(
            second_gradients(found, x, kernel),
            second_gradients(expected, x, kernel),
            "float64",
        )


def test_grouped_convolution_with_a_group_for_each_channel():
    x, kernel = normal(3, 6, 6, 4), normal(3, 3, 1, 8)
    found = convolution(x, kernel, 1, "same", 1, 4)
    expected = by_xla(x, kernel, 1, "same", 1, 4)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_other_devices_use_the_convolution_of_xla(monkeypatch):
    x, kernel = normal(3, 6, 6, 4), normal(3, 3, 4, 2)
    here = depthwise_convolution(x, kernel, 2, "same")
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    there = depthwise_convolution(x, kernel, 2, "same")
    np.testing.assert_allclose(there, here, atol=1e-5)


def test_a_kernel_for_other_channels_is_refused():
    with pytest.raises(ValueError, match="Expected"):
        depthwise_convolution(jnp.ones((1, 5, 5, 3)), jnp.ones((3, 3, 4, 1)))
