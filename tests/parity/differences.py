"""What kit does otherwise than Keras on purpose, by the names that docs/keras.md uses.

Each is a function of the library, and what Keras and kit give: a value, or the class of
the error that is raised.
"""

import numpy as np

NUMBERS = np.linspace(-1, 1, 32).reshape(8, 4).astype("float32")
FIRST = NUMBERS[:, :1]
DIFFERENCES = {}


def difference(name, keras, kit):
    def keep(function):
        DIFFERENCES[name] = (function, keras, kit)
        return function

    return keep


def linear(k, **compiled):
    dense = k.layers.Dense(1, kernel_initializer="ones")
    model = k.Sequential([k.Input((4,)), dense])
    model.compile(**{"optimizer": "sgd", "loss": "mse", **compiled})
    return model


# Metrics and losses


@difference("names without numbers", ["auc", "auc_1"], ["auc", "auc"])
def _(k):
    return [k.metrics.AUC().name for _ in range(2)]


@difference("labels of another shape", 1.0, ValueError)
def _(k):
    return float(k.losses.MeanSquaredError()(np.ones((8, 3)), np.zeros((8, 1))))


@difference("labels out of range", "a number", ValueError)
def _(k):
    dense = k.layers.Dense(3, activation="softmax")
    model = k.Sequential([k.Input((4,)), dense])
    model.compile("sgd", "sparse_categorical_crossentropy")
    loss = model.evaluate(NUMBERS, np.array([0, 1, 2, 7, 0, 1, 2, 0]), verbose=0)
    return "a number" if loss > 0 else loss


@difference("weight 0 removes NaN", "nan", "4.0")
def _(k):
    loss = k.losses.MeanSquaredError(reduction="sum")
    wrong = np.array([[np.nan], [2.0]])
    return str(float(loss(np.zeros((2, 1)), wrong, sample_weight=np.array([0.0, 1.0]))))


@difference("mean with weights of rows", 3.0, 1.0)
def _(k):
    loss = k.losses.MeanSquaredError(reduction="mean_with_sample_weight")
    ones = np.ones((2, 3, 1))
    return float(loss(0 * ones, ones, sample_weight=np.ones((2, 1))))


@difference("one weight for all steps of a row", ValueError, 0.5)
def _(k):
    loss = k.losses.MeanSquaredError()
    ones = np.ones((2, 3, 1))
    return float(loss(0 * ones, ones, sample_weight=np.array([0.0, 1.0])))


@difference("Huber is saved whole", None, 0.3)
def _(k):
    return k.losses.Huber(delta=0.3).get_config().get("delta")


@difference("a metric given twice", 4, 3)
def _(k):
    return len(linear(k, metrics=["mae", "mae"]).evaluate(NUMBERS, FIRST, verbose=0))


@difference("metrics_names", ["loss", "compile_metrics"], ["loss", "mae"])
def _(k):
    model = linear(k, metrics=["mae"])
    model.evaluate(NUMBERS, FIRST, verbose=0)
    return model.metrics_names


# Training


@difference("no loss", [0.0], ValueError)
def _(k):
    return linear(k, loss=None).fit(NUMBERS, FIRST, verbose=0).history["loss"]


@difference("a list as labels", ValueError, "a number")
def _(k):
    loss = linear(k).evaluate(NUMBERS, list(range(8)), verbose=0)
    return "a number" if loss > 0 else loss


@difference("losses for some outputs", ValueError, ["loss"])
def _(k):
    inputs = k.Input((4,))
    outputs = [k.layers.Dense(1, name=name)(inputs) for name in ["one", "other"]]
    model = k.Model(inputs, outputs)
    model.compile("sgd", {"one": "mse"})
    return list(model.fit(NUMBERS, {"one": FIRST}, verbose=0).history)


@difference("a single sample", (4, 1), ValueError)
def _(k):
    layers = [k.layers.Conv2D(1, 1), k.layers.GlobalAveragePooling2D()]
    model = k.Sequential([k.Input((4, 4, 1)), *layers])
    return model.predict(np.ones((4, 4, 1)), verbose=0).shape


@difference("NaN is never the best", "nan", "1.0")
def _(k):
    stopping = k.callbacks.EarlyStopping("loss", patience=1)
    stopping.set_model(linear(k))
    stopping.on_train_begin()
    for epoch, loss in enumerate([float("nan"), 1.0]):
        stopping.on_epoch_end(epoch, {"loss": loss})
    return str(float(stopping.best))


@difference("a generator for validation goes on", "starts again", "goes on")
def _(k):
    def batches():
        for start in range(8):
            yield NUMBERS[start : start + 1], FIRST[start : start + 1] ** 2

    still = linear(k, optimizer=k.optimizers.SGD(1e-9))
    first, second = still.fit(
        NUMBERS,
        FIRST,
        validation_data=batches(),
        validation_steps=2,
        epochs=2,
        verbose=0,
    ).history["val_loss"]
    return "starts again" if abs(first - second) < 1e-4 else "goes on"


