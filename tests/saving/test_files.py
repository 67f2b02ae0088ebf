"""Models and weights to files of kit and back: what stays, and what is said."""

import json
import os

import jax.numpy as jnp
import numpy as np
import optax
import pytest

import kit
from kit.layers.core import Activation, Dense, Embedding, Input
from kit.layers.layer import Layer
from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.saving import files
from kit.saving.files import load_model, load_weights, model_from_json, save_weights
from kit.serialization import register_keras_serializable

X = np.random.default_rng(0).normal(size=(8, 4)).astype("float32")
Y = np.random.default_rng(1).normal(size=(8, 2)).astype("float32")
ENDINGS = [".keras", ".h5"]


def line():
    return Sequential([Input(shape=(4,)), Dense(3, activation="tanh"), Dense(2)])


def trained():
    model = line()
    model.compile("adam", "mean_squared_error", metrics=["mae"])
    model.fit(X, Y, epochs=2, verbose=0)
    return model


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_trained_model_goes_on_as_if_it_had_never_been_saved(tmp_path, ending):
    model = trained()
    model.save(tmp_path / f"model{ending}")
    loaded = load_model(tmp_path / f"model{ending}")
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))
    assert loaded.evaluate(X, Y, verbose=0) == model.evaluate(X, Y, verbose=0)
    for one in (model, loaded):
        one.fit(X, Y, epochs=3, verbose=0, shuffle=False)
    for mine, other in zip(loaded.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-6)


@pytest.mark.parametrize("ending", ENDINGS)
def test_compile_false_gives_a_model_that_predicts(tmp_path, ending):
    trained().save(tmp_path / f"model{ending}")
    loaded = load_model(tmp_path / f"model{ending}", compile=False)
    assert not loaded.compiled
    assert loaded.predict(X).shape == (8, 2)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_model_that_was_never_compiled(tmp_path, ending):
    line().save(tmp_path / f"model{ending}")
    assert not load_model(tmp_path / f"model{ending}").compiled


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_graph_with_shared_and_inner_layers(tmp_path, ending):
    a, b = Input((4,), name="a"), Input((4,), name="b")
    shared, inner = Dense(4, name="shared"), line()
    outputs = {"one": inner(shared(a)), "two": shared(b)}
    model = Model({"a": a, "b": b}, outputs)
    model.save(tmp_path / f"model{ending}")
    loaded = load_model(tmp_path / f"model{ending}")
    found, expected = loaded.predict({"a": X, "b": X}), model.predict({"a": X, "b": X})
    for key in ("one", "two"):
        np.testing.assert_array_equal(found[key], expected[key])
    assert loaded.name == model.name


def test_a_model_without_input_is_built_by_its_data(tmp_path):
    model = Sequential([Dense(3), Dense(2)])
    model.compile("sgd", "mse")
    model.fit(X, Y, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))


@register_keras_serializable(package="lesson")
class Scale(Layer):
    def __init__(self, start=2.0, **kwargs):
        super().__init__(**kwargs)
        self.start = start

    def build(self, input_shape):
        self.factor = self.add_weight((), initializer="ones", name="factor")
        self.factor.assign(self.start)

    def call(self, inputs):
        return inputs * self.factor


class Square(Layer):
    def call(self, inputs):
        return inputs**2


@pytest.mark.parametrize("ending", ENDINGS)
def test_layers_of_ones_own(tmp_path, ending):
    model = Sequential([Input((4,)), Scale(3.0), Square()])
    model.save(tmp_path / f"model{ending}")
    with pytest.raises(ValueError, match='kit knows no layer called "Square"'):
        load_model(tmp_path / f"model{ending}")
    with pytest.raises(ValueError, match="custom_objects"):
        load_model(tmp_path / f"model{ending}")
    own = {"Square": Square}
    loaded = load_model(tmp_path / f"model{ending}", custom_objects=own)
    np.testing.assert_allclose(loaded(X), 9 * X**2, rtol=1e-6)
    with kit.saving.custom_object_scope(own):
        assert load_model(tmp_path / f"model{ending}").count_params() == 1


@register_keras_serializable(package="lesson")
class Pair(Model):
    def __init__(self, width=3, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.first, self.second = Dense(width), Dense(2)

    def call(self, inputs):
        return self.second(jnp.tanh(self.first(inputs)))


def test_a_model_written_as_a_class(tmp_path):
    model = Pair(width=5)
    model.compile("adam", "mse")
    model.fit(X, Y, epochs=2, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = load_model(tmp_path / "model.keras")
    assert type(loaded) is Pair and loaded.width == 5
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))


def own_loss(y_true, y_pred):
    return jnp.mean((y_true - y_pred) ** 4, axis=-1)


def bend(x):
    return x / (1 + abs(x))


def test_functions_of_ones_own(tmp_path):
    model = Sequential([Input((4,)), Dense(2, activation=bend)])
    model.compile("sgd", own_loss, metrics=[own_loss])
    model.save(tmp_path / "model.keras")
    with pytest.raises(ValueError, match="bend"):
        load_model(tmp_path / "model.keras")
    own = {"own_loss": own_loss, "bend": bend}
    loaded = load_model(tmp_path / "model.keras", custom_objects=own)
    assert loaded.evaluate(X, Y, verbose=0) == model.evaluate(X, Y, verbose=0)


def test_a_lambda_in_compile_is_left_out_with_a_note(tmp_path, capsys):
    model = line()
    model.compile("sgd", lambda y_true, y_pred: abs(y_true - y_pred))
    model.save(tmp_path / "model.keras")
    assert "call compile after loading" in capsys.readouterr().out
    assert not load_model(tmp_path / "model.keras").compiled


