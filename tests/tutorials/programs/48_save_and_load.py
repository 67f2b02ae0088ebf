"""The whole model in one file."""

import numpy as np

import kit as keras


def get_model():
    inputs = keras.Input(shape=(32,))
    outputs = keras.layers.Dense(1)(inputs)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(), loss="mean_squared_error")
    return model


model = get_model()
random = np.random.default_rng(0)
test_input, test_target = random.random((128, 32)), random.random((128, 1))
history = model.fit(test_input, test_target, verbose=0)
model.save("my_model.keras")
reconstructed = keras.models.load_model("my_model.keras")
np.testing.assert_allclose(
    model.predict(test_input, verbose=0),
    reconstructed.predict(test_input, verbose=0),
    rtol=1e-5,
)
history = reconstructed.fit(test_input, test_target, verbose=0)
print(int(reconstructed.optimizer.iterations))
