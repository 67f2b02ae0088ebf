"""One missing number in the inputs."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(size=(640, 10)).astype("float32")
y = x.sum(1)
x[501, 3] = np.nan
model = keras.Sequential([keras.Input((10,)), layers.Dense(1)])
model.compile(optimizer="adam", loss="mse")
model.fit(x, y, epochs=2, verbose=0)
