"""A second model that ends at a layer inside the first."""

import kit as keras
from kit import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 28, 28, 1).astype("float32") / 255
x_test = x_test.reshape(-1, 28, 28, 1).astype("float32") / 255

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(4, 3, activation="relu", name="first_conv"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
feature_extractor = keras.Model(
    inputs=model.inputs, outputs=[layer.output for layer in model.layers]
)
features = feature_extractor(x_test[:2])
print([tuple(f.shape) for f in features])
one = keras.Model(
    inputs=model.inputs, outputs=model.get_layer(name="first_conv").output
)
print(one.predict(x_test[:2], verbose=0).shape)
