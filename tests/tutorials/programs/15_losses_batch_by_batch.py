"""Collecting the loss of every batch."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255


class LossHistory(keras.callbacks.Callback):
    def on_train_begin(self, logs={}):
        self.losses = []

    def on_batch_end(self, batch, logs={}):
        self.losses.append(logs.get("loss"))


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
record = LossHistory()
history = model.fit(
    x_train, y_train, batch_size=128, epochs=2, verbose=0, callbacks=[record]
)
print(len(record.losses), record.losses[0] > record.losses[-1])
