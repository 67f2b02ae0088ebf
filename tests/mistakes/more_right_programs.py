"""More unusual programs that are right: own code, several outputs, other data."""

import jax.numpy as jnp
import numpy as np

import kit as keras
from kit import layers, ops
from tests.mistakes.right_programs import (
    AMOUNT,
    CLASSES,
    IMAGES,
    RANDOM,
    SEQUENCES,
    SPARSE,
    YES,
    X,
    dense,
    trained,
)


def a_loss_of_ones_own():
    def absolute(y_true, y_pred):
        return ops.mean(ops.abs(y_true - y_pred), axis=-1)

    return trained(dense(8, 1), X, AMOUNT[:, None], absolute)


def a_loss_that_compares_all_pairs():
    def ranking(y_true, y_pred):
        better = y_true[:, None] > y_true[None, :]
        margin = y_pred[:, None, 0] - y_pred[None, :, 0]
        return jnp.mean(jnp.where(better, jnp.maximum(0.0, 1 - margin), 0.0))

    return trained(dense(8, 1), X, AMOUNT, ranking)


def a_loss_of_ones_own_with_logits():
    def crossentropy(y_true, y_pred):
        return keras.losses.sparse_categorical_crossentropy(
            y_true, y_pred, from_logits=True
        )

    return trained(dense(8, 3), X, CLASSES, crossentropy, ["accuracy"])


def a_metric_of_ones_own():
    def off_by_one(y_true, y_pred):
        return ops.mean(ops.abs(y_true - y_pred) < 1)

    return trained(dense(8, 1), X, AMOUNT[:, None], "mse", [off_by_one])


def a_model_without_a_loss_argument():
    class Penalty(layers.Layer):
        def call(self, inputs):
            self.add_loss(ops.mean(inputs**2))
            return inputs

    model = keras.Sequential([keras.Input((6,)), layers.Dense(2), Penalty()])
    model.compile("adam")
    model.fit(X, epochs=1, verbose=0)
    return model


def a_training_step_of_ones_own():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(1)

        def call(self, inputs):
            return self.dense(inputs)

        def compute_loss(self, x=None, y=None, y_pred=None, *args, **kwargs):
            return ops.mean((y - y_pred[:, 0]) ** 2)

    model = Own()
    model.compile("adam")
    model.fit(X, AMOUNT, verbose=0)
    return model


def two_outputs():
    x = keras.Input((6,))
    hidden = layers.Dense(8, activation="relu")(x)
    kind = layers.Dense(3, activation="softmax", name="kind")(hidden)
    size = layers.Dense(1, name="size")(hidden)
    model = keras.Model(x, [kind, size])
    losses = {"kind": SPARSE, "size": "mse"}
    labels = {"kind": CLASSES, "size": AMOUNT}
    return trained(model, X, labels, losses, {"kind": ["accuracy"]})


def two_outputs_in_a_dict():
    x = keras.Input((6,))
    outputs = {
        "size": layers.Dense(1)(x),
        "kind": layers.Dense(3, activation="softmax")(x),
    }
    model = keras.Model(x, outputs)
    losses = {"kind": SPARSE, "size": "mse"}
    return trained(model, X, {"kind": CLASSES, "size": AMOUNT}, losses)


def two_inputs():
    a, b = keras.Input((6,), name="a"), keras.Input((8, 8, 1), name="b")
    joined = layers.Concatenate()([a, layers.Flatten()(b)])
    model = keras.Model([a, b], layers.Dense(1)(joined))
    return trained(model, [X[:64], IMAGES], AMOUNT[:64], "mse")


def two_inputs_in_a_dict():
    b, a = keras.Input((8, 8, 1), name="image"), keras.Input((6,), name="columns")
    joined = layers.Concatenate()([a, layers.Flatten()(b)])
    model = keras.Model([b, a], layers.Dense(1)(joined))
    inputs = {"columns": X[:64], "image": IMAGES}
    return trained(model, inputs, AMOUNT[:64], "mse")


def images_without_a_channel_axis():
    model = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(3, 3)])
    model.add(layers.GlobalMaxPooling2D())
    model.add(layers.Softmax())
    return trained(model, IMAGES[..., 0], np.arange(64) % 3, SPARSE)


def a_generator():
    def batches():
        while True:
            for start in range(0, 96, 16):
                yield X[start : start + 16], CLASSES[start : start + 16]

    model = dense(8, 3, last="softmax")
    model.compile("adam", SPARSE)
    model.fit(batches(), steps_per_epoch=6, epochs=2, verbose=0)
    return model


