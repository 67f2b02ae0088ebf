import jax.numpy as jnp
import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_same,
    random_inputs,
    to_keras,
    to_kit,
)

pytestmark = pytest.mark.filterwarnings("ignore")


def compare(layer, *inputs, tolerance=2e-5, **options):
    """Compare outputs with Keras's layer of the same configuration and weights."""
    ours = layer(*inputs, **options)
    twin = to_keras(layer)
    twin(*inputs, **options)
    twin.set_weights(layer.get_weights())
    assert_same(ours, twin(*inputs, **options), tolerance)
    names = [(weight.name, weight.shape) for weight in twin.weights]
    assert [(weight.name, weight.shape) for weight in layer.weights] == names
    return twin


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"value_dim": 3, "output_shape": 5, "dropout": 0.1},
        {"use_bias": False, "output_shape": (2, 3)},
        {"use_gate": True, "dropout": 0.1},
        {"sliding_window": 2, "kernel_initializer": "he_normal"},
    ],
)
def test_outputs_are_those_of_keras(options):
    query, value = random_inputs((2, 4, 6), (2, 5, 7))
    layer = layers.MultiHeadAttention(2, 4, **options)
    twin = compare(layer, query, value)
    shapes = ((None, 4, 6), (None, 5, 7))
    assert layer.compute_output_shape(*shapes) == twin.compute_output_shape(*shapes)
    symbolic = layer(kit.Input((4, 6)), kit.Input((5, 7)))
    assert symbolic.shape == layer.compute_output_shape(*shapes)
    back = to_kit(twin).get_config()
    assert back.pop("attention_axes") == [1]  # as Keras found when it was built
    assert back == {k: v for k, v in layer.get_config().items() if k in back}


def test_a_key_of_its_own():
    query, value, key = random_inputs((2, 4, 6), (2, 5, 7), (2, 5, 3))
    compare(layers.MultiHeadAttention(3, 2), query, value, key)
    with pytest.raises(ValueError, match="a key for each value"):
        layers.MultiHeadAttention(3, 2)(query, value, key[:, :4])


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("masked", [False, True])
def test_weights_and_masks_as_in_keras(causal, masked):
    query, value = random_inputs((2, 4, 6), (2, 5, 7))
    mask = np.random.default_rng(0).random((2, 4, 5)) < 0.7
    mask[:, :, 0] = True
    compare(
        layers.MultiHeadAttention(2, 3),
        query,
        value,
        attention_mask=jnp.array(mask) if masked else None,
        use_causal_mask=causal,
        return_attention_scores=True,
    )


def test_it_attends_over_several_axes():
    images = random_inputs((2, 3, 4, 5))
    layer = layers.MultiHeadAttention(2, 3)
    compare(layer, images, images, return_attention_scores=True)
    rows = layers.MultiHeadAttention(2, 3, attention_axes=2)
    compare(rows, images, images, return_attention_scores=True)


def test_scores_are_the_softmax_of_the_products():
    x = random_inputs((1, 4, 6))
    layer = layers.MultiHeadAttention(2, 3)
    _, scores = layer(x, x, return_attention_scores=True)
    query, key = layer.query_dense(x), layer.key_dense(x)
    products = np.einsum("bqhd,bkhd->bhqk", query, key) / np.sqrt(3)
    powers = np.exp(products)
    assert_same(scores, powers / powers.sum(-1, keepdims=True))


def transformer(library):
    """A classifier of sentences with padding, made of one block of a Transformer."""
    words = library.Input((6,), dtype="int32")
    x = library.layers.Embedding(9, 8, mask_zero=True)(words)
    attended = library.layers.MultiHeadAttention(2, 4)(x, x)
    x = library.layers.add([x, attended])
    x = library.layers.LSTM(3)(x)
    return library.Model(words, library.layers.Dense(1)(x))


def test_masks_of_embeddings_are_used_and_handed_on(tmp_path):
    words = np.random.default_rng(1).integers(1, 9, (4, 6))
    for row, length in zip(words, (6, 3, 1, 4), strict=True):
        row[length:] = 0
    keras.utils.clear_session(free_memory=False)
    ours, theirs = transformer(kit), transformer(keras)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(words), theirs(words))
    assert [layer.name for layer in ours.layers] == [
        layer.name for layer in theirs.layers
    ]
    ours.save(tmp_path / "ours.keras")
    again = keras.models.load_model(tmp_path / "ours.keras")
    assert_same(again(words), ours(words))
    again.save(tmp_path / "theirs.keras")
    assert_same(kit.models.load_model(tmp_path / "theirs.keras")(words), ours(words))
    longer = np.pad(words, ((0, 0), (0, 3)))
    embedding, attention = ours.layers[1], ours.layers[2]
    mask = jnp.array(longer != 0)
    outputs = attention(
        embedding(longer), embedding(longer), query_mask=mask, value_mask=mask
    )
    shorter = attention(
        embedding(words),
        embedding(words),
        query_mask=mask[:, :6],
        value_mask=mask[:, :6],
    )
    assert_same(outputs[:, :6], shorter)


def test_query_and_key_start_differently():
    x = random_inputs((1, 4, 6))
    layer = layers.MultiHeadAttention(2, 3)
    layer(x, x)
    query, key = layer.query_dense.kernel.numpy(), layer.key_dense.kernel.numpy()
    assert (query != key).all()


def test_kernels_start_in_the_range_of_keras():
    layer = layers.MultiHeadAttention(8, 64)
    layer.build((None, 4, 512), (None, 4, 512))
    twin = keras.layers.MultiHeadAttention(8, 64)
    twin.build((None, 4, 512), (None, 4, 512))
    for ours, theirs in zip(layer.weights, twin.weights, strict=True):
        found, expected = np.abs(ours.numpy()).max(), np.abs(theirs.numpy()).max()
        np.testing.assert_allclose(found, expected, rtol=0.01)


def test_dropout_only_while_training():
    x = random_inputs((2, 4, 6))
    layer = layers.MultiHeadAttention(2, 3, dropout=0.5, seed=1)
    plain = layer(x, x)
    assert_same(layer(x, x), plain)
    assert np.abs(np.asarray(layer(x, x, training=True) - plain)).max() > 1e-3


def test_mixed_precision_computes_in_bfloat16():
    x = random_inputs((2, 4, 6))
    layer = layers.MultiHeadAttention(2, 3, dtype="mixed_bfloat16", dropout=0.5)
    assert layer(x, x, training=True).dtype == jnp.bfloat16
    assert {weight.dtype for weight in layer.weights} == {"float32"}
    compare(layer, x, x, tolerance=0.03)


@pytest.mark.parametrize(
    "options", [{"num_heads": 0}, {"key_dim": 1.5}, {"sliding_window": 0}]
)
def test_sizes_are_whole_numbers(options):
    with pytest.raises(ValueError, match="whole number from 1 up"):
        layers.MultiHeadAttention(**{"num_heads": 2, "key_dim": 3, **options})
