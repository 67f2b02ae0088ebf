"""A layer that adds a penalty to the loss."""

import numpy as np

import kit as keras
from kit import layers, ops


class ActivityPenalty(layers.Layer):
    def __init__(self, rate=1e-2):
        super().__init__()
        self.rate = rate

    def call(self, inputs):
        self.add_loss(self.rate * ops.mean(inputs))
        return inputs


class Outer(layers.Layer):
    def __init__(self):
        super().__init__()
        self.penalty = ActivityPenalty(1e-2)

    def call(self, inputs):
        return self.penalty(inputs)


layer = Outer()
print(len(layer.losses))
_ = layer(np.zeros((1, 1), "float32"))
print(len(layer.losses))
_ = layer(np.zeros((1, 1), "float32"))
print(len(layer.losses))
inputs = keras.Input((3,))
model = keras.Model(inputs, layers.Dense(1)(ActivityPenalty()(inputs)))
model.compile("adam", "mse")
history = model.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0)
