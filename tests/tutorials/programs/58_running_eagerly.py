"""Printing inside a layer, with run_eagerly."""

import numpy as np

import kit as keras


class Shout(keras.layers.Layer):
    def call(self, inputs):
        print("batch of", inputs.shape[0])
        return inputs


model = keras.Sequential([keras.Input((2,)), Shout(), keras.layers.Dense(1)])
model.compile("sgd", "mse", run_eagerly=True)
print("training")
history = model.fit(np.ones((6, 2)), np.ones((6, 1)), batch_size=4, verbose=0)
