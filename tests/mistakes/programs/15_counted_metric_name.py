"""A name with a number, as other libraries count metrics."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.random((200, 8, 8)).astype("float32")
y = random.integers(0, 10, 200)
y = y % 2

model = keras.Sequential(
    [
        keras.Input((8, 8)),
        layers.Flatten(),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid", name="last"),
    ]
)
model.compile(
    optimizer="adam", loss="binary_crossentropy", metrics=[keras.metrics.AUC()]
)
stop = keras.callbacks.EarlyStopping(monitor="auc_1", mode="max")
model.fit(x, y, epochs=2, callbacks=[stop], verbose=0)
