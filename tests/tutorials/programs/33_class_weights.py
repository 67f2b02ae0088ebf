"""Rare classes count for more."""

import numpy as np

import kit as keras

random = np.random.default_rng(0)
x = random.normal(size=(300, 8)).astype("float32")
y = (x[:, 0] > 1.2).astype("int32")
weight = {0: 1.0, 1: float((y == 0).sum() / (y == 1).sum())}
model = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    "adam",
    "binary_crossentropy",
    metrics=["accuracy"],
    weighted_metrics=["binary_accuracy"],
)
history = model.fit(x, y, epochs=3, class_weight=weight, verbose=0)
print(sorted(history.history))
sample_weight = np.where(y == 1, 3.0, 1.0)
history = model.fit(x, y, epochs=2, sample_weight=sample_weight, verbose=0)
print(
    model.evaluate(
        x, y, sample_weight=sample_weight, verbose=0, return_dict=True
    ).keys()
)
