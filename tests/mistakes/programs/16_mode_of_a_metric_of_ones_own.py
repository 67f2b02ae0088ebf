"""A metric of one's own: should it grow or fall?"""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.random((200, 8, 8)).astype("float32")
y = random.integers(0, 10, 200)


def distance(y_true, y_pred):
    return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)


model = keras.Sequential(
    [
        keras.Input((8, 8)),
        layers.Flatten(),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, name="last"),
    ]
)
model.compile(optimizer="adam", loss="mse", metrics=[distance])
stop = keras.callbacks.EarlyStopping(monitor="distance")
model.fit(x, y, epochs=2, callbacks=[stop], verbose=0)
