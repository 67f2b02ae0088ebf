"""Unusual programs that are right: the doctor must have nothing to say.

Each function trains a small model and returns it. They are beside the usual ones in
`tests/tutorials`, and as far from them as right programs get.
"""

import jax
import numpy as np

import kit as keras
from kit import layers, ops

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(96, 6)).astype("float32")
IMAGES = RANDOM.random((64, 8, 8, 1)).astype("float32")
PIXELS = RANDOM.integers(0, 256, (64, 8, 8, 1)).astype("uint8")
CLASSES = (X[:, 0] > 0).astype(int) + (X[:, 1] > 0)
YES = (X.sum(1) > 0).astype("float32")
AMOUNT = X @ RANDOM.normal(size=6)
SPARSE = "sparse_categorical_crossentropy"
WORDS = RANDOM.integers(0, 50, (64, 7))
SEQUENCES = RANDOM.normal(size=(64, 5, 3)).astype("float32")


def dense(*units, last=None, inputs=(6,)):
    """Dense layers with relu between them."""
    hidden = [layers.Dense(n, activation="relu") for n in units[:-1]]
    end = layers.Dense(units[-1], activation=last)
    return keras.Sequential([keras.Input(inputs), *hidden, end])


def trained(model, x, y, loss, metrics=None, optimizer="adam", **options):
    options = {"epochs": 2, "batch_size": 16, "verbose": 0, **options}
    model.compile(optimizer, loss, metrics=metrics)
    model.fit(x, y, **options)
    return model


def regression_with_one_unit():
    return trained(dense(8, 1), X, AMOUNT, "mse", ["mae"])


def regression_with_a_column_of_targets():
    return trained(dense(8, 1), X, AMOUNT[:, None], "mae")


def regression_of_three_targets():
    return trained(dense(8, 3), X, X[:, :3] * 2, "huber")


def regression_of_counts():
    counts = np.rint(np.abs(AMOUNT) * 10).astype(int)
    return trained(dense(8, 1, last="exponential"), X, counts, "poisson")


def regression_that_is_never_negative():
    return trained(dense(8, 1, last="relu"), X, np.abs(AMOUNT), "mse")


def regression_onto_shares():
    shares = 1 / (1 + np.exp(-AMOUNT))
    return trained(dense(8, 1, last="sigmoid"), X, shares, "mse")


def least_squares_classifier():
    return trained(dense(8, 1), X, YES, "mse")


def least_squares_on_one_hot_rows():
    rows = keras.utils.to_categorical(CLASSES, 3)
    return trained(dense(8, 3, last="softmax"), X, rows, "mse", ["accuracy"])


def yes_or_no_with_soft_labels():
    soft = np.clip(YES, 0.1, 0.9)
    return trained(dense(8, 1, last="sigmoid"), X, soft, "binary_crossentropy")


def yes_or_no_with_logits():
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    return trained(dense(8, 1), X, YES, loss)


def yes_or_no_with_booleans():
    return trained(dense(8, 1, last="sigmoid"), X, YES > 0.5, "binary_crossentropy")


def hinge_with_minus_one_and_one():
    return trained(dense(8, 1, last="tanh"), X, 2 * YES - 1, "hinge")


def hinge_of_a_linear_machine():
    return trained(dense(1), X, 2 * YES - 1, "squared_hinge")


def several_labels_at_once():
    many = (X[:, :4] > 0).astype("float32")
    model = dense(8, 4, last="sigmoid")
    return trained(model, X, many, "binary_crossentropy", ["binary_accuracy"])


def logits_for_classes():
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return trained(dense(8, 3), X, CLASSES, loss, ["accuracy"])


def log_probabilities_as_logits():
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return trained(dense(8, 3, last="log_softmax"), X, CLASSES, loss)


def soft_labels_for_classes():
    rows = RANDOM.dirichlet(np.ones(3), len(X)).astype("float32")
    return trained(dense(8, 3, last="softmax"), X, rows, "categorical_crossentropy")


def smoothed_labels():
    loss = keras.losses.CategoricalCrossentropy(label_smoothing=0.1)
    rows = keras.utils.to_categorical(CLASSES, 3)
    return trained(dense(8, 3, last="softmax"), X, rows, loss)


def distillation_with_divergence():
    teacher = RANDOM.dirichlet(np.ones(3), len(X)).astype("float32")
    return trained(dense(8, 3, last="softmax"), X, teacher, "kl_divergence")


def labels_as_floats_and_as_a_column():
    labels = CLASSES.astype("float32")[:, None]
    return trained(dense(8, 3, last="softmax"), X, labels, SPARSE, ["accuracy"])


def only_some_of_the_classes():
    labels = np.where(YES > 0, 3, 7)
    return trained(dense(8, 10, last="softmax"), X, labels, SPARSE)


def more_outputs_than_classes():
    return trained(dense(8, 100, last="softmax"), X, CLASSES, SPARSE)


def two_classes_with_two_units():
    return trained(dense(8, 2, last="softmax"), X, YES.astype(int), SPARSE)


def two_classes_with_one_hot_and_binary_loss():
    rows = keras.utils.to_categorical(YES, 2)
    return trained(dense(8, 2, last="softmax"), X, rows, "binary_crossentropy")


def labels_that_do_not_count():
    labels = np.where(X[:, 5] > 1, -1, CLASSES)
    loss = keras.losses.SparseCategoricalCrossentropy(ignore_class=-1)
    return trained(dense(8, 3, last="softmax"), X, labels, loss)


