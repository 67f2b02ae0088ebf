"""Variables, as a user prints them."""

import jax
import pytest

import kit

keras = pytest.importorskip("keras")


def test_weights_print_as_in_keras():
    texts = []
    for library in (kit, keras):
        library.utils.clear_session(free_memory=False)
        layer = library.layers.Dense(2, kernel_initializer="ones")
        layer.build((None, 3))
        texts.append(str(layer.weights))
    assert texts[0] == texts[1]


def test_a_traced_variable_prints_without_its_value():
    variable = kit.Variable([1.0], name="v")

    def look(value):
        with kit.variables.Scope([variable], [value]):
            return repr(variable), variable.value

    texts = []
    jax.jit(lambda value: texts.append(look(value)[0]))(variable.value)
    assert texts == ["<Variable path=v, shape=(1,), dtype=float32>"]
