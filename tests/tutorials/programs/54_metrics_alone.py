"""Metrics without a model."""

import numpy as np

import kit as keras

m = keras.metrics.Accuracy()
m.update_state([[1], [2], [3], [4]], [[0], [2], [3], [4]])
print(float(m.result()))
m.reset_state()
m.update_state([[1], [2], [3], [4]], [[0], [2], [3], [4]], sample_weight=[1, 1, 0, 0])
print(float(m.result()))
auc = keras.metrics.AUC(num_thresholds=3)
auc.update_state([0, 0, 1, 1], [0, 0.5, 0.3, 0.9])
print(round(float(auc.result()), 4))
mean = keras.metrics.Mean()
for value in (1, 3, 5, 7):
    mean.update_state(value)
print(float(mean.result()))
precision = keras.metrics.Precision(thresholds=0.5)
precision.update_state([0, 1, 1, 1], [1, 0, 1, 1])
print(round(float(precision.result()), 4))
print(
    round(float(keras.metrics.MeanSquaredError()(np.zeros((2, 2)), np.ones((2, 2)))), 2)
)
