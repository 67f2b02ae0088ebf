"""The functional guide's first model: 784-64-64-10, trained with RMSprop."""

import numpy as np

import kit as keras
from kit import layers, ops

inputs = keras.Input(shape=(784,))
# Just for demonstration purposes.
img_inputs = keras.Input(shape=(32, 32, 3))
print(inputs.shape)
print(inputs.dtype)

dense = layers.Dense(64, activation="relu")
x = dense(inputs)
x = layers.Dense(64, activation="relu")(x)
outputs = layers.Dense(10)(x)
model = keras.Model(inputs=inputs, outputs=outputs, name="mnist_model")
model.summary()

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.RMSprop(),
    metrics=["accuracy"],
)
history = model.fit(x_train, y_train, batch_size=64, epochs=2, validation_split=0.2)
test_scores = model.evaluate(x_test, y_test, verbose=2)
print("Test loss:", test_scores[0])
print("Test accuracy:", test_scores[1])

before = model.predict(x_test, verbose=0)
model.save("my_model.keras")
del model
# Recreate the exact same model purely from the file:
model = keras.models.load_model("my_model.keras")
print(np.allclose(before, model.predict(x_test, verbose=0), atol=1e-6))

# The same with the names as strings, and the probabilities of ops.
again = keras.Model(inputs, outputs)
again.compile("rmsprop", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
probabilities = ops.softmax(again(x_test[:3]))
print(tuple(probabilities.shape), np.allclose(ops.sum(probabilities, axis=-1), 1))
