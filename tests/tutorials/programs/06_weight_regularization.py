"""L2 penalties and dropout against overfitting."""

import kit as keras
from kit import layers, regularizers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [
        layers.Input((784,)),
        layers.Dense(32, kernel_regularizer=regularizers.l2(0.001), activation="relu"),
        layers.Dropout(0.3),
        layers.Dense(
            32, kernel_regularizer=regularizers.L1L2(1e-5, 1e-4), activation="relu"
        ),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    x_train, y_train, epochs=3, validation_data=(x_test, y_test), verbose=0
)
print(len(model.losses), sorted(history.history))
