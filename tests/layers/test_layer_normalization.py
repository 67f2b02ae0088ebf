"""LayerNormalization, RMSNormalization and UnitNormalization against Keras."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.layers import LayerNormalization, RMSNormalization, UnitNormalization
from tests.layers.keras_parity import check, numbers, pair


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("LayerNormalization", {}),
        ("LayerNormalization", {"axis": [1, 2], "epsilon": 0.1}),
        ("LayerNormalization", {"axis": 1, "center": False}),
        ("LayerNormalization", {"scale": False, "beta_initializer": "ones"}),
        ("RMSNormalization", {}),
        ("UnitNormalization", {}),
        ("UnitNormalization", {"axis": [1, 2]}),
    ],
)
def test_same_as_keras(name, arguments):
    check(name, arguments, numbers(2, 4, 5, 3))


def test_the_scale_lies_along_its_axis():
    layer = RMSNormalization(axis=1)
    layer.build((2, 4, 3))
    scale = numbers(4)
    layer.set_weights([scale])
    x = numbers(2, 4, 3)
    wanted = x / np.sqrt((x**2).mean(1, keepdims=True) + 1e-6) * scale[:, None]
    np.testing.assert_allclose(layer(x), wanted, rtol=1e-5)


def test_zeros_stay_zeros_and_have_a_gradient():
    layer = UnitNormalization()
    zeros = jnp.zeros((1, 3))
    np.testing.assert_array_equal(layer(zeros), 0)
    assert np.isfinite(jax.grad(lambda x: layer(x).sum())(zeros)).all()


@pytest.mark.parametrize("name", ["LayerNormalization", "RMSNormalization"])
def test_half_precision_is_normalized_in_float32(name):
    ours, theirs = pair(name, dtype="mixed_bfloat16")
    x = 100 + numbers(4, 50)
    got, wanted = ours(x), theirs(x)
    assert got.dtype == wanted.dtype == jnp.bfloat16
    np.testing.assert_allclose(
        np.asarray(got, "float32"), np.asarray(wanted, "float32"), atol=0.02
    )


def test_mistakes_are_explained():
    with pytest.raises(ValueError, match="Use the layer RMSNormalization"):
        LayerNormalization(rms_scaling=True)
    with pytest.raises(ValueError, match='Layer "n" has axis=2'):
        LayerNormalization(axis=2, name="n")(numbers(2, 3))
