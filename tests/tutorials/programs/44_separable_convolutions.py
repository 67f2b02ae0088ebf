"""A lean network of separable convolutions."""

import kit as keras
from kit import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3, strides=2, padding="same"),
        layers.BatchNormalization(),
        layers.ReLU(),
        layers.SeparableConv2D(16, 3, padding="same", activation="relu"),
        layers.DepthwiseConv2D(3, activation="relu"),
        layers.AveragePooling2D(2),
        layers.GlobalMaxPooling2D(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
model.compile("nadam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train[:256], y_train[:256], batch_size=64, epochs=1, verbose=0)
