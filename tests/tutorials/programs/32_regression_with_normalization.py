"""Normalization adapted to the data, before a regression."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
x = random.normal(50, 20, size=(300, 3)).astype("float32")
y = (x @ np.array([0.5, -0.2, 0.1]) + 4).astype("float32")
normalizer = layers.Normalization(axis=-1)
normalizer.adapt(x)
model = keras.Sequential(
    [normalizer, layers.Dense(16, activation="relu"), layers.Dense(1)]
)
model.compile(loss="mean_absolute_error", optimizer=keras.optimizers.Adam(0.01))
history = model.fit(x, y, validation_split=0.2, verbose=0, epochs=10)
print(np.allclose(np.asarray(normalizer(x)).mean(axis=0), 0, atol=1e-3))
print(model.predict(x[:5], verbose=0).shape)
