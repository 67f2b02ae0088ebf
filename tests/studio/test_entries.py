import numpy as np
import pytest

from kit import random
from kit.layers.core import Dense, InputLayer
from kit.layers.layer import Layer
from kit.models.sequential import Sequential
from kit.serialization import register_keras_serializable
from kit.studio import entries
from kit.utils.seeds import set_random_seed
from tests.studio.layer_cases import CASES, make


@register_keras_serializable("tests_of_the_studio")
class Doubled(Layer):
    """A layer without a rule for its output shape, with a weight of its own."""

    def build(self, input_shape):
        self.factor = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return inputs * (2 * self.factor)


@pytest.mark.parametrize("class_name", CASES)
def test_an_outline_agrees_with_the_real_layer(class_name):
    shape, arguments = CASES[class_name]
    layer = make(class_name, arguments)
    model = Sequential([InputLayer(shape=shape), layer])
    outline = entries.outline(model.get_config()["layers"][1], (None, *shape))
    assert outline.error is None
    assert outline.shape == model.output_shape
    trainable = sum(np.prod(w.shape) for w in layer.trainable_weights)
    frozen = sum(np.prod(w.shape) for w in layer.non_trainable_weights)
    assert (outline.trainable, outline.frozen) == (trainable, frozen)


def test_a_layer_of_the_user_without_a_rule_is_traced():
    model = Sequential([InputLayer(shape=(4,)), Doubled()])
    entry = model.get_config()["layers"][1]
    assert entries.class_of(entry) is Doubled
    assert entries.outline(entry, (None, 4)) == ((None, 4), 4, 0, None)


def test_a_class_that_nobody_registered_is_a_finding():
    class Stranger(Layer):
        def call(self, inputs):
            return inputs

    model = Sequential([InputLayer(shape=(4,)), Stranger()])
    entry = model.get_config()["layers"][1]
    finding = entries.outline(entry, (None, 4)).error
    assert "Stranger" in finding.what or "stranger" in finding.what


def test_looking_at_layers_draws_no_seed():
    set_random_seed(1)
    expected = random.next_seed()
    set_random_seed(1)
    for class_name, (shape, arguments) in CASES.items():
        plain = entries.plain(arguments)
        entry = entries.make_entry(class_name, plain, f"never_seen_{class_name}")
        entries.outline(entry, (None, *shape))
        entries.changed(entry, {"name": "x"})
        entries.chosen_arguments(entry)
    assert random.next_seed() == expected


def test_a_huge_layer_costs_no_memory():
    entry = entries.make_entry("Dense", {"units": 10**9}, "huge")
    assert entries.outline(entry, (None, 10**6)).trainable == 10**15 + 10**9


def test_an_outline_says_what_is_wrong():
    entry = entries.make_entry("Dense", {"units": 3}, "dense")
    wrong = entries.changed(entry, {"units": -3})
    assert wrong["config"]["units"] == -3
    finding = entries.outline(wrong, (None, 4)).error
    assert finding.what == "units=-3 is not a size."
    assert "units=64" in finding.fix


def test_what_follows_from_an_argument_goes_on_to_follow():
    entry = entries.make_entry("MaxPooling2D", {"pool_size": 3}, "pool")
    assert entry["config"]["strides"] == [3, 3]
    wrong = entries.changed(entry, {"pool_size": [0, 2]})
    again = entries.changed(wrong, {"pool_size": [4, 4]})
    assert again["config"]["strides"] == [4, 4]
    chosen = entries.changed(again, {"strides": [1, 1]})
    assert entries.changed(chosen, {"pool_size": 2})["config"]["strides"] == [1, 1]


@pytest.mark.parametrize("class_name", CASES)
def test_chosen_arguments_make_the_same_entry(class_name):
    _, arguments = CASES[class_name]
    entry = entries.make_entry(class_name, entries.plain(arguments), "layer")
    chosen = entries.chosen_arguments(entry)
    assert set(chosen) <= set(arguments)
    assert entries.make_entry(class_name, chosen, "layer") == entry


def test_an_entry_is_what_the_layer_itself_writes():
    entry = entries.make_entry("Dense", {"units": 3, "activation": "relu"}, "dense")
    layer = Dense(3, activation="relu", name="dense")
    config = Sequential([layer]).get_config()["layers"][0]
    assert entry == entries.plain(config)


def test_names_are_those_that_kit_would_choose():
    assert entries.automatic_name("MaxPooling2D", set()) == "max_pooling2d"
    assert entries.automatic_name("Conv2D", {"conv2d", "conv2d_1"}) == "conv2d_2"
    assert entries.is_automatic_name("Conv2D", "conv2d_31")
    assert not entries.is_automatic_name("Conv2D", "conv2d_edges")


def test_unknown_layers_are_refused_with_a_proposal():
    with pytest.raises(ValueError, match='Did you mean "dense"'):
        entries.make_entry("Dens", {}, "x")
