"""An encoder and a decoder that share their layers with the autoencoder."""

import kit as keras
from kit import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

encoder_input = keras.Input(shape=(784,), name="img")
x = layers.Dense(64, activation="relu")(encoder_input)
encoder_output = layers.Dense(16, activation="relu")(x)
encoder = keras.Model(encoder_input, encoder_output, name="encoder")
decoder_input = keras.Input(shape=(16,), name="encoded_img")
x = layers.Dense(64, activation="relu")(decoder_input)
decoder_output = layers.Dense(784, activation="sigmoid")(x)
decoder = keras.Model(decoder_input, decoder_output, name="decoder")
autoencoder_input = keras.Input(shape=(784,), name="img2")
autoencoder = keras.Model(
    autoencoder_input, decoder(encoder(autoencoder_input)), name="autoencoder"
)
autoencoder.summary()
autoencoder.compile("adam", "mse")
history = autoencoder.fit(x_train, x_train, epochs=3, batch_size=64, verbose=0)
print(encoder.predict(x_test[:3], verbose=0).shape, decoder.output_shape)
