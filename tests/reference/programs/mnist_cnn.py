"""Recognizing digits with a convolutional network, in the style of the Keras 2 years.

The best weights are kept while training, the architecture goes to a file as JSON, and
both come back to predict.
"""

from __future__ import print_function

import matplotlib.pyplot as plt
import numpy as np

import kit as keras
from kit import backend as K
from kit.callbacks import EarlyStopping, ModelCheckpoint
from kit.datasets import mnist
from kit.layers import Conv2D, Dense, Dropout, Flatten, MaxPooling2D
from kit.models import Sequential, model_from_json

batch_size = 128
num_classes = 10
epochs = 12

# input image dimensions
img_rows, img_cols = 28, 28

# the data, split between train and test sets
(x_train, y_train), (x_test, y_test) = mnist.load_data()

if K.image_data_format() == "channels_first":
    x_train = x_train.reshape(x_train.shape[0], 1, img_rows, img_cols)
    x_test = x_test.reshape(x_test.shape[0], 1, img_rows, img_cols)
    input_shape = (1, img_rows, img_cols)
else:
    x_train = x_train.reshape(x_train.shape[0], img_rows, img_cols, 1)
    x_test = x_test.reshape(x_test.shape[0], img_rows, img_cols, 1)
    input_shape = (img_rows, img_cols, 1)

x_train = x_train.astype("float32")
x_test = x_test.astype("float32")
x_train /= 255
x_test /= 255
print("x_train shape:", x_train.shape)
print(x_train.shape[0], "train samples")
print(x_test.shape[0], "test samples")

# convert class vectors to binary class matrices
labels = y_test
y_train = keras.utils.to_categorical(y_train, num_classes)
y_test = keras.utils.to_categorical(y_test, num_classes)

model = Sequential()
model.add(Conv2D(32, kernel_size=(3, 3), activation="relu", input_shape=input_shape))
model.add(Conv2D(64, (3, 3), activation="relu"))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(128, activation="relu"))
model.add(Dropout(0.5))
model.add(Dense(num_classes, activation="softmax"))
model.summary()

model.compile(
    loss=keras.losses.categorical_crossentropy,
    optimizer=keras.optimizers.Adam(lr=0.001),
    metrics=["accuracy"],
)

checkpoint = ModelCheckpoint(
    "my_best_model.h5", monitor="val_acc", verbose=1, save_best_only=True, mode="max"
)
early_stopping = EarlyStopping(monitor="val_acc", patience=3, mode="max")

history = model.fit(
    x_train,
    y_train,
    batch_size=batch_size,
    epochs=epochs,
    verbose=1,
    validation_data=(x_test, y_test),
    callbacks=[checkpoint, early_stopping],
)
score = model.evaluate(x_test, y_test, verbose=0)
print("Test loss:", score[0])
print("Test accuracy:", score[1])

# the architecture to a file, and back
model_json = model.to_json()
with open("model.json", "w") as json_file:
    json_file.write(model_json)

with open("model.json", "r") as json_file:
    loaded_model_json = json_file.read()
loaded_model = model_from_json(loaded_model_json)
loaded_model.load_weights("my_best_model.h5")
loaded_model.compile(
    loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"]
)
best_score = loaded_model.evaluate(x_test, y_test, verbose=0)
print("%s: %.2f%%" % ("accuracy of the best", best_score[1] * 100))

predicted_classes = loaded_model.predict_classes(x_test)
correct = np.nonzero(predicted_classes == labels)[0]
incorrect = np.nonzero(predicted_classes != labels)[0]
print(len(correct), "classified correctly")
print(len(incorrect), "classified incorrectly")

# what training looked like
fig = plt.figure()
plt.subplot(2, 1, 1)
plt.plot(history.history["acc"])
plt.plot(history.history["val_acc"])
plt.title("model accuracy")
plt.ylabel("accuracy")
plt.xlabel("epoch")
plt.legend(["train", "test"], loc="lower right")
plt.subplot(2, 1, 2)
plt.plot(history.history["loss"])
plt.plot(history.history["val_loss"])
plt.title("model loss")
plt.ylabel("loss")
plt.xlabel("epoch")
plt.legend(["train", "test"], loc="upper right")
plt.tight_layout()
plt.show()
