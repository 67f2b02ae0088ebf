"""Models of images."""

from tests.parity.model_case import Model, N, classes, numbers


def convolutional(k):
    layers = k.layers
    model = k.Sequential(
        [
            k.Input((6, 6, 1)),
            layers.Rescaling(1 / 255),
            layers.Conv2D(3, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Dropout(0.0),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        k.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


def photos(random):
    pixels = random.integers(0, 256, (N, 6, 6, 1)).astype("uint8")
    return {"x": pixels, "y": classes(random, 3)}


def separable(k):
    layers = k.layers
    model = k.Sequential(
        [
            k.Input((6, 6, 2)),
            layers.SeparableConv2D(4, 3, padding="same", use_bias=False),
            layers.BatchNormalization(scale=False),
            layers.ReLU(max_value=6.0),
            layers.DepthwiseConv2D(3, strides=2, padding="same"),
            layers.LayerNormalization(),
            layers.GlobalAveragePooling2D(),
            layers.Dense(1),
        ]
    )
    model.compile(k.optimizers.SGD(0.1, momentum=0.9), "mse")
    return model


def autoencoder(k):
    layers = k.layers
    image = k.Input((6, 6, 2))
    x = layers.Conv2D(3, 3, strides=2, padding="same", activation="relu")(image)
    x = layers.Conv2DTranspose(3, 3, strides=2, padding="same")(x)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.UpSampling2D(2)(layers.AveragePooling2D(2)(x))
    outputs = layers.Conv2D(2, 3, padding="same", activation="sigmoid")(x)
    model = k.Model(image, outputs)
    model.compile(k.optimizers.Adam(0.01), "binary_crossentropy", metrics=["mae"])
    return model


def pictures(random):
    return {"x": numbers(random, 6, 6, 2), "y": random.random((N, 6, 6, 2))}


def pictures_and_amounts(random):
    return {"x": numbers(random, 6, 6, 2), "y": numbers(random, 1)}


CASES = {
    "convolutions": Model(convolutional, photos),
    "separable convolutions": Model(separable, pictures_and_amounts),
    "autoencoder": Model(autoencoder, pictures),
}
