"""The functional model of the Keras guide: 784-64-64-10."""

import kit as keras
from kit import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

inputs = keras.Input(shape=(784,))
dense = layers.Dense(64, activation="relu")
x = dense(inputs)
x = layers.Dense(64, activation="relu")(x)
outputs = layers.Dense(10)(x)
model = keras.Model(inputs=inputs, outputs=outputs, name="mnist_model")
model.summary()
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.RMSprop(),
    metrics=["accuracy"],
)
history = model.fit(
    x_train, y_train, batch_size=64, epochs=2, validation_split=0.2, verbose=0
)
test_scores = model.evaluate(x_test, y_test, verbose=2)
print(inputs.shape, inputs.dtype, len(test_scores))
model.save("my_model.keras")
del model
model = keras.models.load_model("my_model.keras")
print(model.name, model.count_params())
