"""A loss written as a function, and one written as a class."""

import numpy as np

import kit as keras
from kit import ops


def custom_mean_squared_error(y_true, y_pred):
    return ops.mean(ops.square(y_true - y_pred), axis=-1)


class CustomMSE(keras.losses.Loss):
    def __init__(self, regularization_factor=0.1, name="custom_mse"):
        super().__init__(name=name)
        self.regularization_factor = regularization_factor

    def call(self, y_true, y_pred):
        mse = ops.mean(ops.square(y_true - y_pred), axis=-1)
        return mse + self.regularization_factor * ops.mean(
            ops.square(0.5 - y_pred), axis=-1
        )


random = np.random.default_rng(0)
x, y = random.normal(size=(64, 4)), random.normal(size=(64, 2))
for loss in (custom_mean_squared_error, CustomMSE()):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
    model.compile(optimizer=keras.optimizers.Adam(), loss=loss)
    history = model.fit(x, y, batch_size=16, epochs=2, verbose=0)
    print(sorted(history.history))
