"""Single objects and nested structures of them, as Keras describes them."""

import pytest

from kit.layers.core import Dense
from kit.losses import Huber
from kit.optimizers import Adam
from kit.saving import deserialize_keras_object, serialize_keras_object


@pytest.mark.parametrize(
    "thing", [Dense(3, activation="tanh"), Adam(0.5), Huber(delta=2.0)]
)
def test_objects_come_back(thing):
    again = deserialize_keras_object(serialize_keras_object(thing))
    assert type(again) is type(thing)
    assert again.get_config() == thing.get_config()


def test_structures_of_objects_come_back():
    plain = serialize_keras_object({"a": [Adam(0.5), 1], "b": "text"})
    found = deserialize_keras_object(plain)
    assert isinstance(found["a"][0], Adam) and found["a"][1:] == [1]
    assert found["b"] == "text"


@pytest.mark.filterwarnings("ignore:__array__ impl:DeprecationWarning")
def test_keras_describes_them_alike():
    keras = pytest.importorskip("keras")
    arguments = {"learning_rate": 0.25, "beta_1": 0.5, "name": "adam"}
    theirs = keras.saving.serialize_keras_object(keras.optimizers.Adam(**arguments))
    assert serialize_keras_object(Adam(**arguments)) == theirs


def test_own_classes():
    class Own(Dense):
        pass

    plain = serialize_keras_object(Own(3))
    with pytest.raises(ValueError, match="Own"):
        deserialize_keras_object(plain)
    assert deserialize_keras_object(plain, {"Own": Own}).units == 3
