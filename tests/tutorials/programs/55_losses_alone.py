"""Losses without a model."""

import numpy as np

import kit as keras

y_true = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
y_pred = np.array([[0.05, 0.95, 0.0], [0.1, 0.8, 0.1]])
print(round(float(keras.losses.CategoricalCrossentropy()(y_true, y_pred)), 3))
print(
    round(
        float(
            keras.losses.CategoricalCrossentropy()(
                y_true, y_pred, sample_weight=np.array([0.3, 0.7])
            )
        ),
        3,
    )
)
none = keras.losses.CategoricalCrossentropy(reduction="none")
print(np.asarray(none(y_true, y_pred)).round(4).tolist())
print(np.asarray(keras.losses.mean_squared_error(y_true, y_pred)).round(4).tolist())
print(
    round(
        float(keras.losses.SparseCategoricalCrossentropy()(np.array([1, 2]), y_pred)), 3
    )
)
print(round(float(keras.losses.Huber()(y_true, y_pred)), 4))
