"""The places of layers in files, against those that Keras chooses."""

import h5py
import numpy as np
import pytest

import kit
from kit.layers.core import Dense
from kit.layers.layer import Layer
from kit.saving.state_tree import class_in_files, find_parts, saved_children


def keras_places(model, path):
    model.save_weights(path)
    found = []
    with h5py.File(path) as file:
        file.visit(found.append)
    return {name[: -len("/vars")] for name in found if name.endswith("/vars")}


def kit_places(model):
    return {part.path for part in find_parts(model)} - {""}


def class_in(library):
    class Blocks(library.Model):
        def __init__(self):
            super().__init__()
            layers = library.layers
            self.zeta, self.alpha = layers.Dense(2), layers.Dense(3)
            self._private = layers.Dense(4)
            self.table = {"b": layers.Dense(5), "a": [layers.Dense(6)]}
            self.pair = (layers.Dropout(0.5), layers.Dense(7))
            self.same = self.alpha
            self.number, self.word, self.numbers = 1, "word", [1, 2, 3]

        def call(self, x):
            x = self._private(self.alpha(self.zeta(x)))
            x = self.table["a"][0](self.table["b"](x))
            return self.pair[1](self.pair[0](x))

    return Blocks()


@pytest.mark.filterwarnings("ignore:__array__ impl:DeprecationWarning")
def test_attributes_of_a_class_lie_where_keras_puts_them(tmp_path):
    keras = pytest.importorskip("keras")
    x = np.zeros((1, 2), "float32")
    mine, theirs = class_in(kit), class_in(keras)
    mine(x), theirs(x)
    assert kit_places(mine) == keras_places(theirs, tmp_path / "m.weights.h5")


@pytest.mark.filterwarnings("ignore:__array__ impl:DeprecationWarning")
def test_models_inside_models_lie_where_keras_puts_them(tmp_path):
    keras = pytest.importorskip("keras")

    def nested(library):
        layers, x = library.layers, library.Input((3,))
        inner = library.Model(x, layers.Dense(3)(x))
        line = library.Sequential([library.Input((3,)), layers.Dense(3), inner])
        y = library.Input((3,))
        return library.Model(y, layers.Dense(1)(line(inner(layers.Dense(3)(y)))))

    mine, theirs = nested(kit), nested(keras)
    assert kit_places(mine) == keras_places(theirs, tmp_path / "m.weights.h5")


def test_a_layer_may_name_its_children_itself():
    class Around(Layer):
        def __init__(self):
            super().__init__()
            self.my_own_name = Dense(1)

        def _saved_children(self):
            return {"cell": self.my_own_name}

    assert kit_places(Around()) == {"cell"}


def test_a_graph_is_called_functional():
    x = kit.Input((2,))
    assert class_in_files(kit.Model(x, Dense(1)(x))) == "Functional"
    assert class_in_files(Dense(1)) == "Dense"


def test_what_a_layer_keeps_for_itself_is_not_searched():
    layer = Dense(1)
    layer.build((None, 2))
    assert not [child for _, child in saved_children(layer) if child is layer]
    assert [part.owner for part in find_parts(layer)] == [layer]
