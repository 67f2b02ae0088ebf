"""The names that programs written for Keras look for under keras.backend."""

import numpy as np

from kit import backend, config, utils
from kit.naming import auto_name
from kit.variables import Variable


def test_settings_are_those_of_config():
    assert backend.floatx() == "float32"
    assert backend.epsilon() == 1e-7
    assert backend.image_data_format() == "channels_last"
    assert backend.set_floatx is config.set_floatx
    assert backend.backend() == "jax"


def test_clear_session_starts_names_again():
    auto_name("dense")
    for clear in (backend.clear_session, utils.clear_session):
        clear()
        assert auto_name("dense") == "dense"
    backend.clear_session(free_memory=False)
    assert auto_name("dense") == "dense"


def test_values_of_variables():
    variable = Variable([1.0, 2.0])
    backend.set_value(variable, [3.0, 4.0])
    value = backend.get_value(variable)
    assert isinstance(value, np.ndarray)
    assert value.tolist() == [3.0, 4.0]