def softmax_as_a_layer():
    model = keras.Sequential([keras.Input((6,)), layers.Dense(3), layers.Softmax()])
    return trained(model, X, CLASSES, SPARSE)


def softmax_as_an_activation_layer():
    end = layers.Activation("softmax")
    model = keras.Sequential([keras.Input((6,)), layers.Dense(3), end])
    return trained(model, X, CLASSES, SPARSE)


def softmax_from_jax():
    return trained(dense(8, 3, last=jax.nn.softmax), X, CLASSES, SPARSE)


def softmax_written_by_hand():
    x = keras.Input((6,))
    powers = ops.exp(layers.Dense(3)(x))
    outputs = powers / ops.sum(powers, axis=-1, keepdims=True)
    return trained(keras.Model(x, outputs), X, CLASSES, SPARSE)


def softmax_over_time():
    x = keras.Input((5, 3))
    weights = layers.Softmax(axis=1)(layers.Dense(1)(x))
    pooled = ops.sum(x * weights, axis=1)
    model = keras.Model(x, layers.Dense(1)(pooled))
    return trained(model, SEQUENCES, SEQUENCES[:, 0, 0], "mse")


def attention_weights_as_output():
    x = keras.Input((5, 3))
    model = keras.Model(x, layers.Softmax(axis=1)(layers.Dense(1)(x)))
    target = np.full((64, 5, 1), 0.2, "float32")
    return trained(model, SEQUENCES, target, "mse")


def autoencoder():
    flat = IMAGES.reshape(64, 64)
    model = dense(8, 64, last="sigmoid", inputs=(64,))
    return trained(model, flat, flat, "binary_crossentropy")


def linear_autoencoder():
    layers_ = [keras.Input((6,)), layers.Dense(2), layers.Dense(6)]
    return trained(keras.Sequential(layers_), X, X, "mse")


def autoencoder_of_images():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(4, 3, strides=2, padding="same", activation="relu"),
            layers.Conv2DTranspose(1, 3, strides=2, padding="same"),
        ]
    )
    return trained(model, IMAGES, IMAGES, "mse")


def segmentation():
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), layers.Conv2D(3, 1, activation="softmax")]
    )
    masks = (IMAGES[..., 0] * 3).astype(int)
    return trained(model, IMAGES, masks, SPARSE, ["accuracy"])


def segmentation_with_a_last_axis():
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), layers.Conv2D(1, 3, padding="same")]
    )
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    return trained(model, IMAGES, (IMAGES > 0.5).astype("uint8"), loss)


def fully_convolutional_classifier():
    model = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            layers.Conv2D(3, 3, activation="softmax"),
            layers.GlobalAveragePooling2D(),
        ]
    )
    return trained(model, IMAGES, np.arange(64) % 3, SPARSE)


def pixels_with_rescaling():
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Rescaling(1 / 255),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    return trained(model, PIXELS, np.arange(64) % 3, SPARSE)


def pixels_with_a_layer_of_ones_own():
    class Scale(layers.Layer):
        def call(self, inputs):
            return inputs / 255

    model = keras.Sequential([keras.Input((8, 8, 1)), Scale(), layers.Flatten()])
    model.add(layers.Dense(3, activation="softmax"))
    return trained(model, PIXELS, np.arange(64) % 3, SPARSE)


def pixels_through_batch_normalization():
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), layers.BatchNormalization(), layers.Flatten()]
    )
    model.add(layers.Dense(3, activation="softmax"))
    return trained(model, PIXELS, np.arange(64) % 3, SPARSE)


def pixels_scaled_by_an_operation():
    x = keras.Input((8, 8, 1))
    y = layers.Dense(3, activation="softmax")(layers.Flatten()(x / 127.5 - 1))
    return trained(keras.Model(x, y), PIXELS, np.arange(64) % 3, SPARSE)


def words_in_an_embedding():
    model = keras.Sequential(
        [layers.Embedding(50, 4), layers.GlobalAveragePooling1D(), layers.Dense(1)]
    )
    return trained(model, WORDS, WORDS.mean(1) / 50, "mse")


def next_word_at_every_step():
    model = keras.Sequential(
        [
            layers.Embedding(50, 4),
            layers.LSTM(6, return_sequences=True),
            layers.Dense(50, activation="softmax"),
        ]
    )
    return trained(model, WORDS[:, :-1], WORDS[:, 1:], SPARSE, ["accuracy"])


def tags_at_every_step_with_time_distributed():
    end = layers.TimeDistributed(layers.Dense(3, activation="softmax"))
    steps = layers.GRU(4, return_sequences=True)
    model = keras.Sequential([keras.Input((5, 3)), steps, end])
    return trained(model, SEQUENCES, np.tile(np.arange(5) % 3, (64, 1)), SPARSE)


def tiny_data():
    model = dense(4, 3, last="softmax")
    return trained(model, X[:4], np.array([0, 1, 2, 1]), SPARSE, epochs=3)


def a_single_sample():
    return trained(dense(4, 1), X[:1], AMOUNT[:1], "mse", epochs=3)


def xor():
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
    y = np.array([0, 1, 1, 0])
    model = dense(4, 1, last="sigmoid", inputs=(2,))
    optimizer = keras.optimizers.SGD(1.0)
    return trained(model, x, y, "binary_crossentropy", ["accuracy"], optimizer)
