import numpy as np
import pytest

import kit
from kit import layers

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_like_keras,
    assert_same,
    random_inputs,
)

pytestmark = pytest.mark.filterwarnings("ignore")

MASK = np.array([[1, 1, 0, 1, 0, 0], [0, 0, 1, 1, 1, 1], [1, 1, 1, 0, 1, 1]], bool)


@pytest.fixture
def x():
    return random_inputs((3, 6, 4))


@pytest.mark.parametrize("mode", ["concat", "sum", "mul", "ave", None])
@pytest.mark.parametrize(
    ("layer", "options"),
    [
        (layers.LSTM, {"return_state": True}),
        (layers.GRU, {"return_sequences": True}),
    ],
)
@pytest.mark.parametrize("mask", [None, MASK])
def test_outputs_are_those_of_keras(layer, options, mode, mask, x):
    both = layers.Bidirectional(layer(5, **options), merge_mode=mode)
    twin = assert_like_keras(both, x, mask=mask)
    ours = both.compute_output_shape((None, 6, 4))
    theirs = twin.compute_output_shape((None, 6, 4))
    assert ours == theirs


def test_both_directions_side_by_side(x):
    both = layers.Bidirectional(layers.SimpleRNN(5, return_sequences=True))
    outputs = np.asarray(both(x))
    assert_same(outputs[..., :5], both.forward_layer(x))
    assert_same(outputs[..., 5:], both.backward_layer(x)[:, ::-1])
    assert both.forward_layer.name == "forward_simple_rnn"
    assert both.backward_layer.name == "backward_simple_rnn"
    kernels = [weight for weight in both.weights if weight.name == "kernel"]
    assert (kernels[0].numpy() != kernels[1].numpy()).any()


def test_initial_states_as_in_keras(x):
    states = random_inputs(*[(3, 5)] * 4, seed=1)
    both = layers.Bidirectional(layers.LSTM(5, return_state=True))
    assert_like_keras(both, x, initial_state=states)


def test_a_backward_layer_of_its_own(x):
    both = layers.Bidirectional(
        layers.LSTM(5), backward_layer=layers.GRU(3, go_backwards=True)
    )
    assert_like_keras(both, x)
    assert both(x).shape == (3, 8)


def test_stateful_as_in_keras(x):
    both = layers.Bidirectional(layers.GRU(5, stateful=True))
    first = both(x)
    second = both(x)
    assert np.abs(np.asarray(first - second)).max() > 1e-4
    assert len(both.states) == 2
    both.reset_state()
    assert_same(both(x), first)


def test_masks_pass_through_two_of_them():
    def build(library):
        inputs = library.Input((6,))
        x = library.layers.Embedding(9, 4, mask_zero=True)(inputs)
        lstm = library.layers.LSTM(3, return_sequences=True)
        x = library.layers.Bidirectional(lstm)(x)
        x = library.layers.Bidirectional(library.layers.LSTM(2))(x)
        return library.Model(inputs, x)

    words = np.random.default_rng(2).integers(0, 3, (4, 6))
    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    assert_same(ours(words), theirs(words))


def test_files_go_both_ways(x, tmp_path):
    model = kit.Sequential(
        [kit.Input((6, 4)), layers.Bidirectional(layers.LSTM(5)), layers.Dense(1)]
    )
    model.save(tmp_path / "ours.keras")
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    assert_same(model(x), theirs(x))
    theirs.save(tmp_path / "theirs.keras")
    assert_same(kit.models.load_model(tmp_path / "theirs.keras")(x), model(x))


def test_weights_to_start_from(x):
    first = layers.Bidirectional(layers.GRU(5))
    outputs = first(x)
    second = layers.Bidirectional(layers.GRU(5), weights=first.get_weights())
    assert_same(second(x), outputs)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"layer": 3}, "not a layer"),
        ({"layer": layers.LSTM(2), "merge_mode": "add"}, "no way to combine"),
        (
            {"layer": layers.LSTM(2), "backward_layer": layers.LSTM(2)},
            "opposite values",
        ),
        (
            {
                "layer": layers.LSTM(2, return_sequences=True),
                "backward_layer": layers.LSTM(2, go_backwards=True),
            },
            "return_sequences=True and False",
        ),
    ],
)
def test_wrong_arguments_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        layers.Bidirectional(**arguments)
