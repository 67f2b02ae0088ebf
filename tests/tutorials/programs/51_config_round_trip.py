"""Layers and models from their configuration."""

import kit as keras
from kit import layers

layer = layers.Dense(3, activation="relu")
config = layer.get_config()
new_layer = layers.Dense.from_config(config)
print(config["units"], config["activation"], new_layer.units)
model = keras.Sequential([keras.Input((32,)), layers.Dense(1)])
new_model = keras.Sequential.from_config(model.get_config())
inputs = keras.Input((32,))
functional = keras.Model(inputs, layers.Dense(1)(inputs))
again = keras.Model.from_config(functional.get_config())
print(new_model.count_params(), again.count_params())
