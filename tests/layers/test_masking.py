"""Masks: where they begin, how they pass through a model and what the loss does."""

import numpy as np
import pytest

import kit
from kit import layers
from kit.layers.call_context import CallContext

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_like_keras,
    assert_same,
    random_inputs,
)

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def words():
    """Four sentences of words 1 to 9, filled up with 0."""
    found = np.random.default_rng(1).integers(1, 10, (4, 6))
    for row, length in zip(found, (6, 3, 1, 4), strict=True):
        row[length:] = 0
    return found


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_masking_as_in_keras(value):
    x = random_inputs((3, 5, 2))
    x[0, 1] = x[1, 4] = value
    x[2, 2, 0] = value  # only one of the features: this step counts
    layer = layers.Masking(value)
    twin = assert_like_keras(layer, x)
    assert_same(layer.compute_mask(x), twin.compute_mask(x))
    assert layer.compute_output_shape((None, 5, 2)) == (None, 5, 2)


def test_masked_steps_do_not_reach_the_lstm():
    x = random_inputs((1, 5, 2))
    x[0, 3:] = 0
    lstm = layers.LSTM(3)
    outputs = kit.Sequential([layers.Masking(), lstm])(x)
    assert_same(outputs, lstm(x[:, :3]))


def sentence_model(library, sequences, metrics=()):
    """Embedding, LSTM and Dense; one number per step, or one per sentence."""
    inputs = library.Input((6,), dtype="int32")
    x = library.layers.Embedding(10, 4, mask_zero=True)(inputs)
    x = library.layers.Dropout(0.5)(x)
    x = library.layers.LSTM(5, return_sequences=True)(x)
    x = library.layers.GRU(3, return_sequences=sequences)(x)
    x = library.layers.Activation("relu")(x)
    model = library.Model(inputs, library.layers.Dense(1)(x))
    model.compile(library.optimizers.SGD(0.1), "mse", metrics=list(metrics))
    return model


@pytest.mark.parametrize("sequences", [True, False])
def test_the_loss_is_that_of_keras(words, sequences):
    y = random_inputs((4, 6, 1) if sequences else (4, 1))
    ours = sentence_model(kit, sequences, ["mae"])
    theirs = sentence_model(keras, sequences, ["mae"])
    theirs.set_weights(ours.get_weights())
    assert_same(ours.predict(words, verbose=0), theirs.predict(words, verbose=0))
    options = {"batch_size": 3, "verbose": 0}
    found = ours.evaluate(words, y, return_dict=True, **options)
    expected = theirs.evaluate(words, y, return_dict=True, **options)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(found[name], value, rtol=1e-5, err_msg=name)


def test_the_loss_is_the_mean_over_the_steps_that_count(words):
    y = random_inputs((4, 6, 1))
    model = sentence_model(kit, True)
    squares = (model.predict(words, verbose=0) - y)[..., 0] ** 2
    loss = model.evaluate(words, y, verbose=0)
    np.testing.assert_allclose(loss, squares[words > 0].mean(), rtol=1e-5)


def test_training_with_masks_is_that_of_keras(words):
    y = random_inputs((4, 6, 1))
    ours = sentence_model(kit, True)
    theirs = sentence_model(keras, True)
    theirs.set_weights(ours.get_weights())
    for model in (ours, theirs):
        model.layers[2].rate = 0.0  # the two libraries draw different numbers
        model.fit(words, y, batch_size=2, epochs=2, shuffle=False, verbose=0)
    assert_same(ours.get_weights(), theirs.get_weights(), tolerance=1e-4)


def test_a_mask_survives_another_number_format(words):
    embedding = layers.Embedding(10, 4, mask_zero=True)
    lstm = layers.LSTM(3, return_sequences=True, dtype="mixed_bfloat16")
    with CallContext() as context:
        vectors = embedding(words)
        outputs = lstm(vectors)
        assert_same(context.mask_of(outputs), words != 0)
    explicit = lstm(vectors, mask=words != 0)
    assert (np.asarray(outputs) == np.asarray(explicit)).all()


def test_a_mask_enters_a_model_inside_a_model(words):
    def build(library):
        vectors = library.Input((6, 4))
        inner = library.Model(vectors, library.layers.LSTM(3)(vectors))
        inputs = library.Input((6,))
        x = library.layers.Embedding(10, 4, mask_zero=True)(inputs)
        return library.Model(inputs, inner(x))

    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(words), theirs(words))


def test_an_explicit_mask_is_handed_on_as_in_keras(words):
    x = random_inputs((4, 6, 3))
    mask = words != 0
    with CallContext() as context:
        outputs = layers.LSTM(2, return_sequences=True)(x, mask=mask)
        assert_same(context.mask_of(outputs), mask)
    twin = keras.layers.LSTM(2, return_sequences=True)(x, mask=mask)
    assert_same(twin._keras_mask, mask)


def test_layers_that_cannot_keep_a_mask_drop_it(words):
    with CallContext() as context:
        vectors = layers.Embedding(10, 4, mask_zero=True)(words)
        assert context.mask_of(vectors) is not None
        assert context.mask_of(layers.LSTM(3)(vectors)) is None
        assert context.mask_of(layers.Flatten()(vectors)) is None


def test_a_layer_of_ones_own_gets_masks_by_name(words):
    seen = {}

    class Meet(kit.layers.Layer):
        def call(self, query, value, query_mask=None, value_mask=None):
            seen.update(query=query_mask, value=value_mask)
            return query + value

    embedding = layers.Embedding(10, 4, mask_zero=True)
    with CallContext():
        Meet()(embedding(words), embedding(words[::-1]))
        assert_same([seen["query"], seen["value"]], [words != 0, words[::-1] != 0])
        Meet()(embedding(words), value=np.zeros((4, 6, 4)))
        assert seen["value"] is None
