"""A walk through `compile`: optimizer, loss and metrics, as strings and as objects."""

import numpy as np

import kit as keras
from kit import losses, metrics, optimizers
from kit.layers import Dense, Dropout
from kit.models import Sequential

random = np.random.RandomState(0)
x_train = random.random_sample((256, 20))
y_train = (x_train.sum(axis=1, keepdims=True) > 10).astype("int64")
x_test = random.random_sample((64, 20))
y_test = (x_test.sum(axis=1, keepdims=True) > 10).astype("int64")


def build_model():
    model = Sequential()
    model.add(Dense(16, input_dim=20, activation="relu"))
    model.add(Dropout(0.1))
    model.add(Dense(1, activation="sigmoid"))
    return model


def try_out(name, **arguments):
    model = build_model()
    model.compile(**arguments)
    history = model.fit(x_train, y_train, epochs=1, batch_size=64, verbose=0)
    score = model.evaluate(x_test, y_test, batch_size=64, verbose=0)
    print(name, sorted(history.history), np.ndim(score) and len(score))
    return model


# Everything as a string.
try_out(
    "strings", optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"]
)
try_out("one loss, no metrics", optimizer="sgd", loss="mean_squared_error")
model = try_out(
    "short names", optimizer="adam", loss="mse", metrics=["mae", "mse", "acc"]
)
for name in ("sgd", "rmsprop", "adam", "adamw", "adadelta", "adagrad", "adamax"):
    model.compile(optimizer=name, loss="binary_crossentropy", metrics=["accuracy"])
    print(name, type(model.optimizer).__name__)
for name in ("nadam", "ftrl", "lion"):
    model.compile(optimizer=name, loss="binary_crossentropy")
    print(name, round(float(model.optimizer.learning_rate), 4))

# The optimizer as an object, with its own settings; `lr` is the name of older texts.
sgd = optimizers.SGD(learning_rate=0.01, momentum=0.9, nesterov=True)
try_out("SGD object", optimizer=sgd, loss="binary_crossentropy", metrics=["accuracy"])
adam = keras.optimizers.Adam(lr=0.01)
model = try_out("old lr", optimizer=adam, loss="binary_crossentropy")
print("learning rate:", round(float(model.optimizer.learning_rate), 4))
schedule = optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)
try_out("schedule", optimizer=optimizers.RMSprop(schedule), loss="binary_crossentropy")

# The loss as a function, and as an object.
try_out("loss function", optimizer="adam", loss=losses.binary_crossentropy)
try_out(
    "loss object",
    optimizer="adam",
    loss=keras.losses.BinaryCrossentropy(from_logits=False, label_smoothing=0.1),
    metrics=["binary_accuracy"],
)


def my_loss(y_true, y_pred):
    return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)


try_out("my own loss", optimizer="adam", loss=my_loss, metrics=["accuracy"])

# Metrics as strings, functions and objects, together.
try_out(
    "metric objects",
    optimizer="adam",
    loss="binary_crossentropy",
    metrics=[
        "accuracy",
        metrics.AUC(),
        metrics.Precision(),
        metrics.Recall(name="recall"),
        metrics.TruePositives(name="tp"),
        metrics.binary_accuracy,
        keras.metrics.MeanAbsoluteError(),
    ],
)


def mean_pred(y_true, y_pred):
    return keras.ops.mean(y_pred)


try_out("my own metric", optimizer="adam", loss="mse", metrics=["accuracy", mean_pred])
try_out(
    "weighted metrics",
    optimizer="adam",
    loss="binary_crossentropy",
    metrics=["accuracy"],
    weighted_metrics=["AUC", "Precision"],
)

# Several outputs: lists in their order, or dicts by their names.
inputs = keras.Input(shape=(20,), name="features")
hidden = Dense(16, activation="relu")(inputs)
main = Dense(1, activation="sigmoid", name="main")(hidden)
helper = Dense(2, activation="softmax", name="helper")(hidden)


def try_two_outputs(name, targets, **arguments):
    model = keras.Model(inputs, [main, helper])
    model.compile("adam", **arguments)
    history = model.fit(x_train, targets, epochs=1, batch_size=64, verbose=0)
    print(name, sorted(history.history))


one_hot = keras.utils.to_categorical(y_train, 2)
by_name = {"main": y_train, "helper": one_hot}
two_losses = ["binary_crossentropy", "categorical_crossentropy"]
try_two_outputs("lists", [y_train, one_hot], loss=two_losses, loss_weights=[1.0, 0.5])
try_two_outputs(
    "lists of metrics",
    [y_train, one_hot],
    loss=two_losses,
    metrics=[["accuracy", metrics.AUC(name="auc")], ["accuracy"]],
)
try_two_outputs(
    "dicts",
    by_name,
    loss={
        "main": losses.BinaryCrossentropy(),
        "helper": "categorical_crossentropy",
    },
    loss_weights={"main": 1.0, "helper": 0.2},
    metrics={"main": ["accuracy", "AUC"], "helper": "accuracy"},
)
try_two_outputs("one loss for both", by_name, loss="mse", metrics=["mae", "mae"])