def test_an_optax_transformation_is_left_out_with_a_note(tmp_path, capsys):
    model = line()
    model.compile(optax.adam(0.01), "mse")
    model.fit(X, Y, verbose=0)
    model.save(tmp_path / "model.keras")
    assert "optax" in capsys.readouterr().out
    loaded = load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(X), model.predict(X))


def test_a_lambda_in_the_model_cannot_be_saved(tmp_path):
    model = Sequential([Input((4,)), Activation(lambda x: x**2)])
    with pytest.raises(ValueError, match="lambda"):
        model.save(tmp_path / "model.keras")
    assert os.listdir(tmp_path) == []


def test_an_error_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "model.keras"
    model = line()
    model.save(path)
    before = path.read_bytes()

    def full_disk(*arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(files, "write_archive", full_disk)
    with pytest.raises(OSError, match="No space"):
        trained().save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["model.keras"]


def test_overwrite_false_keeps_an_existing_file(tmp_path):
    path = tmp_path / "model.keras"
    line().save(path, overwrite=False)
    before = path.read_bytes()
    with pytest.raises(FileExistsError, match="exists already"):
        line().save(path, overwrite=False)
    with pytest.raises(FileExistsError, match="exists already"):
        (tmp_path / "m.weights.h5").touch()
        line().save_weights(tmp_path / "m.weights.h5", overwrite=False)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["model", "model.pkl", "model.txt", "model.zip"])
def test_other_endings(tmp_path, name):
    with pytest.raises(ValueError, match=r'"model\.keras"'):
        line().save(tmp_path / name)
    (tmp_path / name).touch()
    with pytest.raises(ValueError, match=r"ends in \.keras"):
        load_model(tmp_path / name)
    with pytest.raises(ValueError, match=r"\.weights\.h5"):
        line().save_weights(tmp_path / name)


def test_a_missing_file_proposes_a_similar_one(tmp_path):
    line().save(tmp_path / "my_best_model.h5")
    with pytest.raises(FileNotFoundError, match='Did you mean "my_best_model.h5"'):
        load_model(tmp_path / "my_best_modle.h5")
    with pytest.raises(FileNotFoundError, match="nor its folder"):
        load_model(tmp_path / "no" / "model.keras")
    with pytest.raises(FileNotFoundError, match="os.makedirs"):
        line().save(tmp_path / "no" / "model.keras")


def test_a_name_that_is_no_name():
    for name in (None, 5, b"model.keras", ""):
        with pytest.raises(TypeError, match="not the name of a file"):
            line().save(name)


def test_weights_of_another_model_change_nothing(tmp_path):
    path = tmp_path / "model.weights.h5"
    save_weights(line(), path)
    other = Sequential([Input((4,)), Dense(3), Dense(5), Dense(2)])
    before = other.get_weights()
    with pytest.raises(ValueError, match=r"shape \(3, 2\) in the file"):
        load_weights(other, path)
    for old, new in zip(before, other.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_skip_mismatch_takes_what_fits(tmp_path, capsys):
    path = tmp_path / "model.weights.h5"
    model = line()
    save_weights(model, path)
    other = Sequential([Input((4,)), Dense(3), Dense(7)])
    last = other.layers[1].get_weights()[0]
    load_weights(other, path, skip_mismatch=True)
    np.testing.assert_array_equal(
        other.layers[0].get_weights()[0], model.layers[0].get_weights()[0]
    )
    np.testing.assert_array_equal(other.layers[1].get_weights()[0], last)
    assert "skipped" in capsys.readouterr().out


def test_a_model_without_weights(tmp_path):
    model = Sequential([Dense(2)])
    with pytest.raises(ValueError, match="it has none yet"):
        save_weights(model, tmp_path / "model.weights.h5")
    save_weights(line(), tmp_path / "model.weights.h5")
    with pytest.raises(ValueError, match="it has none yet"):
        load_weights(model, tmp_path / "model.weights.h5")


def test_plain_h5_names_for_weights(tmp_path):
    model, other = line(), line()
    save_weights(model, tmp_path / "model.h5")
    load_weights(other, tmp_path / "model.h5")
    np.testing.assert_array_equal(other.predict(X), model.predict(X))


@pytest.mark.parametrize("ending", ENDINGS)
def test_weights_from_the_file_of_a_model(tmp_path, ending):
    model, other = line(), line()
    model.save(tmp_path / f"model{ending}")
    load_weights(other, tmp_path / f"model{ending}")
    np.testing.assert_array_equal(other.predict(X), model.predict(X))


def test_json_keeps_the_architecture():
    model = trained()
    text = model.to_json()
    again = model_from_json(text)
    assert json.loads(again.to_json()) == json.loads(text)
    again.set_weights(model.get_weights())
    np.testing.assert_array_equal(again.predict(X), model.predict(X))


def test_json_with_layers_of_ones_own():
    text = Sequential([Input((4,)), Square()]).to_json()
    with pytest.raises(ValueError, match="Square"):
        model_from_json(text)
    assert model_from_json(text, {"Square": Square})(X).shape == (8, 4)


def test_loading_does_not_depend_on_names_made_before(tmp_path):
    """A second model in a notebook has layers called dense_2, dense_3."""
    line(), line()
    model = line()
    model.save_weights(tmp_path / "model.weights.h5")
    other = line()
    other.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_array_equal(other.predict(X), model.predict(X))


def test_whole_numbers_and_tables(tmp_path):
    model = Sequential([Input((5,), dtype="int32"), Embedding(10, 3)])
    model.save(tmp_path / "model.keras")
    x = np.arange(10).reshape(2, 5)
    loaded = load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(loaded.predict(x), model.predict(x))


def test_a_path_may_begin_with_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    line().save("~/model.keras")
    assert (tmp_path / "model.keras").exists()
    assert load_model("~/model.keras").count_params() == 23
