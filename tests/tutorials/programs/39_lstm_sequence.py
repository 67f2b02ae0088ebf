"""An LSTM that tells whether a sequence rises."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(size=(200, 12, 1)).astype("float32").cumsum(axis=1)
y = (x[:, -1, 0] > 0).astype("int32")
model = keras.Sequential()
model.add(keras.Input(shape=(12, 1)))
model.add(layers.LSTM(8, return_sequences=True))
model.add(layers.LSTM(8))
model.add(layers.Dense(2, activation="softmax"))
model.summary()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=6, batch_size=20, verbose=0)
