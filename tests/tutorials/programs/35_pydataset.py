"""Batches from a PyDataset."""

import math

import numpy as np

import kit as keras


class Squares(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y = x, y
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, idx):
        low = idx * self.batch_size
        high = min(low + self.batch_size, len(self.x))
        return self.x[low:high], self.y[low:high]


x = np.linspace(-1, 1, 90, dtype="float32").reshape(90, 1)
data = Squares(x, x**2, 32)
model = keras.Sequential(
    [
        keras.Input((1,)),
        keras.layers.Dense(16, activation="tanh"),
        keras.layers.Dense(1),
    ]
)
model.compile("adam", "mse")
history = model.fit(data, epochs=3, verbose=0, validation_data=data)
print(model.predict(data, verbose=0).shape, sorted(history.history))
