"""A small transformer block on sequences."""

import numpy as np

import kit as keras
from kit import layers

inputs = keras.Input((10, 16))
attention = layers.MultiHeadAttention(num_heads=2, key_dim=8)(inputs, inputs)
x = layers.LayerNormalization(epsilon=1e-6)(inputs + attention)
feed_forward = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(16)])
x = layers.LayerNormalization(epsilon=1e-6)(x + feed_forward(x))
x = layers.GlobalAveragePooling1D()(x)
outputs = layers.Dense(2, activation="softmax")(x)
model = keras.Model(inputs, outputs)
print(model.count_params(), model.output_shape)
random = np.random.default_rng(0)
x, y = random.normal(size=(64, 10, 16)), random.integers(2, size=64)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, batch_size=32, epochs=1, verbose=0)
