"""Rescaling as the first layer: the data stays as it came."""

import kit as keras

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = keras.models.Sequential(
    [
        keras.layers.Input(shape=(28, 28)),
        keras.layers.Rescaling(1.0 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.001),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=[keras.metrics.SparseCategoricalAccuracy()],
)
history = model.fit(x_train, y_train, epochs=3, verbose=2)
probability_model = keras.Sequential([model, keras.layers.Softmax()])
predictions = probability_model.predict(x_test[:5], verbose=0)
print(predictions.shape, round(float(predictions[0].sum()), 3))
