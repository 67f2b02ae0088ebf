"""Functions and starts by name, by object and alone."""

import numpy as np

import kit as keras
from kit import initializers, layers

x = np.array([-3.0, -1.0, 0.0, 1.0, 3.0], "float32")
for name in (
    "relu",
    "sigmoid",
    "tanh",
    "softplus",
    "elu",
    "selu",
    "gelu",
    "swish",
    "leaky_relu",
):
    print(name, np.asarray(keras.activations.get(name)(x)).round(3).tolist())
layer = layers.Dense(
    4,
    kernel_initializer=initializers.HeNormal(seed=1),
    bias_initializer="ones",
    activation=keras.activations.relu,
)
print(tuple(layer(np.ones((1, 8), "float32")).shape), np.asarray(layer.bias).tolist())
print(np.asarray(layers.LeakyReLU()(x)).round(2).tolist())
