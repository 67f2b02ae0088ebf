"""A Callback that prints and stops training at a goal."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255


class Goal(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        print("Training starts; logs:", list(logs or {}))

    def on_epoch_end(self, epoch, logs=None):
        print("End of epoch", epoch, sorted(logs))
        if logs["accuracy"] > 0.5:
            self.model.stop_training = True


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=50, callbacks=[Goal()], verbose=0)
print(history.history["accuracy"][-1] > 0.5)
