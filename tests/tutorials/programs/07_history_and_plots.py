"""Reading the History and drawing loss and accuracy."""

import matplotlib.pyplot as plt

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [
        keras.layers.Input((784,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
history = model.fit(x_train, y_train, epochs=3, validation_split=0.2, verbose=0)
print(history.history.keys())
print(history.epoch, history.params)
plt.plot(history.history["accuracy"])
plt.plot(history.history["val_accuracy"])
plt.title("model accuracy")
plt.legend(["train", "val"], loc="upper left")
plt.close()
plt.plot(history.history["loss"])
plt.plot(history.history["val_loss"])
plt.close()
