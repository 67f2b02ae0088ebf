"""Seven outputs for ten classes."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.random((200, 8, 8)).astype("float32")
y = random.integers(0, 10, 200)

model = keras.Sequential(
    [
        keras.Input((8, 8)),
        layers.Flatten(),
        layers.Dense(16, activation="relu"),
        layers.Dense(7, activation="softmax", name="last"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=2, verbose=0)
