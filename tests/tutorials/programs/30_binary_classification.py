"""Yes or no: one sigmoid unit, binary crossentropy, AUC."""

import numpy as np

import kit as keras

random = np.random.default_rng(0)
x = random.normal(size=(400, 20)).astype("float32")
y = (x[:, 0] + x[:, 1] > 0).astype("int32")
model = keras.Sequential()
model.add(keras.layers.Dense(16, activation="relu", input_dim=20))
model.add(keras.layers.Dropout(0.1))
model.add(keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    loss="binary_crossentropy",
    optimizer="rmsprop",
    metrics=[
        "accuracy",
        keras.metrics.AUC(name="auc"),
        keras.metrics.Precision(name="precision"),
        keras.metrics.Recall(name="recall"),
    ],
)
history = model.fit(x, y, epochs=8, batch_size=16, verbose=0, validation_split=0.25)
print(sorted(history.history))
print(model.predict(x[:4], verbose=0).shape)
