import jax
import jax.numpy as jnp
import numpy as np
import pytest

import kit
from kit import layers
from kit.models.sequential import Sequential

keras = pytest.importorskip("keras")
from tests.layers.keras_twin import (  # noqa: E402
    assert_like_keras,
    assert_same,
    random_inputs,
    to_keras,
    to_kit,
)

pytestmark = pytest.mark.filterwarnings("ignore")

KINDS = ["SimpleRNN", "LSTM", "GRU"]
MASK = np.array([[1, 1, 0, 1, 0, 0], [0, 0, 1, 1, 1, 1], [1, 1, 1, 0, 1, 1]], bool)
STATES = {"SimpleRNN": 1, "GRU": 1, "LSTM": 2}


@pytest.fixture
def x():
    return random_inputs((3, 6, 4))


def make(kind, **options):
    return getattr(layers, kind)(5, **options)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"return_sequences": True, "return_state": True},
        {"go_backwards": True},
        {"return_sequences": True, "unroll": True},
        {"use_bias": False, "activation": "relu", "bias_initializer": "ones"},
    ],
)
def test_outputs_are_those_of_keras(kind, options, x):
    layer = make(kind, **options)
    twin = assert_like_keras(layer, x)
    assert layer.compute_output_shape((None, 6, 4)) == twin.compute_output_shape(
        (None, 6, 4)
    )


@pytest.mark.parametrize(
    "layer",
    [
        layers.GRU(5, reset_after=False),
        layers.GRU(5, reset_after=False, use_bias=False, return_sequences=True),
        layers.GRU(5, recurrent_activation="hard_sigmoid"),
        layers.LSTM(5, unit_forget_bias=False),
        layers.LSTM(5, recurrent_activation="hard_sigmoid", activation="relu"),
        layers.RNN(layers.LSTMCell(5), zero_output_for_mask=True),
        layers.RNN([layers.LSTMCell(5), layers.GRUCell(3)], return_sequences=True),
        layers.RNN([layers.LSTMCell(5), layers.LSTMCell(3)], return_state=True),
        layers.RNN([layers.SimpleRNNCell(5), layers.GRUCell(3)], go_backwards=True),
    ],
)
def test_other_forms_are_those_of_keras(layer, x):
    assert_like_keras(layer, x, mask=MASK)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("backwards", "zero"), [(False, True), (True, False)])
def test_masked_steps_are_skipped_as_in_keras(kind, backwards, zero, x):
    layer = make(
        kind,
        return_sequences=True,
        return_state=True,
        go_backwards=backwards,
        zero_output_for_mask=zero,
    )
    assert_like_keras(layer, x, mask=MASK)


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_steps_that_count_matter(kind, x):
    layer = make(kind)
    shorter = layer(x[:1, [0, 1, 3]])
    assert_same(layer(x[:1], mask=jnp.array(MASK[:1])), shorter)


@pytest.mark.parametrize("kind", KINDS)
def test_unrolled_is_the_same_as_a_loop(kind, x):
    layer = make(kind, return_sequences=True)
    outputs = layer(x, mask=jnp.array(MASK))
    layer.unroll = True
    assert_same(layer(x, mask=jnp.array(MASK)), outputs)


@pytest.mark.parametrize("kind", KINDS)
def test_initial_state_as_in_keras(kind, x):
    states = random_inputs(*[(3, 5)] * STATES[kind], seed=1)
    states = list(states) if isinstance(states, list) else [states]
    assert_like_keras(make(kind, return_state=True), x, initial_state=states)


@pytest.mark.parametrize("kind", KINDS)
def test_stateful_goes_on_until_reset(kind, x):
    layer = make(kind, stateful=True, return_sequences=True)
    twin = to_keras(layer)
    first = layer(x)
    twin(x)
    twin.set_weights(layer.get_weights())
    twin.reset_state()
    assert_same(first, twin(x))
    assert_same(layer(x), twin(x))
    layer.reset_state()
    assert_same(layer(x), first)
    whole = make(kind, return_sequences=True)
    whole.build(x.shape)
    whole.set_weights(layer.get_weights())
    layer.reset_state()
    halves = [layer(x[:, :3]), layer(x[:, 3:])]
    assert_same(np.concatenate(halves, axis=1), whole(x))


def test_stateful_states_are_carried_through_training(x):
    inputs = kit.Input((6, 4), batch_size=3)
    model = kit.Model(inputs, layers.LSTM(5, stateful=True)(inputs))
    model.compile("sgd", "mse")
    layer = model.layers[1]
    assert len(layer.weights) == 3
    assert len(model.non_trainable_variables) == 2
    model.fit(x, np.zeros((3, 5)), batch_size=3, shuffle=False, verbose=0)
    assert np.abs(layer.states[0].numpy()).max() > 0


