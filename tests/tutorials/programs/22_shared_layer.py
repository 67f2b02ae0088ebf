"""One Embedding for two inputs."""

import numpy as np

import kit as keras
from kit import layers

shared = layers.Embedding(50, 8)
first = keras.Input(shape=(6,), dtype="int32")
second = keras.Input(shape=(6,), dtype="int32")
one = layers.GlobalAveragePooling1D()(shared(first))
two = layers.GlobalAveragePooling1D()(shared(second))
similarity = layers.Dot(axes=1, normalize=True)([one, two])
model = keras.Model([first, second], similarity)
model.compile("adam", "mse")
random = np.random.default_rng(0)
a, b = random.integers(50, size=(2, 40, 6))
history = model.fit([a, b], np.ones((40, 1)), epochs=2, verbose=0)
print(model.count_params(), len(model.layers), model.output_shape)
