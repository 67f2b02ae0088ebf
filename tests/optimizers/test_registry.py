"""Finding an optimizer by what a user writes."""

import numpy as np
import pytest

from kit import optimizers
from kit.optimizers.adam import Adam
from tests.optimizers.test_optimizer import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_names_are_found_in_any_case(name):
    assert type(optimizers.get(name)).__name__ == name
    assert type(optimizers.get(name.lower())).__name__ == name


def test_objects_classes_descriptions_and_none():
    optimizer = Adam(beta_1=0.5)
    assert optimizers.get(optimizer) is optimizer
    assert isinstance(optimizers.get(Adam), Adam)
    assert optimizers.get(optimizers.serialize(optimizer)).beta_1 == 0.5
    short = {"class_name": "adam", "config": {"learning_rate": 0.5}}
    assert float(optimizers.get(short).learning_rate) == 0.5
    assert optimizers.get(None) is None


def test_a_misspelt_name_gets_a_proposal():
    with pytest.raises(ValueError, match=r'Did you mean "[aA]dam"\?'):
        optimizers.get("adamm")


@pytest.mark.parametrize("value", [3, dict, np.sin, []])
def test_strangers_are_refused(value):
    with pytest.raises(ValueError, match="cannot be used as an optimizer"):
        optimizers.get(value)


def test_a_class_of_the_user_is_found():
    class Mine(Adam):
        pass

    described = optimizers.serialize(Mine(beta_1=0.5))
    found = optimizers.deserialize(described, custom_objects={"Mine": Mine})
    assert isinstance(found, Mine) and found.beta_1 == 0.5
