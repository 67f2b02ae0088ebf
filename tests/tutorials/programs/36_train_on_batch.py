"""A training loop of one's own with train_on_batch."""

import numpy as np

import kit as keras

random = np.random.default_rng(0)
x = random.normal(size=(256, 4)).astype("float32")
y = (x[:, :1] > 0).astype("float32")
model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
for _ in range(3):
    for start in range(0, 256, 64):
        result = model.train_on_batch(x[start : start + 64], y[start : start + 64])
print(len(result), model.test_on_batch(x, y, return_dict=True).keys())
print(model.predict_on_batch(x[:3]).shape)
