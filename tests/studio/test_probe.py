import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.layers.dropout import Dropout
from kit.layers.reshaping import Flatten
from kit.models.model import Model
from kit.models.sequential import Sequential
from kit.studio.probe import Probe


@pytest.fixture
def model():
    return Sequential(
        [
            Input((4, 3)),
            Flatten(),
            Dense(6, "tanh", name="hidden"),
            Dropout(0.5),
            Dense(2, "softmax", name="last"),
        ]
    )


def batch():
    return np.random.default_rng(0).normal(size=(5, 4, 3)).astype("float32")


def test_outputs_are_those_of_predict(model):
    expected = model.predict(batch(), verbose=0)
    np.testing.assert_allclose(Probe(model).outputs(batch()), expected, rtol=1e-5)


def test_the_output_of_a_layer_by_hand(model):
    (hidden,) = Probe(model).layer_outputs(batch(), ["hidden"])
    kernel, bias = model.get_layer("hidden").get_weights()
    expected = np.tanh(batch().reshape(5, 12) @ kernel + bias)
    np.testing.assert_allclose(hidden, expected, rtol=1e-4, atol=1e-5)


def test_it_keeps_the_weights_of_its_moment(model):
    probe = Probe(model)
    before = probe.outputs(batch())
    weights = model.get_weights()
    model.set_weights([2 * w for w in weights])
    np.testing.assert_array_equal(probe.outputs(batch()), before)
    assert Probe.of(model, probe) is probe
    np.testing.assert_allclose(
        probe.outputs(batch()), model.predict(batch(), verbose=0), rtol=1e-5
    )


def test_another_model_gets_another_probe(model):
    probe = Probe(model)
    other = Sequential([Input((4,)), Dense(2)])
    assert Probe.of(other, probe).model is other


def test_the_last_hidden_layer(model):
    assert Probe(model).last_hidden().name == "hidden"
    linear = Sequential([Input((2, 2)), Flatten(), Dense(3)])
    assert Probe(linear).last_hidden().layer is linear.layers[0]


def test_a_layer_that_is_called_twice():
    x = Input((3,))
    shared = Dense(3, name="shared")
    probe = Probe(Model(x, shared(shared(x))))
    assert [place.name for place in probe.places] == ["shared", "shared #2"]
    kernel, bias = shared.get_weights()
    (once,) = probe.layer_outputs(np.ones((1, 3)), ["shared"])
    np.testing.assert_allclose(once, np.ones((1, 3)) @ kernel + bias, rtol=1e-5)


def test_a_model_without_a_graph_is_refused():
    class Own(Model):
        def call(self, inputs):
            return inputs

    with pytest.raises(ValueError, match="cannot be looked into"):
        Probe(Own())


def test_a_model_and_its_copy_take_turns_without_a_new_program(model):
    copy = Sequential.from_config(model.get_config())
    now = Probe.of(model)
    now.outputs(batch())
    past = Probe.of(copy, now)
    assert past is not now and past.model is copy
    again = Probe.of(model, past)
    assert again is now and Probe.of(copy, again) is past
    model.get_layer("last").set_weights([np.ones((6, 2)), np.zeros(2)])
    np.testing.assert_allclose(Probe.of(model, past).outputs(batch()), 0.5)
    third = Probe.of(Sequential.from_config(model.get_config()), past)
    assert Probe.of(model, third) is not now  # only two are kept
