"""Zeros at the end of a sequence do not count."""

import numpy as np

import kit as keras
from kit import layers

model = keras.Sequential(
    [layers.Embedding(20, 8, mask_zero=True), layers.LSTM(6), layers.Dense(1)]
)
short = np.array([[3, 4, 5]])
long = np.array([[3, 4, 5, 0, 0, 0]])
print(
    np.allclose(
        model.predict(short, verbose=0), model.predict(long, verbose=0), atol=1e-5
    )
)
mask = layers.Masking(mask_value=0.0)
print(np.asarray(mask.compute_mask(np.array([[[0.0, 0.0], [1.0, 0.0]]]))).tolist())
