"""initial_epoch, a second fit, and what evaluate returns."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
first = model.fit(x_train, y_train, epochs=2, verbose=2)
second = model.fit(x_train, y_train, initial_epoch=2, epochs=4, verbose=2)
print(first.epoch, second.epoch)
results = model.evaluate(x_test, y_test, batch_size=128, verbose=0)
named = model.evaluate(x_test, y_test, batch_size=128, verbose=0, return_dict=True)
print(len(results), sorted(named), abs(results[0] - named["loss"]) < 1e-6)
