"""SeparableConv1D and SeparableConv2D against Keras."""

import pytest

from tests.layers.keras_parity import check, numbers


@pytest.mark.parametrize(
    ("name", "shape", "arguments"),
    [
        ("SeparableConv1D", (2, 9, 3), {"depth_multiplier": 2, "activation": "tanh"}),
        ("SeparableConv2D", (2, 8, 7, 3), {"strides": 2, "padding": "same"}),
        ("SeparableConv2D", (2, 8, 7, 3), {"depth_multiplier": 2, "use_bias": False}),
    ],
)
def test_same_as_keras(name, shape, arguments):
    arguments = {"filters": 5, "kernel_size": 3, **arguments}
    check(name, arguments, numbers(*shape), tolerance=5e-5)


def test_each_step_has_its_own_settings():
    arguments = {
        "filters": 2,
        "kernel_size": 3,
        "depthwise_initializer": "zeros",
        "pointwise_initializer": "ones",
        "pointwise_regularizer": "l2",
        "bias_constraint": "non_neg",
    }
    ours, _ = check("SeparableConv2D", arguments, numbers(1, 5, 5, 2))
    assert len(ours.losses) == 1
