"""From a code back to an image, with transposed convolutions."""

import numpy as np

import kit as keras
from kit import layers

latent = keras.Input(shape=(8,))
x = layers.Dense(7 * 7 * 4, activation="relu")(latent)
x = layers.Reshape((7, 7, 4))(x)
x = layers.Conv2DTranspose(8, 3, activation="relu", strides=2, padding="same")(x)
x = layers.UpSampling2D(2)(x)
x = layers.ZeroPadding2D(1)(x)
x = layers.Cropping2D(1)(x)
outputs = layers.Conv2D(1, 3, activation="sigmoid", padding="same")(x)
decoder = keras.Model(latent, outputs, name="decoder")
decoder.summary()
print(decoder.predict(np.zeros((2, 8)), verbose=0).shape)
