"""The XOR problem, which one layer cannot solve."""

import numpy as np

import kit as keras

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], "float32")
y = np.array([[0], [1], [1], [0]], "float32")
model = keras.Sequential()
model.add(keras.layers.Dense(16, input_dim=2, activation="tanh"))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    loss="mean_squared_error",
    optimizer=keras.optimizers.Adam(0.1),
    metrics=["binary_accuracy"],
)
history = model.fit(x, y, epochs=150, verbose=0)
print(model.predict(x, verbose=0).round().ravel().tolist())
