"""A validation loss below the training loss."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(size=(600, 10)).astype("float32")
y = (x @ random.normal(size=(10, 3))).argmax(-1)
model = keras.Sequential(
    [
        keras.Input((10,)),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.6, name="drop"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(x, y, epochs=4, validation_split=0.2, verbose=0)
