"""A function of the epoch sets the learning rate."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255


def scheduler(epoch, lr):
    if epoch < 2:
        return lr
    return lr * 0.5


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile(
    keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
callback = keras.callbacks.LearningRateScheduler(scheduler, verbose=1)
history = model.fit(x_train, y_train, epochs=4, callbacks=[callback], verbose=0)
print([round(rate, 5) for rate in history.history["learning_rate"]])
