"""The numbers of every epoch in a file."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    x_train,
    y_train,
    epochs=2,
    validation_split=0.1,
    verbose=0,
    callbacks=[keras.callbacks.CSVLogger("log.csv"), keras.callbacks.TerminateOnNaN()],
)
with open("log.csv") as file:
    lines = file.read().splitlines()
print(lines[0], len(lines))
