"""ReduceLROnPlateau, and the learning rate in the history."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile(
    keras.optimizers.SGD(learning_rate=0.5, momentum=0.9),
    "sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
reduce = keras.callbacks.ReduceLROnPlateau(
    monitor="val_loss", factor=0.2, patience=1, min_lr=0.001
)
history = model.fit(
    x_train, y_train, epochs=5, validation_split=0.2, callbacks=[reduce], verbose=0
)
print(sorted(history.history), round(history.history["learning_rate"][0], 4))
