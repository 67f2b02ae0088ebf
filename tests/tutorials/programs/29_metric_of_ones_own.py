"""A metric written as a class, with its own variable."""

import kit as keras
from kit import ops

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255


class CategoricalTruePositives(keras.metrics.Metric):
    def __init__(self, name="categorical_true_positives", **kwargs):
        super().__init__(name=name, **kwargs)
        self.true_positives = self.add_variable(
            shape=(), name="ctp", initializer="zeros"
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_pred = ops.reshape(ops.argmax(y_pred, axis=1), (-1, 1))
        y_true = ops.reshape(y_true, (-1, 1))
        values = ops.cast(
            ops.cast(y_true, "int32") == ops.cast(y_pred, "int32"), "float32"
        )
        self.true_positives.assign_add(ops.sum(values))

    def result(self):
        return self.true_positives.value

    def reset_state(self):
        self.true_positives.assign(0)


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(10, activation="softmax")]
)
model.compile(
    "adam", "sparse_categorical_crossentropy", metrics=[CategoricalTruePositives()]
)
history = model.fit(x_train, y_train, batch_size=64, epochs=2, verbose=0)
print(sorted(history.history), history.history["categorical_true_positives"][-1] > 100)
