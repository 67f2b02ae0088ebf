"""Grey images without a channel axis, into a convolution."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.random((200, 8, 8)).astype("float32")
y = random.integers(0, 10, 200)

model = keras.Sequential(
    [
        keras.Input((8, 8)),
        layers.Conv2D(4, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=2, verbose=0)
