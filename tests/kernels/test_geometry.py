"""Output sizes and paddings against those of jax and of Keras."""

import itertools

import jax
import numpy as np
import pytest
from jax import lax

from kit.kernels.geometry import as_tuple, make_geometry, transpose_geometry

CASES = list(
    itertools.product([1, 4, 7, 10], [1, 2, 3, 5], [1, 2, 3], ["VALID", "SAME"], [1, 2])
)


def test_padding_and_output_are_those_of_xla():
    for size, window, stride, padding, dilation in CASES:
        extent = (window - 1) * dilation + 1
        if padding == "VALID" and extent > size:
            continue
        geometry = make_geometry((size,), window, stride, padding, dilation)
        pairs = lax.padtype_to_pads((size,), (extent,), (stride,), padding)
        assert geometry.padding == tuple(tuple(map(int, pair)) for pair in pairs)
        shape = jax.eval_shape(
            lambda x, w, s=stride, p=pairs, d=dilation: lax.conv_general_dilated(
                x,
                w,
                (s,),
                p,
                rhs_dilation=(d,),
                dimension_numbers=("NWC", "WIO", "NWC"),
            ),
            np.zeros((1, size, 1)),
            np.zeros((window, 1, 1)),
        )
        assert geometry.output == shape.shape[1:-1]


def test_transposed_size_is_that_of_keras():
    pytest.importorskip("keras")
    from keras.src.backend.common import backend_utils

    for size, window, stride, padding, dilation in CASES:
        for extra in (None, 0, 1):
            geometry = transpose_geometry(
                (size,), window, stride, padding, extra, dilation
            )
            expected = backend_utils.compute_conv_transpose_output_shape(
                (1, size, 1),
                (window,),
                1,
                stride,
                padding,
                extra,
                "channels_last",
                dilation,
            )
            assert geometry.size == tuple(expected[1:-1])
            # With this padding the way there gives the size that we came from.
            assert geometry.output == (size,)


def test_a_window_larger_than_the_input():
    with pytest.raises(ValueError, match='padding="same"'):
        make_geometry((4, 4), 5, 1, "valid")


@pytest.mark.parametrize("value", [0, (1, 0), (1, 2, 3), -1])
def test_integers_must_be_positive_and_fit(value):
    with pytest.raises(ValueError, match="strides"):
        as_tuple(value, 2, "strides")


def test_numpy_integers_are_integers():
    assert as_tuple(np.int64(2), 2, "strides") == (2, 2)
