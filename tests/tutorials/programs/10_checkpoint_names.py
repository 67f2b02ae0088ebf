"""A file for every epoch, with the numbers in its name."""

import os

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
path = "cp-{epoch:04d}.weights.h5"
callback = keras.callbacks.ModelCheckpoint(
    filepath=path, save_weights_only=True, verbose=1
)
history = model.fit(x_train, y_train, epochs=2, callbacks=[callback], verbose=0)
print(sorted(name for name in os.listdir(".") if name.startswith("cp-")))
fresh = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
fresh.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
fresh.load_weights(path.format(epoch=2))
print(
    abs(
        fresh.evaluate(x_test, y_test, verbose=0)[0]
        - model.evaluate(x_test, y_test, verbose=0)[0]
    )
    < 1e-5
)