@difference("numbers of the last steps together", 3, 2)
def _(k):
    numbers = []

    class Watch(k.callbacks.Callback):
        def on_train_batch_end(self, batch, logs=None):
            numbers.append(batch)

    model = linear(k, steps_per_execution=2)
    model.fit(NUMBERS, FIRST, batch_size=3, callbacks=[Watch()], verbose=0)
    return numbers[-1]


@difference("metrics of masked outputs while training", "counts all", "counts some")
def _(k):
    layers = [k.layers.Masking(), k.layers.Dense(1, kernel_initializer="ones")]
    model = k.Sequential([k.Input((2, 4)), *layers])
    model.compile(k.optimizers.SGD(1e-9), "mse", metrics=["mae"])
    x = NUMBERS.reshape(4, 2, 4) * np.array([[[1.0], [0.0]]])  # every second step
    y = np.ones((4, 2, 1))
    trained = model.fit(x, y, verbose=0).history["mae"][0]
    wanted = np.abs(x[:, 0].sum(-1) - 1).mean()
    return "counts some" if abs(trained - wanted) < 1e-4 else "counts all"


@difference("stateful layers keep their state", "forgets", "remembers")
def _(k):
    layer = k.layers.SimpleRNN(
        1, stateful=True, kernel_initializer="ones", recurrent_initializer="ones"
    )
    model = k.Sequential([k.Input(batch_shape=(4, 2, 1)), layer])
    one, other = (model.predict(np.ones((4, 2, 1)), verbose=0)[0, 0] for _ in "12")
    return "forgets" if one == other else "remembers"


# Layers and functions


@difference("dropout of everything", 0.0, ValueError)
def _(k):
    layer = k.layers.Dropout(1.0)
    return float(np.sum(np.asarray(layer(NUMBERS, training=True))))


@difference("renorm", "accepted", ValueError)
def _(k):
    return k.layers.BatchNormalization(renorm=True) and "accepted"


@difference("TimeDistributed joins batch and steps", [4.0, 5.0], [3.0, 4.0])
def _(k):
    layer = k.layers.TimeDistributed(k.layers.BatchNormalization(momentum=0.0))
    layer(np.arange(8.0).reshape(2, 2, 2).astype("float32"), training=True)
    return np.asarray(layer.layer.moving_mean).tolist()


@difference("RMSNormalization along any axis", ValueError, (2, 3, 4))
def _(k):
    return tuple(k.layers.RMSNormalization(axis=1)(np.ones((2, 3, 4))).shape)


@difference("RandomFlip draws each axis for itself", 2, 4)
def _(k):
    layer = k.layers.RandomFlip(seed=1)
    image = np.arange(4.0).reshape(1, 2, 2, 1).astype("float32")
    seen = {bytes(np.asarray(layer(image, training=True))) for _ in range(30)}
    return len(seen)


@difference("RandomContrast also lowers the contrast", "never lower", "lower")
def _(k):
    layer = k.layers.RandomContrast(0.5, seed=1)
    image = np.linspace(100, 150, 16).reshape(1, 4, 4, 1).astype("float32")
    spans = [np.ptp(np.asarray(layer(image, training=True))) for _ in range(30)]
    return "lower" if min(spans) < 49 else "never lower"


@difference("RandomCrop outside training", (1, 4, 4, 1), (1, 2, 2, 1))
def _(k):
    layer = k.layers.RandomCrop(2, 2)
    return tuple(layer(np.ones((1, 4, 4, 1)), training=False).shape)


@difference("gradient of sparsemax", [0.0, -0.5, 0.0], [0.5, -0.5, 0.0])
def _(k):
    import jax

    row = np.array([[0.2, 0.1, -3.0]], "float32")
    slope = jax.grad(lambda x: k.activations.sparsemax(x)[0, 0])(row)
    return [round(float(number), 4) for number in slope[0]]


@difference("l1_l2", ValueError, 0.01)
def _(k):
    return k.regularizers.get("l1_l2").get_config()["l1"]


@difference("normalize keeps the shape", (1, 2), (2,))
def _(k):
    return k.utils.normalize(np.array([3.0, 4.0])).shape


# Names of the Keras 2 years


@difference("lr", ValueError, 0.5)
def _(k):
    return float(k.optimizers.SGD(lr=0.5).learning_rate)


@difference("decay", 0.5, 0.4167)
def _(k):
    optimizer = k.optimizers.SGD(0.5, decay=0.1)
    linear(k, optimizer=optimizer).fit(NUMBERS, FIRST, batch_size=4, verbose=0)
    return round(float(optimizer.learning_rate), 4)


@difference("a whole number as learning rate", ValueError, 1.0)
def _(k):
    return float(k.optimizers.SGD(1).learning_rate)


@difference("predict_classes", AttributeError, (8, 1))
def _(k):
    return linear(k).predict_classes(NUMBERS).shape
