"""Two inputs, two outputs, losses and weights by name."""

import numpy as np

import kit as keras
from kit import layers

title = keras.Input(shape=(None,), name="title")
tags = keras.Input(shape=(12,), name="tags")
title_features = layers.Embedding(100, 8)(title)
title_features = layers.LSTM(8)(title_features)
x = layers.concatenate([title_features, tags])
priority = layers.Dense(1, name="priority")(x)
department = layers.Dense(4, name="department")(x)
model = keras.Model(
    inputs=[title, tags], outputs={"priority": priority, "department": department}
)
model.compile(
    optimizer=keras.optimizers.RMSprop(1e-3),
    loss={
        "priority": keras.losses.BinaryCrossentropy(from_logits=True),
        "department": keras.losses.CategoricalCrossentropy(from_logits=True),
    },
    loss_weights={"priority": 1.0, "department": 0.2},
)
random = np.random.default_rng(0)
data = {
    "title": random.integers(100, size=(64, 10)),
    "tags": random.integers(2, size=(64, 12)).astype("float32"),
}
targets = {
    "priority": random.random((64, 1)),
    "department": keras.utils.to_categorical(random.integers(4, size=64), 4),
}
history = model.fit(data, targets, epochs=2, batch_size=32, verbose=0)
print(sorted(history.history))
found = model.predict(data, verbose=0)
print({name: value.shape for name, value in sorted(found.items())})
