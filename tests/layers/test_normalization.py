"""Normalization: adapted and given statistics against Keras."""

import numpy as np
import pytest

from kit.layers import Normalization
from tests.layers.keras_parity import (
    check_configs,
    check_signature,
    described,
    keras,
    numbers,
    pair,
)

DATA = 3 + 2 * numbers(50, 4, 3)


@pytest.mark.parametrize(
    "arguments",
    [{}, {"axis": None}, {"axis": (1, -1)}, {"axis": [2]}, {"invert": True}],
)
def test_adapted_like_keras(arguments):
    ours, theirs = pair("Normalization", **arguments)
    ours.adapt(DATA), theirs.adapt(DATA)
    assert described(ours.weights) == described(theirs.weights)
    for got, wanted in zip(ours.weights, theirs.weights, strict=True):
        np.testing.assert_allclose(got.value, wanted.value, rtol=1e-5)
    x = DATA[:5] + 1
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-4, atol=1e-5)
    assert ours.compute_output_shape(x.shape) == x.shape
    check_configs(ours, theirs)


@pytest.mark.parametrize(
    ("axis", "mean", "variance"),
    [(-1, 2.0, 9.0), (-1, [1.0, 2.0, 3.0], [4.0, 9.0, 1.0]), ((1, 2), [1.0], [4.0])],
)
def test_given_like_keras(axis, mean, variance):
    ours, theirs = pair("Normalization", axis=axis, mean=mean, variance=variance)
    np.testing.assert_allclose(ours(DATA), theirs(DATA), rtol=1e-5, atol=1e-6)
    assert ours.weights == []
    check_configs(ours, theirs)


def test_signature():
    check_signature("Normalization")


def test_batches_count_like_one_array():
    from kit.utils import PyDataset

    class Batches(PyDataset):
        def __len__(self):
            return 2

        def __getitem__(self, index):
            return [(DATA[:30], None), (DATA[30:], None)][index]

    parts = [DATA[:7], DATA[7:20], DATA[:0], DATA[20:]]
    for data in (parts, (part for part in parts), Batches(), DATA.tolist()):
        layer = Normalization()
        layer.adapt(data)
        np.testing.assert_allclose(layer.adapt_mean.value, DATA.mean((0, 1)), rtol=1e-5)
        np.testing.assert_allclose(
            layer.adapt_variance.value, DATA.var((0, 1)), rtol=1e-5
        )


def test_large_values_keep_their_digits():
    data = 1e4 + np.random.default_rng(0).normal(size=(10_000, 2)).astype("float32")
    layer = Normalization()
    layer.adapt(data)
    np.testing.assert_allclose(
        layer.adapt_variance.value, data.astype("float64").var(0), rtol=1e-6
    )


def test_a_constant_feature_stays_finite():
    layer = Normalization()
    layer.adapt(np.ones((5, 2)))
    np.testing.assert_array_equal(layer(np.ones((1, 2))), 0)


def test_adapting_again_starts_anew():
    layer = Normalization()
    layer.adapt(DATA), layer.adapt(DATA + 1)
    np.testing.assert_allclose(layer.adapt_mean.value, DATA.mean((0, 1)) + 1, rtol=1e-5)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (lambda: Normalization(mean=1.0), "mean=1.0, variance=None"),
        (lambda: Normalization(mean=[[1.0]], variance=[[1.0]]), "at most one axis"),
        (lambda: Normalization().adapt(np.ones((0, 3))), "adapted to no data"),
        (
            lambda: Normalization().adapt([DATA, DATA[..., :2]]),
            "Expected sizes \\[3\\]",
        ),
        (lambda: Normalization(axis=4).adapt(DATA), "has axis=\\(4,\\)"),
        (lambda: Normalization(axis=0).adapt(DATA), "known sizes along axis"),
    ],
)
def test_mistakes_are_explained(make, part):
    with pytest.raises(ValueError, match=part):
        make()


def test_weights_are_read_where_they_are():
    """Also after set_weights, where Keras needs finalize_state."""
    layer = Normalization()
    layer.build((None, 2))
    layer.set_weights([np.ones(2), np.full(2, 4.0), np.array(0)])
    assert layer(np.full((1, 2), 5.0)).tolist() == [[2.0, 2.0]]
    assert keras.layers.Normalization().supports_masking == layer.supports_masking
