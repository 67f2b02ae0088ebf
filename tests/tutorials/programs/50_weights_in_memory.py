"""Weights from one model to another, without a file."""

import numpy as np

import kit as keras

layer_1 = keras.layers.Dense(64, activation="relu", name="dense_1")
layer_1(np.ones((1, 784), "float32"))
layer_2 = keras.layers.Dense(64, activation="relu", name="dense_2")
layer_2(np.ones((1, 784), "float32"))
layer_2.set_weights(layer_1.get_weights())
print(
    np.array_equal(
        layer_1.kernel.numpy() if hasattr(layer_1.kernel, "numpy") else layer_1.kernel,
        layer_2.get_weights()[0],
    )
)
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
clone = keras.models.clone_model(model)
clone.set_weights(model.get_weights())
x = np.ones((1, 3), "float32")
print(np.allclose(model.predict(x, verbose=0), clone.predict(x, verbose=0)))
