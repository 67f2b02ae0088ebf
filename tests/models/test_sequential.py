"""Sequential models against those of Keras: growing, building, describing."""

import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")

pytestmark = pytest.mark.filterwarnings("ignore")

X = np.random.default_rng(0).normal(size=(5, 4)).astype("float32")


@pytest.fixture(autouse=True)
def _fresh_names():
    keras.utils.clear_session(free_memory=False)


def growing(library):
    model = library.Sequential()
    seen = [model.built, len(model.layers)]
    model.add(library.Input((4,)))
    model.add(library.layers.Dense(3))
    seen += [model.built, model.output_shape, model.count_params()]
    model.add(library.layers.Dense(2))
    seen += [model.output_shape, model.count_params()]
    model.pop()
    seen += [model.output_shape, len(model.weights)]
    model.add(library.layers.Dense(7))
    seen += [model.output_shape, np.asarray(model(X)).shape]
    return [*seen, [layer.name for layer in model.layers], model.name]


def built_later(library):
    model = library.Sequential([library.layers.Dense(3), library.layers.Dense(2)])
    seen = [model.built, len(model.weights)]
    model.build((None, 4))
    return [*seen, model.built, len(model.weights), model.output_shape]


def built_by_data(library):
    model = library.Sequential([library.layers.Dense(3)])
    model(X)
    return [model.built, len(model.weights), model.output_shape]


def model_first(library):
    encoder = library.Sequential([library.Input((4,)), library.layers.Dense(3)])
    model = library.Sequential([encoder, library.layers.Dense(1)])
    names = [layer.name for layer in model.layers]
    return [model.built, model.output_shape, names, model.count_params()]


def shared(library):
    dense = library.layers.Dense(3)
    one = library.Sequential([library.Input((4,)), dense])
    other = library.Sequential([library.Input((4,)), dense, library.layers.Dense(1)])
    same = one.layers[0] is other.layers[0]
    return [same, len(other.weights), dense.output.shape]


def same_layer_twice(library):
    relu = library.layers.Activation("relu")
    dense = library.layers.Dense(4)
    model = library.Sequential([library.Input((4,)), dense, relu, dense, relu])
    names = [layer.name for layer in model.layers]
    return [names, model.count_params(), model.output_shape]


def names_of_models(library):
    names = []
    for _ in range(2):
        model = library.Sequential([library.Input((4,)), library.layers.Dense(3)])
        x = library.Input((4,))
        names += [model.name, library.Model(x, library.layers.Dense(3)(x)).name]
    return names


STORIES = [
    growing,
    built_later,
    built_by_data,
    model_first,
    shared,
    same_layer_twice,
    names_of_models,
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_it_behaves_as_in_keras(story):
    assert story(kit) == story(keras)


@pytest.mark.parametrize("first", [True, False])
def test_descriptions_go_both_ways(first):
    def build(library):
        inputs = [library.Input((4,))] if first else []
        dense = library.layers.Dense
        model = library.Sequential([*inputs, dense(3, activation="relu"), dense(2)])
        model(X)
        return model

    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    np.testing.assert_allclose(ours(X), theirs(X), rtol=1e-5)
    to_keras = keras.models.model_from_json(ours.to_json())
    to_keras.set_weights(ours.get_weights())
    np.testing.assert_allclose(to_keras(X), ours(X), rtol=1e-5)
    to_kit = kit.models.model_from_json(theirs.to_json())
    to_kit.set_weights(ours.get_weights())
    np.testing.assert_allclose(to_kit(X), ours(X), rtol=1e-5)
    again = kit.Sequential.from_config(ours.get_config())
    again.set_weights(ours.get_weights())
    np.testing.assert_allclose(again(X), ours(X), rtol=1e-5)
    assert set(ours.get_config()) == set(theirs.get_config())


def test_the_input_shape_of_earlier_years_is_understood(capsys):
    model = kit.Sequential([layers.Dense(3, input_shape=(4,)), layers.Dense(2)])
    assert model.output_shape == (None, 2)
    assert "Input(shape=(...))" in capsys.readouterr().out


def test_what_cannot_be_added_is_named():
    model = kit.Sequential([kit.Input((4,)), layers.Dense(2, name="same")])
    with pytest.raises(ValueError, match="not a layer"):
        model.add(3)
    with pytest.raises(ValueError, match="the class Dense, not an object"):
        model.add(layers.Dense)
    with pytest.raises(ValueError, match='already has a layer called "same"'):
        model.add(layers.Dense(1, name="same"))
    with pytest.raises(ValueError, match="first layer only"):
        model.add(kit.Input((3,)))
    assert [layer.name for layer in model.layers] == ["same"]
    assert model.output_shape == (None, 2)


def test_a_layer_that_does_not_fit_leaves_the_model_as_it_was():
    model = kit.Sequential([kit.Input((4,)), layers.Dense(2)])
    with pytest.raises(ValueError, match="conv2d"):
        model.add(layers.Conv2D(3, 3))
    assert model.output_shape == (None, 2)
    assert np.asarray(model(X)).shape == (5, 2)


def test_an_empty_model_has_nothing_to_take_away():
    with pytest.raises(ValueError, match="no layer to take away"):
        kit.Sequential().pop()


def test_sizes_are_unknown_before_the_first_data():
    model = kit.Sequential([layers.Dense(3)])
    with pytest.raises(ValueError, match="input shape is unknown"):
        model.count_params()
    with pytest.raises(AttributeError, match="Begin it with Input"):
        model.output_shape  # noqa: B018
