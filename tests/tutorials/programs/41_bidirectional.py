"""Reading a sequence in both directions."""

import numpy as np

import kit as keras
from kit import layers

model = keras.Sequential(
    [
        keras.Input(shape=(10, 4)),
        layers.Bidirectional(layers.LSTM(8, return_sequences=True)),
        layers.Bidirectional(layers.LSTM(4)),
        layers.Dense(1),
    ]
)
model.summary()
model.compile("adam", "mse")
random = np.random.default_rng(0)
history = model.fit(
    random.normal(size=(32, 10, 4)), random.normal(size=(32, 1)), epochs=1, verbose=0
)
