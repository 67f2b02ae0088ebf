"""Models of sequences: masks, states and attention."""

import numpy as np

from tests.parity.model_case import Model, N, classes, numbers


def words(random, steps=5, count=9):
    """Numbers of words, with zeros behind the end of each text."""
    texts = random.integers(1, count, (N, steps))
    lengths = random.integers(1, steps + 1, N)
    return np.where(np.arange(steps) < lengths[:, None], texts, 0)


def text(k, *middle):
    model = k.Sequential(
        [
            k.Input((5,)),
            k.layers.Embedding(9, 4, mask_zero=True),
            *middle,
            k.layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        k.optimizers.Adam(0.02),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["sparse_categorical_crossentropy"],
    )
    return model


def texts(random):
    return {"x": words(random), "y": classes(random, 3)}


def tagged_texts(random):
    return {"x": words(random), "y": classes(random, 3, 5)}


def weighted_tags(random):
    return tagged_texts(random) | {"sample_weight": random.random((N, 5))}


def lstm(k):
    return text(k, k.layers.LSTM(4))


def both_ways(k):
    return text(k, k.layers.Bidirectional(k.layers.GRU(3)))


def averaged_words(k):
    return text(k, k.layers.GlobalAveragePooling1D())


def tags(k):
    layers = k.layers
    return text(k, layers.SimpleRNN(4, return_sequences=True), layers.Dense(4))


def stacked_tags(k):
    layers = k.layers
    return text(
        k,
        layers.LSTM(3, return_sequences=True),
        layers.TimeDistributed(layers.Dense(4, activation="relu")),
        layers.GRU(3, return_sequences=True),
    )


def masked_numbers(k):
    layers = k.layers
    model = k.Sequential(
        [
            k.Input((5, 2)),
            layers.Masking(mask_value=-1.0),
            layers.LSTM(3, return_sequences=True),
            layers.Dense(1),
        ]
    )
    model.compile(k.optimizers.SGD(0.1), "mse", metrics=["mae"])
    return model


def padded_numbers(random):
    x = numbers(random, 5, 2)
    x[np.arange(5) >= random.integers(1, 6, N)[:, None]] = -1
    return {"x": x, "y": numbers(random, 5, 1)}


def attention(k):
    layers = k.layers
    inputs = k.Input((5,))
    x = layers.Embedding(9, 4, mask_zero=True)(inputs)
    looked = layers.MultiHeadAttention(2, 2)(x, x)
    x = layers.LayerNormalization()(layers.Add()([x, looked]))
    x = layers.GlobalAveragePooling1D()(x)
    model = k.Model(inputs, layers.Dense(3, activation="softmax")(x))
    model.compile(k.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
    return model


def translation(k):
    layers = k.layers
    source, target = k.Input((5,)), k.Input((4,))
    embed = layers.Embedding(9, 4)
    _, *states = layers.LSTM(3, return_state=True)(embed(source))
    x = layers.LSTM(3, return_sequences=True)(embed(target), initial_state=states)
    model = k.Model([source, target], layers.Dense(9, activation="softmax")(x))
    model.compile(k.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
    return model


def sentence_pairs(random):
    x = [random.integers(0, 9, (N, 5)), random.integers(0, 9, (N, 4))]
    return {"x": x, "y": random.integers(0, 9, (N, 4))}


# Keras loses the mask of the outputs between the step of training and its metrics.
MASKED = ("accuracy", "sparse_categorical_crossentropy", "mae")

CASES = {
    "masked LSTM": Model(lstm, texts),
    "masked both ways": Model(both_ways, texts),
    "masked average": Model(averaged_words, texts),
    "masked tags": Model(tags, tagged_texts, unlike=MASKED),
    "masked tags with weights of steps": Model(
        stacked_tags, weighted_tags, unlike=MASKED
    ),
    "masked numbers": Model(masked_numbers, padded_numbers, unlike=MASKED),
    "masked attention": Model(attention, texts),
    "states handed on": Model(translation, sentence_pairs),
}
