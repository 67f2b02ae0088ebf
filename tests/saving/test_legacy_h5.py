"""Keras's older .h5 files, both ways."""

import json

import h5py
import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.saving.files import load_model
from kit.serialization import registered
from tests.saving.exchange import arrays_like, assert_same_predictions

keras = pytest.importorskip("keras")
pytestmark = [
    # Keras itself is warned when it turns its variables into NumPy arrays.
    pytest.mark.filterwarnings("ignore:__array__ impl:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Error writing persistent:UserWarning"),
]

X = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
Y = np.random.default_rng(1).normal(size=(8, 2)).astype("float32")
# Keras cannot read back "mse" as a name from its own older files.
COMPILE = {"optimizer": "adam", "loss": "mean_squared_error", "metrics": ["mae"]}


def keras_line():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((4,)),
            layers.Dense(3, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(2),
        ]
    )


def kit_line():
    return Sequential([Input((4,)), Dense(3, activation="relu"), Dense(2)])


def test_keras_loads_an_older_file_of_kit(tmp_path):
    model = kit_line()
    model.compile(**COMPILE)
    model.fit(X, Y, epochs=3, verbose=0)
    model.save(tmp_path / "my_best_model.h5")
    theirs = keras.models.load_model(tmp_path / "my_best_model.h5")
    assert_same_predictions(theirs, model, X)
    assert int(theirs.optimizer.iterations) == 3
    # Keras cannot train on from its own older files, so there is nothing to compare.


def test_kit_loads_an_older_file_of_keras(tmp_path, capsys):
    model = keras_line()
    model.compile(**COMPILE)
    model.fit(X, Y, epochs=3, verbose=0)
    model.save(tmp_path / "my_best_model.h5")
    mine = load_model(tmp_path / "my_best_model.h5")
    assert_same_predictions(mine, model, X)
    assert "was not loaded from the older" in capsys.readouterr().out
    ours = mine.evaluate(X, Y, verbose=0, return_dict=True)
    theirs = model.evaluate(X, Y, verbose=0, return_dict=True)
    np.testing.assert_allclose(ours["mae"], theirs["mae"], rtol=1e-5)


def graph(library):
    layers, model = library.layers, library.Model
    a, b = library.Input((4,), name="a"), library.Input((4,), name="b")
    shared = layers.Dense(3, name="shared")
    inner = library.Sequential([library.Input((3,)), layers.Dense(3), layers.Dense(2)])
    x = library.Input((3,))
    deep = model(x, layers.Dense(2)(x))
    return model([a, b], [inner(shared(a)), deep(shared(b))])


def test_graphs_go_both_ways(tmp_path):
    import kit

    theirs, mine = graph(keras), graph(kit)
    theirs.save(tmp_path / "keras.h5")
    loaded = load_model(tmp_path / "keras.h5")
    assert_same_predictions(loaded, theirs, arrays_like(theirs))
    mine.save(tmp_path / "kit.h5")
    loaded = keras.models.load_model(tmp_path / "kit.h5", compile=False)
    assert_same_predictions(loaded, mine, arrays_like(theirs))


def test_recurrent_layers_come_from_keras(tmp_path):
    if "Bidirectional" not in registered("keras.layers"):
        pytest.skip("kit has no Bidirectional")
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((5, 4)),
            layers.Bidirectional(layers.LSTM(3, return_sequences=True)),
            layers.GRU(2),
        ]
    )
    model.save(tmp_path / "model.h5")
    mine = load_model(tmp_path / "model.h5")
    assert_same_predictions(mine, model, arrays_like(model))


def test_frozen_layers_keep_their_weights(tmp_path):
    model = keras_line()
    model.layers[1].trainable = False
    model.layers[0].trainable = False
    model.save(tmp_path / "keras.h5")
    mine = load_model(tmp_path / "keras.h5")
    assert_same_predictions(mine, model, X)
    mine.save(tmp_path / "kit.h5")
    back = keras.models.load_model(tmp_path / "kit.h5", compile=False)
    assert_same_predictions(back, model, X)


