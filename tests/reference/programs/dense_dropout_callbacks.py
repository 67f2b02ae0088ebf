"""Dense layers with dropout; the best model is kept, and training ends in time."""

import matplotlib.pyplot as plt

import kit as keras
from kit import layers
from kit.callbacks import EarlyStopping, ModelCheckpoint

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape((-1, 28 * 28)).astype("float32") / 255
x_test = x_test.reshape((-1, 28 * 28)).astype("float32") / 255

model = keras.Sequential(
    [
        keras.Input(shape=(28 * 28,)),
        layers.Dense(512, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(256, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)

callbacks = [
    ModelCheckpoint(
        filepath="best_model.keras", monitor="val_loss", save_best_only=True
    ),
    EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True, verbose=1),
]
history = model.fit(
    x_train,
    y_train,
    epochs=20,
    batch_size=128,
    validation_split=0.2,
    callbacks=callbacks,
    verbose=2,
)

best_model = keras.models.load_model("best_model.keras")
test_loss, test_acc = model.evaluate(x_test, y_test, verbose=0)
best_loss, best_acc = best_model.evaluate(x_test, y_test, verbose=0)
print(f"Test accuracy: {test_acc:.4f}, of the file: {best_acc:.4f}")

epochs = range(1, len(history.history["loss"]) + 1)
plt.figure()
plt.plot(epochs, history.history["accuracy"], "bo", label="Training accuracy")
plt.plot(epochs, history.history["val_accuracy"], "b", label="Validation accuracy")
plt.title("Training and validation accuracy")
plt.legend()
plt.savefig("accuracy.png")

plt.figure()
plt.plot(epochs, history.history["loss"], "bo", label="Training loss")
plt.plot(epochs, history.history["val_loss"], "b", label="Validation loss")
plt.title("Training and validation loss")
plt.legend()
plt.savefig("loss.png")
