"""Files of kit in Keras and files of Keras in kit: same predictions, same training."""

import io
import json
import zipfile

import h5py
import numpy as np
import pytest

from kit import metrics, optimizers
from kit.layers.core import Activation, Dense, Embedding, Input
from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.saving.files import load_model, model_from_json
from tests.saving.exchange import (
    arrays_like,
    assert_goes_both_ways,
    assert_same_predictions,
)

keras = pytest.importorskip("keras")
# Keras itself is warned when it turns its variables into NumPy arrays.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ impl:DeprecationWarning")

X = np.random.default_rng(0).normal(size=(12, 4)).astype("float32")
Y = np.random.default_rng(1).normal(size=(12, 2)).astype("float32")


def kit_model():
    return Sequential(
        [Input(shape=(4,)), Dense(3, activation="relu"), Dense(2, use_bias=False)]
    )


def keras_model():
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(4,)),
            layers.Dense(3, activation="relu"),
            layers.Dense(2, use_bias=False),
        ]
    )


def tree(path):
    """Every place in the weights of a .keras file, with the shape of arrays."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        content = io.BytesIO(archive.read("model.weights.h5"))
    with h5py.File(content) as file:
        file.visititems(lambda name, item: found.update({name: shape_of(item)}))
    return found


def shape_of(item):
    return item.shape if isinstance(item, h5py.Dataset) else None


def test_keras_loads_a_file_of_kit(tmp_path):
    model = kit_model()
    model.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    assert_same_predictions(theirs, model, X)
    assert theirs.get_config()["layers"][1]["config"]["units"] == 3


def test_kit_loads_a_file_of_keras(tmp_path):
    model = keras_model()
    model.save(tmp_path / "model.keras")
    mine = load_model(tmp_path / "model.keras")
    assert_same_predictions(mine, model, X)
    names = [layer.name for layer in model.layers]
    assert [layer.name for layer in mine.layers] == names


def test_both_write_the_same_tree(tmp_path):
    for model, name in ((kit_model(), "kit"), (keras_model(), "keras")):
        model.compile(optimizer="adam", loss="mse")
        model.fit(X, Y, epochs=1, verbose=0)
        model.save(tmp_path / f"{name}.keras")
    assert tree(tmp_path / "kit.keras") == tree(tmp_path / "keras.keras")


def test_both_write_the_same_members(tmp_path):
    for model, name in ((kit_model(), "kit"), (keras_model(), "keras")):
        model.save(tmp_path / f"{name}.keras")
    archives = [zipfile.ZipFile(tmp_path / f"{n}.keras") for n in ("kit", "keras")]
    mine, theirs = ([m.filename for m in a.infolist()] for a in archives)
    assert mine == theirs
    configs = [json.loads(a.read("config.json")) for a in archives]
    assert configs[0].keys() - {"compile_config"} == configs[1].keys() - {
        "compile_config"
    }


@pytest.mark.parametrize("name", ["SGD", "RMSprop", "Adam", "AdamW", "Nadam", "Ftrl"])
def test_training_goes_on_in_keras_as_in_kit(tmp_path, name):
    model = kit_model()
    model.compile(optimizers.get(name), loss="mse", metrics=["mae"])
    model.fit(X, Y, epochs=2, verbose=0, shuffle=False)
    model.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    mine = load_model(tmp_path / "model.keras")
    assert int(theirs.optimizer.iterations) == int(mine.optimizer.iterations) == 2
    expected = theirs.fit(X, Y, epochs=3, verbose=0, shuffle=False).history
    for trained in (model, mine):
        history = trained.fit(X, Y, epochs=3, verbose=0, shuffle=False).history
        assert list(history) == list(expected) == ["loss", "mae"]
        np.testing.assert_allclose(history["loss"], expected["loss"], rtol=1e-5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: keras.optimizers.Adam(amsgrad=True, clipnorm=1.0),
        lambda: keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True, use_ema=True),
        lambda: keras.optimizers.RMSprop(centered=True, momentum=0.5),
        lambda: keras.optimizers.Adam(gradient_accumulation_steps=2),
        lambda: keras.optimizers.SGD(
            keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
        ),
    ],
)
def test_training_goes_on_in_kit_as_in_keras(tmp_path, make):
    model = keras_model()
    model.compile(make(), loss="mse")
    model.fit(X, Y, epochs=3, verbose=0, shuffle=False)
    model.save(tmp_path / "model.keras")
    mine = load_model(tmp_path / "model.keras")
    history = mine.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    theirs = keras.models.load_model(tmp_path / "model.keras")
    expected = theirs.fit(X, Y, epochs=3, verbose=0, shuffle=False).history["loss"]
    np.testing.assert_allclose(history, expected, rtol=1e-4)


def test_losses_and_metrics_are_restored(tmp_path):
    model = keras_model()
    model.compile(
        "sgd",
        keras.losses.MeanAbsoluteError(reduction="sum"),
        metrics=["mse", keras.metrics.MeanAbsoluteError(name="distance")],
        weighted_metrics=[keras.metrics.MeanSquaredError(name="weighted")],
    )
    model.save(tmp_path / "model.keras")
    mine = load_model(tmp_path / "model.keras")
    ours = mine.evaluate(X, Y, verbose=0, return_dict=True)
    theirs = model.evaluate(X, Y, verbose=0, return_dict=True)
    assert list(ours) == list(theirs)
    np.testing.assert_allclose(list(ours.values()), list(theirs.values()), rtol=1e-5)


def test_keras_restores_losses_and_metrics_of_kit(tmp_path):
    model = kit_model()
    names = [metrics.get("MeanAbsoluteError"), "mse"]
    model.compile("sgd", "mean_squared_error", metrics=names)
    model.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    ours = model.evaluate(X, Y, verbose=0, return_dict=True)
    expected = theirs.evaluate(X, Y, verbose=0, return_dict=True)
    assert list(ours) == list(expected)
    np.testing.assert_allclose(list(ours.values()), list(expected.values()), rtol=1e-5)


def functional_of_keras():
    """Two inputs, a shared layer, a model inside a model, two outputs."""
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = keras.layers.Dense(3, name="shared")
    x = keras.Input((3,))
    inner = keras.Model(x, keras.layers.Dense(2, activation="tanh")(x), name="inner")
    line = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)], name="line")
    one = inner(shared(a))
    return keras.Model([a, b], [one, line(shared(b))], name="two_in_two_out")


def functional_of_kit():
    a, b = Input((4,), name="a"), Input((4,), name="b")
    shared = Dense(3, name="shared")
    x = Input((3,))
    inner = Model(x, Dense(2, activation="tanh")(x), name="inner")
    line = Sequential([Input((3,)), Dense(2)], name="line")
    one = inner(shared(a))
    return Model([a, b], [one, line(shared(b))], name="two_in_two_out")


def test_functional_models_go_both_ways(tmp_path):
    assert_goes_both_ways(keras, functional_of_keras(), tmp_path)


def test_a_functional_model_of_kit_goes_to_keras(tmp_path):
    model = functional_of_kit()
    model.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    assert_same_predictions(theirs, model, arrays_like(theirs))
    functional_of_keras().save(tmp_path / "keras.keras")
    assert tree(tmp_path / "model.keras") == tree(tmp_path / "keras.keras")


def test_named_inputs_and_outputs_go_both_ways(tmp_path):
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    outputs = {"p": keras.layers.Dense(1)(a), "q": keras.layers.Dense(2)(b)}
    model = keras.Model({"a": a, "b": b}, outputs)
    model.compile("adam", {"p": "mse", "q": "mae"}, metrics={"q": ["mse"]})
    x = {"a": X, "b": X}
    model.save(tmp_path / "model.keras")
    mine = load_model(tmp_path / "model.keras")
    assert_same_predictions(mine, model, x)
    y = {"p": X[:, :1], "q": Y}
    ours = mine.evaluate(x, y, verbose=0, return_dict=True)
    theirs = model.evaluate(x, y, verbose=0, return_dict=True)
    assert ours.keys() == theirs.keys()
    np.testing.assert_allclose(ours["loss"], theirs["loss"], rtol=1e-5)
    mine.fit(x, y, verbose=0)
    mine.save(tmp_path / "back.keras")
    assert_same_predictions(keras.models.load_model(tmp_path / "back.keras"), mine, x)


def test_weights_files_go_both_ways(tmp_path):
    mine, theirs = kit_model(), keras_model()
    for model in (mine, theirs):
        model.compile("adam", "mse")
    mine.fit(X, Y, epochs=2, verbose=0)
    mine.save_weights(tmp_path / "kit.weights.h5")
    theirs.fit(X, Y, epochs=1, verbose=0)
    theirs.load_weights(tmp_path / "kit.weights.h5")
    assert_same_predictions(theirs, mine, X)
    assert int(theirs.optimizer.iterations) == 2
    theirs.fit(X, Y, epochs=3, verbose=0)
    theirs.save_weights(tmp_path / "keras.weights.h5")
    fresh = kit_model()
    fresh.compile("adam", "mse")
    fresh.load_weights(tmp_path / "keras.weights.h5")
    assert_same_predictions(fresh, theirs, X)
    assert int(fresh.optimizer.iterations) == 5


def test_weights_are_taken_from_a_keras_file(tmp_path):
    model = keras_model()
    model.save(tmp_path / "model.keras")
    mine = kit_model()
    mine.load_weights(tmp_path / "model.keras")
    assert_same_predictions(mine, model, X)


def test_json_goes_both_ways():
    theirs = keras.models.model_from_json(functional_of_kit().to_json())
    mine = model_from_json(theirs.to_json())
    mine.set_weights(theirs.get_weights())
    assert_same_predictions(mine, theirs, arrays_like(theirs))


def test_regularizers_constraints_and_initializers_go_both_ways(tmp_path):
    dense = keras.layers.Dense(
        3,
        activation="selu",
        kernel_regularizer=keras.regularizers.L1L2(0.1, 0.2),
        activity_regularizer="l2",
        kernel_constraint=keras.constraints.MaxNorm(1.5),
        bias_constraint="non_neg",
        kernel_initializer=keras.initializers.HeNormal(seed=3),
        bias_initializer=keras.initializers.Constant(0.5),
    )
    model = keras.Sequential([keras.Input((4,)), dense])
    mine, back = assert_goes_both_ways(keras, model, tmp_path)
    ours, theirs = mine.layers[0].get_config(), back.layers[0].get_config()
    for word in ("kernel_regularizer", "kernel_constraint", "bias_initializer"):
        assert ours[word]["class_name"] == theirs[word]["class_name"]
        assert ours[word]["config"] == theirs[word]["config"]


def test_an_embedding_goes_both_ways(tmp_path):
    inputs = keras.Input((5,), dtype="int32")
    outputs = keras.layers.Embedding(10, 3)(inputs)
    assert_goes_both_ways(keras, keras.Model(inputs, outputs), tmp_path)


def test_bfloat16_weights_go_both_ways(tmp_path):
    policy = Sequential([Input((4,)), Dense(2, dtype="bfloat16")])
    policy.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    theirs.save(tmp_path / "back.keras")
    mine = load_model(tmp_path / "back.keras")
    for one, other in zip(mine.get_weights(), policy.get_weights(), strict=True):
        assert str(one.dtype) == "bfloat16"
        np.testing.assert_array_equal(one.astype("float32"), other.astype("float32"))


def test_a_frozen_layer_stays_frozen(tmp_path):
    model = kit_model()
    model.layers[0].trainable = False
    model.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    assert [layer.trainable for layer in theirs.layers] == [False, True]
    mine = load_model(tmp_path / "model.keras")
    assert [layer.trainable for layer in mine.layers] == [False, True]


class KerasPair(keras.Model if hasattr(keras, "Model") else object):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.alpha = keras.layers.Dense(3)
        self.zeta = keras.layers.Dense(2)
        self.blocks = [keras.layers.Dense(3), [keras.layers.Dense(3)]]

    def call(self, x):
        return self.zeta(self.blocks[1][0](self.blocks[0](self.alpha(x))))


class KitPair(Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.alpha = Dense(3)
        self.zeta = Dense(2)
        self.blocks = [Dense(3), [Dense(3)]]

    def call(self, x):
        return self.zeta(self.blocks[1][0](self.blocks[0](self.alpha(x))))


def test_weights_of_classes_go_both_ways(tmp_path):
    mine, theirs = KitPair(), KerasPair()
    mine(X), theirs(X)
    mine.save_weights(tmp_path / "kit.weights.h5")
    theirs.load_weights(tmp_path / "kit.weights.h5")
    np.testing.assert_allclose(mine(X), theirs(X), rtol=1e-5)
    theirs.set_weights([w + 1 for w in theirs.get_weights()])
    theirs.save_weights(tmp_path / "keras.weights.h5")
    mine.load_weights(tmp_path / "keras.weights.h5")
    np.testing.assert_allclose(mine(X), theirs(X), rtol=1e-5)


def test_activation_layers_keep_their_function(tmp_path):
    model = Sequential([Input((4,)), Activation("softmax"), Embedding(3, 2)])
    model.save(tmp_path / "model.keras")
    theirs = keras.models.load_model(tmp_path / "model.keras")
    assert theirs.layers[0].activation is keras.activations.softmax