def test_weights_of_layers_with_other_names(tmp_path):
    """Files of kit tell the order of layers; those of Keras only their names."""
    model, other = kit_line(), kit_line()
    assert model.layers[0].name != other.layers[0].name
    model.save(tmp_path / "kit.h5")
    other.load_weights(tmp_path / "kit.h5")
    assert_same_predictions(other, model, X)


def test_weights_alone_from_keras_2(tmp_path):
    """What save_weights of Keras 2 wrote: the layers are groups at the root."""
    model = kit_line()
    kernel, bias = np.full((4, 3), 2.0, "float32"), np.zeros(3, "float32")
    with h5py.File(tmp_path / "old.h5", "w") as file:
        names = [layer.name.encode() for layer in model.layers]
        file.attrs["layer_names"] = names
        pairs = [(kernel, bias), (np.ones((3, 2), "float32"), np.ones(2, "float32"))]
        for name, pair in zip(names, pairs, strict=True):
            group = file.create_group(name)
            group[f"{name.decode()}/kernel:0"], group[f"{name.decode()}/bias:0"] = pair
    model.load_weights(tmp_path / "old.h5")
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], kernel)


def test_a_model_from_keras_2(tmp_path):
    """The words of 2017: no modules, calls as lists, batch_input_shape."""
    dense = {
        "name": "dense_1",
        "trainable": True,
        "units": 2,
        "activation": "relu",
        "use_bias": True,
        "kernel_initializer": {
            "class_name": "VarianceScaling",
            "config": {
                "scale": 1.0,
                "mode": "fan_avg",
                "distribution": "uniform",
                "seed": None,
            },
        },
        "bias_initializer": {"class_name": "Zeros", "config": {}},
        "kernel_regularizer": None,
    }
    start = {
        "batch_input_shape": [None, 4],
        "dtype": "float32",
        "sparse": False,
        "name": "input_1",
    }
    config = {
        "name": "model_1",
        "layers": [
            {
                "name": "input_1",
                "class_name": "InputLayer",
                "config": start,
                "inbound_nodes": [],
            },
            {
                "name": "dense_1",
                "class_name": "Dense",
                "config": dense,
                "inbound_nodes": [[["input_1", 0, 0, {}]]],
            },
        ],
        "input_layers": [["input_1", 0, 0]],
        "output_layers": [["dense_1", 0, 0]],
    }
    kernel = np.arange(8, dtype="float32").reshape(4, 2)
    with h5py.File(tmp_path / "old.h5", "w") as file:
        architecture = {"class_name": "Model", "config": config}
        file.attrs["model_config"] = json.dumps(architecture).encode()
        file.attrs["keras_version"] = b"2.1.2"
        group = file.create_group("model_weights/dense_1/dense_1")
        group["kernel:0"], group["bias:0"] = kernel, np.ones(2, "float32")
    model = load_model(tmp_path / "old.h5")
    np.testing.assert_allclose(model.predict(X), np.maximum(X @ kernel + 1, 0), 1e-5)


def test_arrays_that_do_not_fit_change_nothing(tmp_path):
    kit_line().save(tmp_path / "kit.h5")
    other = Sequential([Input((4,)), Dense(5), Dense(2)])
    before = other.get_weights()
    with pytest.raises(ValueError, match=r"has shape \(4, 3\) in the file"):
        other.load_weights(tmp_path / "kit.h5")
    for old, new in zip(before, other.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)
    other.load_weights(tmp_path / "kit.h5", skip_mismatch=True)


def test_a_model_with_own_weights(tmp_path):
    class Shifted(Model):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.dense = Dense(2)
            self.shift = self.add_weight((2,), initializer="ones", name="shift")

        def call(self, inputs):
            return self.dense(inputs) + self.shift

    model, other = Shifted(), Shifted()
    model(X), other(X)
    model.save(tmp_path / "model.h5")
    other.load_weights(tmp_path / "model.h5")
    np.testing.assert_array_equal(other.predict(X), model.predict(X))