def test_stateful_needs_a_fixed_batch_size():
    with pytest.raises(ValueError, match="batch_size=32"):
        layers.LSTM(5, stateful=True)(kit.Input((6, 4)))
    layer = layers.LSTM(5, stateful=True)
    layer(np.zeros((3, 6, 4)))
    with pytest.raises(ValueError, match="got 2 sequences and the states of 3"):
        layer(np.zeros((2, 6, 4)))


@pytest.mark.parametrize(
    ("kind", "mask"),
    [("SimpleRNN", MASK), ("LSTM", None), ("LSTM", MASK), ("GRU", None)],
)
def test_gradients_are_those_of_keras(kind, mask, x):
    layer = make(kind, return_sequences=True)
    twin = to_keras(layer)
    layer(x)
    twin(x)
    twin.set_weights(layer.get_weights())

    def gradients(one):
        def loss(trainable):
            others = [v.value for v in one.non_trainable_variables]
            outputs, _ = one.stateless_call(trainable, others, x, mask=mask)
            return jnp.sum(outputs**2)

        return jax.jit(jax.grad(loss))([v.value for v in one.trainable_variables])

    assert_same(gradients(layer), gradients(twin), tolerance=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_trains_as_in_keras(kind):
    x, y = random_inputs((64, 6, 4), (64, 1))

    def train(library, weights=None):
        model = library.Sequential(
            [
                library.Input((None, 4)),
                getattr(library.layers, kind)(5, return_sequences=True),
                getattr(library.layers, kind)(3),
                library.layers.Dense(1),
            ]
        )
        if weights:
            model.set_weights(weights)
        before = model.get_weights()
        model.compile(library.optimizers.SGD(0.1), "mse")
        history = model.fit(x, y, batch_size=16, epochs=3, shuffle=False, verbose=0)
        return before, history.history["loss"], model

    weights, loss, model = train(kit)
    _, keras_loss, keras_model = train(keras, weights)
    np.testing.assert_allclose(loss, keras_loss, rtol=1e-5)
    assert_same(model.get_weights(), keras_model.get_weights(), tolerance=1e-4)
    names = [weight.name for weight in keras_model.weights]
    assert [weight.name for weight in model.weights] == names


@pytest.mark.parametrize("kind", KINDS)
def test_configuration_is_that_of_keras(kind):
    options = {"dropout": 0.1, "recurrent_dropout": 0.2, "return_sequences": True}
    layer = make(kind, name="mine", **options)
    config = keras.layers.serialize(to_keras(layer))["config"]
    ours = layer.get_config()
    missing = {"seed"} if kind == "SimpleRNN" else set()  # Keras forgets it
    assert set(ours) - missing == set(config)
    for key in ("dropout", "recurrent_dropout", "units", "activation", "name"):
        assert ours[key] == config[key]


@pytest.mark.parametrize("kind", KINDS)
def test_files_go_both_ways(kind, x, tmp_path):
    model = Sequential([kit.Input((6, 4)), make(kind), layers.Dense(2)])
    model.save(tmp_path / "ours.keras")
    theirs = keras.models.load_model(tmp_path / "ours.keras")
    assert_same(model(x), theirs(x))
    theirs.save(tmp_path / "theirs.keras")
    assert_same(kit.models.load_model(tmp_path / "theirs.keras")(x), model(x))


class Running(kit.layers.Layer):
    """A cell as a student writes it: the sum so far, passed through a kernel."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs, states):
        output = states[0] + inputs @ self.kernel
        return output, [output]


def test_a_cell_of_ones_own(x):
    layer = layers.RNN(Running(5), return_sequences=True)
    kernel = np.eye(4, 5, dtype="float32")
    layer.build((None, 6, 4))
    layer.set_weights([kernel])
    assert_same(layer(x), np.cumsum(x @ kernel, axis=1))
    model = Sequential([kit.Input((6, 4)), layer])
    assert model.output_shape == (None, 6, 5)
    with kit.saving.custom_object_scope({"Running": Running}):
        again = layers.RNN.from_config(layer.get_config())
    assert again.cell.units == 5


def test_a_random_layer_in_a_cell_draws_once_for_a_sequence():
    class Noisy(Running):
        def __init__(self, units, **kwargs):
            super().__init__(units, **kwargs)
            self.drop = layers.Dropout(0.5)

        def call(self, inputs, states):
            return self.drop(inputs), states

    layer = layers.RNN(Noisy(8), return_sequences=True)
    ones = np.ones((2, 5, 8))
    outputs = np.asarray(layer(ones, training=True))
    assert (outputs == outputs[:, :1]).all()
    assert set(np.unique(outputs)) == {0.0, 2.0}
    assert (np.asarray(layer(ones, training=True)) != outputs).any()


@pytest.mark.parametrize("kind", KINDS)
def test_cells_take_one_step_as_in_keras(kind):
    inputs, *states = random_inputs((3, 4), *[(3, 5)] * STATES[kind])
    cell = getattr(layers, f"{kind}Cell")(5)
    output, after = cell(inputs, states)
    twin = to_keras(cell)
    twin(inputs, states)
    twin.set_weights(cell.get_weights())
    assert_same([output, after], list(twin(inputs, states)))
    assert_same(cell.get_initial_state(3), twin.get_initial_state(3))
    assert to_kit(twin).units == 5


@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU"])
def test_a_single_state_may_come_without_a_list(kind):
    inputs, state = random_inputs((3, 4), (3, 5))
    cell = getattr(layers, f"{kind}Cell")(5)
    output, after = cell(inputs, state)
    assert_same(output, after)
    assert_same(output, cell(inputs, [state])[0])


def test_dropout_draws_once_for_all_steps():
    layer = layers.SimpleRNN(
        8, activation=None, dropout=0.5, seed=1, return_sequences=True
    )
    layer.build((None, 3, 8))
    layer.set_weights([np.eye(8), np.zeros((8, 8)), np.zeros(8)])  # returns its inputs
    ones = np.ones((40, 3, 8), "float32")
    outputs = np.asarray(layer(ones, training=True))
    assert (outputs == outputs[:, :1]).all()
    assert set(np.unique(outputs)) == {0.0, 2.0}
    assert abs(outputs.mean() - 1) < 0.2
    assert (np.asarray(layer(ones, training=True)) != outputs).any()
    assert_same(layer(ones), ones)


def test_recurrent_dropout_drops_from_the_state():
    cell = layers.LSTMCell(8, recurrent_dropout=0.25, seed=3)
    inputs, state = cell._drop(jnp.ones((100, 4)), jnp.ones((100, 8)), True)
    assert_same(inputs, np.ones((100, 4)))
    assert_same(np.unique(state), np.array([0, 4 / 3]))
    assert abs(float(state.mean()) - 1) < 0.1


def test_dropout_trains_and_changes_with_each_batch(x):
    model = Sequential([kit.Input((6, 4)), layers.LSTM(5, dropout=0.3)])
    model.compile("sgd", "mse")
    before = model.layers[0].cell.seed_generator.state.numpy()
    model.fit(x, np.zeros((3, 5)), batch_size=1, epochs=2, verbose=0)
    after = model.layers[0].cell.seed_generator.state.numpy()
    assert after[1] - before[1] == 6


def test_arguments_are_attributes():
    layer = layers.LSTM(5, recurrent_activation="hard_sigmoid", dropout=0.1)
    assert layer.units == 5
    assert layer.dropout == 0.1
    assert layer.recurrent_activation is kit.activations.hard_sigmoid
    with pytest.raises(AttributeError, match="no attribute 'unit'"):
        layer.unit  # noqa: B018


def test_what_is_no_cell_is_refused():
    with pytest.raises(ValueError, match="state_size"):
        layers.RNN(layers.Dense(3))
    with pytest.raises(ValueError, match="state_size"):
        layers.StackedRNNCells([layers.Dense(3)])


def test_flat_inputs_are_refused_with_advice():
    with pytest.raises(ValueError, match=r"\(batch, steps, features\)"):
        layers.LSTM(3)(np.zeros((2, 4)))


def test_mixed_precision_computes_in_bfloat16(x):
    layer = layers.LSTM(5, dtype="mixed_bfloat16", return_state=True)
    outputs, *states = layer(x)
    assert outputs.dtype == jnp.bfloat16
    assert all(state.dtype == jnp.bfloat16 for state in states)
    assert {weight.dtype for weight in layer.weights} == {"float32"}
    assert_like_keras(layer, x, tolerance=0.02)


def test_paths_of_weights_name_the_layers_around_them():
    layer = layers.Bidirectional(layers.LSTM(2, name="reader"))
    layer.build((None, 3, 4))
    paths = [weight.path for weight in layer.weights]
    assert paths[0] == "forward_reader/lstm_cell/kernel"
    assert paths[5] == "backward_reader/lstm_cell/bias"
