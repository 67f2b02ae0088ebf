"""A trained base is frozen, and a new head is trained on it."""

import numpy as np

import kit as keras
from kit import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

base = keras.Sequential(
    [
        keras.Input((784,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(16, activation="relu"),
    ],
    name="base",
)
base.trainable = False
inputs = keras.Input((784,))
outputs = layers.Dense(10, activation="softmax")(base(inputs, training=False))
model = keras.Model(inputs, outputs)
print(len(model.trainable_weights), len(model.non_trainable_weights))
before = [w.copy() for w in base.get_weights()]
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=2, verbose=0)
print(
    all(np.array_equal(a, b) for a, b in zip(before, base.get_weights(), strict=True))
)
base.trainable = True
model.compile(
    keras.optimizers.Adam(1e-5), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(x_train, y_train, epochs=1, verbose=0)
print(len(model.trainable_weights))
