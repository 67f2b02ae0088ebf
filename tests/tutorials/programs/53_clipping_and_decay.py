"""Optimizer options: gradient clipping, weight decay, averages."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

for optimizer in (
    keras.optimizers.SGD(0.1, clipnorm=1.0),
    keras.optimizers.Adam(0.001, clipvalue=0.5),
    keras.optimizers.AdamW(0.001, weight_decay=0.01),
    keras.optimizers.RMSprop(0.001, global_clipnorm=1.0, use_ema=True),
):
    model = keras.Sequential(
        [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
    )
    model.compile(
        optimizer=optimizer,
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = model.fit(x_train[:320], y_train[:320], epochs=2, verbose=0)
    print(sorted(history.history))
