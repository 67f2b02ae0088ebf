"""A straight line through noisy points."""

import numpy as np

import kit as keras

random = np.random.default_rng(0)
x = random.uniform(-1, 1, size=(200, 1)).astype("float32")
y = 3 * x + 1 + 0.05 * random.normal(size=(200, 1)).astype("float32")
model = keras.Sequential([keras.layers.Dense(units=1, input_shape=[1])])
model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mean_squared_error")
history = model.fit(x, y, epochs=30, verbose=0)
kernel, bias = model.get_weights()
print(
    round(float(kernel[0, 0])),
    round(float(bias[0])),
    history.history["loss"][-1] < 0.01,
)
