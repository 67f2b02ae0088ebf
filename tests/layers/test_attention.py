import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_like_keras,
    assert_same,
    random_inputs,
)

pytestmark = pytest.mark.filterwarnings("ignore")

QUERY_MASK = np.array([[1, 1, 0, 1], [1, 0, 1, 1]], bool)
VALUE_MASK = np.array([[1, 1, 1, 0, 0], [0, 1, 1, 1, 0]], bool)


@pytest.mark.parametrize(
    "layer",
    [
        layers.Attention(),
        layers.Attention(use_scale=True),
        layers.Attention(score_mode="concat"),
        layers.Attention(score_mode="concat", use_scale=True, dropout=0.2),
        layers.AdditiveAttention(),
        layers.AdditiveAttention(use_scale=False),
    ],
)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"mask": [QUERY_MASK, VALUE_MASK], "return_attention_scores": True},
        {"mask": [None, VALUE_MASK], "use_causal_mask": True},
    ],
)
def test_outputs_are_those_of_keras(layer, options):
    shapes = [(2, 4, 6), (2, 5, 6)]
    assert_like_keras(layer, random_inputs(*shapes), **options)
    assert layer.compute_output_shape(shapes) == (2, 4, 6)


def test_a_key_of_its_own():
    inputs = random_inputs((2, 4, 6), (2, 5, 3), (2, 5, 6))
    layer = layers.Attention()
    assert_like_keras(layer, inputs)
    assert layer.compute_output_shape([x.shape for x in inputs]) == (2, 4, 3)


def test_shapes_of_symbolic_outputs():
    query, value = kit.Input((None, 6)), kit.Input((5, 6))
    outputs, scores = layers.Attention()([query, value], return_attention_scores=True)
    assert outputs.shape == (None, None, 6)
    assert scores.shape == (None, None, 5)


@pytest.mark.parametrize("name", ["Attention", "AdditiveAttention"])
def test_masks_pass_as_in_keras(name):
    def build(library):
        one, two = library.Input((6,)), library.Input((5,))
        embedding = library.layers.Embedding(9, 4, mask_zero=True)
        attention = getattr(library.layers, name)()
        x = attention([embedding(one), embedding(two)])
        return library.Model([one, two], library.layers.LSTM(3)(x))

    generator = np.random.default_rng(2)
    words = [generator.integers(0, 4, (4, 6)), generator.integers(0, 4, (4, 5))]
    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(words), theirs(words))


def test_dropout_only_while_training():
    inputs = random_inputs((2, 4, 6), (2, 5, 6))
    layer = layers.Attention(dropout=0.5, seed=1)
    plain = layer(inputs)
    assert_same(layer(inputs), plain)
    assert np.abs(np.asarray(layer(inputs, training=True) - plain)).max() > 1e-3


def test_wrong_arguments_are_named():
    with pytest.raises(ValueError, match="no way to compare"):
        layers.Attention(score_mode="cosine")
    with pytest.raises(ValueError, match=r"\[query, value\]"):
        layers.Attention()(np.zeros((2, 3, 4)))
    with pytest.raises(ValueError, match="received 4 inputs"):
        layers.Attention()([np.zeros((2, 3, 4))] * 4)
