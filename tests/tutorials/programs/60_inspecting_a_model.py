"""summary, layers, shapes, weights."""

import kit as keras
from kit import layers

model = keras.Sequential(name="my_sequential")
model.add(keras.Input(shape=(250, 250, 3)))
model.add(layers.Conv2D(8, 5, strides=2, activation="relu"))
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.MaxPooling2D(3))
model.summary()
model.add(layers.Conv2D(8, 3, activation="relu"))
model.add(layers.GlobalMaxPooling2D())
model.add(layers.Dense(10, name="head"))
model.summary(show_trainable=True)
model.pop()
print(len(model.layers), model.input_shape, model.output_shape)
print([layer.name for layer in model.layers])
print([tuple(w.shape) for w in model.weights])
