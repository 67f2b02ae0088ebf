"""Batches from a Python generator."""

import numpy as np

import kit as keras


def batches():
    random = np.random.default_rng(0)
    while True:
        x = random.normal(size=(16, 4)).astype("float32")
        yield x, x.sum(axis=1, keepdims=True)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
history = model.fit(batches(), steps_per_epoch=20, epochs=3, verbose=2)
print(len(history.history["loss"]))
