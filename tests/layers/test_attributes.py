"""What layers say of attributes that they do not have."""

import copy
import pickle

import numpy as np
import pytest

import kit
from kit import config, layers


def _through_bytes(layer):
    return pickle.loads(pickle.dumps(layer))


def test_weights_are_there_after_the_first_call():
    layer = layers.Dense(3)
    assert not hasattr(layer, "kernel")
    layer(np.zeros((1, 2)))
    assert layer.kernel.shape == (2, 3)


def test_other_names_are_explained_by_python():
    with pytest.raises(AttributeError, match="'Dense' object has no attribute 'x'"):
        _ = layers.Dense(3).x


def test_an_error_inside_of_a_property_stays_the_same():
    class Mine(layers.Layer):
        @property
        def half(self):
            return self.nothing / 2

    with pytest.raises(AttributeError, match="'nothing'"):
        _ = Mine().half


@pytest.mark.parametrize("name", ["Trainable", "trainble", "trainables"])
def test_a_misspelt_trainable_is_an_error(name):
    with pytest.raises(AttributeError, match='Did you mean "trainable"'):
        setattr(layers.Dense(3), name, False)


@pytest.mark.parametrize("name", ["is_trainable", "strain", "tag", "my_kernel"])
def test_names_of_ones_own_may_be_set(name):
    layer = layers.Dense(3)
    setattr(layer, name, 1)
    assert getattr(layer, name) == 1


def test_a_class_of_ones_own_takes_any_name():
    class Mine(kit.Model):
        def __init__(self):
            super().__init__()
            self.trainables = 3

    assert Mine().trainables == 3


def test_nothing_is_said_when_findings_are_off(monkeypatch):
    monkeypatch.setattr(config, "findings", lambda: "off")
    layers.Dense(3).trainabel = True


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, _through_bytes])
def test_layers_are_copied_as_before(copied):
    layer = copied(layers.Flatten(name="flat"))
    assert layer.name == "flat"
    assert not hasattr(layer, "kernel")
