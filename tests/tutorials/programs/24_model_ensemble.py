"""The average of several models is a model."""

import numpy as np

import kit as keras
from kit import layers


def get_model():
    inputs = keras.Input(shape=(16,))
    outputs = layers.Dense(1)(inputs)
    return keras.Model(inputs, outputs)


models = [get_model() for _ in range(3)]
inputs = keras.Input(shape=(16,))
outputs = layers.average([model(inputs) for model in models])
ensemble = keras.Model(inputs=inputs, outputs=outputs)
x = np.random.default_rng(0).normal(size=(4, 16)).astype("float32")
mean = np.mean([m.predict(x, verbose=0) for m in models], axis=0)
print(np.allclose(ensemble.predict(x, verbose=0), mean, atol=1e-5))
