"""Words as vectors: a small text classifier on made-up sentences."""

import numpy as np

import kit as keras
from kit import layers

random = np.random.default_rng(0)
sentences = [list(random.integers(1, 50, random.integers(3, 12))) for _ in range(200)]
labels = np.array([int(7 in s or 9 in s) for s in sentences])
x = keras.utils.pad_sequences(sentences, maxlen=10, padding="post")
model = keras.Sequential(
    [
        layers.Embedding(50, 16),
        layers.GlobalAveragePooling1D(),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, labels, epochs=5, verbose=0)
model.summary()
print(model.layers[0].get_weights()[0].shape)
