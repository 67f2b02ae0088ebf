"""BatchNormalization between the sums and the activation."""

import kit as keras
from kit import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255

model = keras.Sequential()
model.add(keras.Input(shape=(784,)))
for units in (64, 32):
    model.add(layers.Dense(units, use_bias=False))
    model.add(layers.BatchNormalization())
    model.add(layers.Activation("relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["acc"])
history = model.fit(x_train, y_train, epochs=4, batch_size=32, verbose=0)
print([w.shape for w in model.get_weights()])
print(len(model.trainable_weights), len(model.non_trainable_weights))
