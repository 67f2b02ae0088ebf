"""Recurrent layers side by side, rows of digits as sequences."""

import kit as keras
from kit import layers

(x_train, y_train), _ = keras.datasets.mnist.load_data()
x_train = x_train[:256].astype("float32") / 255
y_train = y_train[:256]
for cell in (layers.GRU, layers.SimpleRNN):
    model = keras.Sequential(
        [keras.Input((28, 28)), cell(16), layers.Dense(10, activation="softmax")]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=1, batch_size=64, verbose=0)
    print(model.count_params(), [w.shape for w in model.get_weights()])
