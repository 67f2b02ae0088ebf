"""One network, many optimizers."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

for optimizer in ("sgd", "rmsprop", "adagrad", "adam", "adamax", "nadam", "adamw"):
    model = keras.Sequential(
        [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
    )
    model.compile(
        optimizer=optimizer,
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = model.fit(x_train[:320], y_train[:320], epochs=1, verbose=0)
    print(optimizer, type(model.optimizer).__name__, len(model.optimizer.variables))
