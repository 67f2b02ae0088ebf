"""A table, into a recurrent layer."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(size=(200, 10)).astype("float32")
y = x.sum(1)
model = keras.Sequential([keras.Input((10,)), layers.LSTM(4), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=2, verbose=0)
