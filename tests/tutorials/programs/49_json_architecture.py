"""The architecture as JSON, the weights in a file of their own."""

import json

import numpy as np

import kit as keras

model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
text = model.to_json()
with open("model.json", "w") as file:
    file.write(text)
model.save_weights("model.weights.h5")
loaded = keras.models.model_from_json(open("model.json").read())
loaded.load_weights("model.weights.h5")
x = np.ones((3, 4), "float32")
print(np.allclose(model.predict(x, verbose=0), loaded.predict(x, verbose=0)))
print(json.loads(text)["class_name"], len(json.loads(text)["config"]["layers"]))
