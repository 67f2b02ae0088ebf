"""Convolutions along time."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(size=(120, 32, 3)).astype("float32")
y = (x[:, :, 0].mean(axis=1) > 0).astype("int32")
model = keras.Sequential(
    [
        keras.Input((32, 3)),
        layers.Conv1D(16, 5, activation="relu", padding="causal"),
        layers.MaxPooling1D(2),
        layers.Conv1D(16, 3, activation="relu", padding="same", strides=2),
        layers.GlobalMaxPooling1D(),
        layers.Dense(2, activation="softmax"),
    ]
)
model.summary()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=4, batch_size=20, verbose=0)
