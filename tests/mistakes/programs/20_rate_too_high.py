"""A learning rate so high that the loss becomes NaN."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(size=(640, 10)).astype("float32")
y = x.sum(1)
model = keras.Sequential([keras.Input((10,)), layers.Dense(1)])
optimizer = keras.optimizers.SGD(learning_rate=5.0)
model.compile(optimizer=optimizer, loss="mse")
model.fit(x, y, epochs=2, verbose=0)