def sorted_data_with_shuffled_validation():
    order = np.argsort(CLASSES)
    held_back = RANDOM.permutation(96)[:20]
    return trained(
        dense(8, 3, last="softmax"),
        X[order],
        CLASSES[order],
        SPARSE,
        validation_data=(X[held_back], CLASSES[held_back]),
    )


def a_time_series_without_shuffling():
    series = np.sin(np.arange(200) / 9).astype("float32")
    windows = np.lib.stride_tricks.sliding_window_view(series, 10)[:-1]
    model = dense(8, 1, inputs=(10,))
    return trained(
        model, windows, series[10:], "mse", shuffle=False, validation_split=0.2
    )


def weights_of_samples_and_classes():
    model = dense(8, 3, last="softmax")
    model.compile("adam", SPARSE, weighted_metrics=["accuracy"])
    model.fit(X, CLASSES, class_weight={0: 2.0, 2: 3.0}, verbose=0)
    model.fit(X, CLASSES, initial_epoch=1, epochs=2, verbose=0)
    return model


def fine_tuning_with_a_small_rate():
    model = dense(8, 3, last="softmax")
    trained(model, X, CLASSES, SPARSE, epochs=3)
    model.layers[0].trainable = False
    rate = keras.optimizers.Adam(1e-5)
    return trained(model, X, CLASSES, SPARSE, optimizer=rate, epochs=3)


def a_high_rate_that_falls():
    rate = keras.optimizers.schedules.ExponentialDecay(0.5, 10, 0.5)
    optimizer = keras.optimizers.SGD(rate)
    return trained(dense(8, 3, last="softmax"), X, CLASSES, SPARSE, None, optimizer)


def random_labels():
    labels = RANDOM.integers(0, 10, 96)
    return trained(dense(8, 10, last="softmax"), X, labels, SPARSE, ["accuracy"])


def predictions_of_a_darker_image():
    model = trained(dense(4, 1, inputs=(64,)), IMAGES.reshape(64, 64), YES[:64], "mse")
    model.predict(0.2 * IMAGES.reshape(64, 64), verbose=0)
    model.predict(np.zeros((1, 64)), verbose=0)
    model.predict([[0.5] * 64], verbose=0)
    return model


def a_model_that_only_predicts():
    model = dense(8, 3, last="softmax")
    model.predict(X, verbose=0)
    model.compile()
    model.predict(X[:1], verbose=0)
    return model


def training_on_single_batches():
    model = dense(8, 1, last="sigmoid")
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    for _ in range(3):
        model.train_on_batch(X[:16], np.ones((16, 1)))  # as half of a GAN does
        model.train_on_batch(X[16:32], np.zeros((16, 1)))
    return model


def recurrent_regression():
    model = keras.Sequential([keras.Input((5, 3)), layers.LSTM(4), layers.Dense(1)])
    return trained(model, SEQUENCES, SEQUENCES.sum((1, 2)), "mse")


def sequence_to_sequence_regression():
    steps = layers.LSTM(4, return_sequences=True)
    model = keras.Sequential([keras.Input((5, 3)), steps, layers.Dense(1)])
    return trained(model, SEQUENCES, SEQUENCES.sum(-1, keepdims=True), "mse")


def precision_of_one_hot_rows():
    rows = keras.utils.to_categorical(CLASSES, 3)
    metrics = [keras.metrics.Precision(class_id=1), keras.metrics.AUC(name="auc")]
    loss = "categorical_crossentropy"
    return trained(dense(8, 3, last="softmax"), X, rows, loss, metrics)


def a_watched_metric_with_its_name():
    model = dense(8, 1, last="sigmoid")
    metrics = [keras.metrics.AUC(name="auc")]
    model.compile("adam", "binary_crossentropy", metrics=metrics)
    stop = keras.callbacks.EarlyStopping("val_auc", mode="max", patience=3)
    save = keras.callbacks.ReduceLROnPlateau(monitor="loss")
    model.fit(X, YES, validation_split=0.3, callbacks=[stop, save], verbose=0)
    return model


def a_class_that_ends_with_softmax():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(3)

        def call(self, inputs):
            return ops.softmax(self.dense(inputs))

    return trained(Own(), X, CLASSES, SPARSE)


def a_class_with_logits():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = layers.Dense(3)

        def call(self, inputs):
            return self.dense(inputs)

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return trained(Own(), X, CLASSES, loss)


def a_contrastive_model():
    a, b = keras.Input((6,)), keras.Input((6,))
    shared = layers.Dense(4, activation="relu")
    distance = ops.sum((shared(a) - shared(b)) ** 2, axis=-1, keepdims=True)
    model = keras.Model([a, b], ops.exp(-distance))
    return trained(model, [X[:48], X[48:]], YES[:48], "binary_crossentropy")
