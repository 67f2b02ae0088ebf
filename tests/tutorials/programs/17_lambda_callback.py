"""A function as a callback."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
show = keras.callbacks.LambdaCallback(
    on_epoch_begin=lambda epoch, logs: print("epoch", epoch),
    on_train_end=lambda logs: print("end", sorted(logs)),
)
history = model.fit(x_train, y_train, epochs=2, callbacks=[show], verbose=0)
