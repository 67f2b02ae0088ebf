import numpy as np
import pytest

from kit import layers

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import assert_like_keras, random_inputs  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize(
    ("equation", "output_shape", "bias_axes", "shape"),
    [
        ("ab,bc->ac", 5, "c", (3, 4)),
        ("abc,cd->abd", (None, 5), "d", (3, 6, 4)),
        ("abc,cde->abde", (None, 2, 5), "de", (3, 6, 4)),
        ("abcd,cde->abe", (None, 5), None, (3, 6, 4, 2)),
        ("...x,xy->...y", 5, "y", (3, 6, 2, 4)),
        ("...x,xy->...y", 5, "y", (3, 4)),
        ("ab...,bc->ac...", 5, "c", (3, 4, 6)),
        ("abc,cd->adb", (5, None), "d", (3, 6, 4)),
        ("abc,cd->abd", (6, 5), "bd", (3, 6, 4)),
    ],
)
def test_outputs_are_those_of_keras(equation, output_shape, bias_axes, shape):
    layer = layers.EinsumDense(
        equation, output_shape, "relu", bias_axes, bias_initializer="random_normal"
    )
    x = random_inputs(shape)
    twin = assert_like_keras(layer, x)
    assert layer.compute_output_shape(shape) == layer(x).shape
    assert [w.shape for w in layer.weights] == [w.shape for w in twin.weights]


def test_it_is_dense_for_two_axes():
    dense, einsum = layers.Dense(5), layers.EinsumDense("ab,bc->ac", 5, bias_axes="c")
    x = random_inputs((3, 4))
    dense(x)
    einsum(x)
    einsum.set_weights(dense.get_weights())
    np.testing.assert_allclose(einsum(x), dense(x), rtol=1e-6)


@pytest.mark.parametrize(
    ("equation", "output_shape", "bias_axes", "words"),
    [
        ("ab bc ac", 5, None, "not an equation"),
        ("...ab,bc->ac", 5, None, "not an equation"),
        ("abc,cd->abd", (None, 5), None, "does not fit"),
        ("ab,bc->ac", (5, 6), None, "does not fit"),
        ("ab,bz->ac", 5, None, "does not fit"),
        ("ab,bc->ac", 5, "x", "does not fit"),
    ],
)
def test_equations_that_do_not_fit_are_refused(
    equation, output_shape, bias_axes, words
):
    layer = layers.EinsumDense(equation, output_shape, bias_axes=bias_axes)
    with pytest.raises(ValueError, match=words):
        layer(np.zeros((3, 4)))
