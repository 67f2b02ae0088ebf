"""What an optimizer remembers: Variables, the rate, and files."""

import jax.numpy as jnp
import numpy as np
import pytest

from kit import config, optimizers
from kit.optimizers.adam import Adam
from kit.optimizers.sgd import SGD
from kit.variables import Variable
from tests.optimizers import keras_parity
from tests.optimizers.test_optimizer import NAMES

# Keras 3 asks its Variables for arrays in NumPy 1's way.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")


@pytest.fixture
def pair():
    return [Variable(np.ones((2, 3)), "kernel"), Variable(np.ones(3), "bias")]


def test_the_rate_can_be_read_in_keras_ways():
    optimizer = Adam(0.5)
    assert float(optimizer.learning_rate) == 0.5
    assert optimizer.learning_rate.numpy() == np.float32(0.5)
    assert np.asarray(optimizer.learning_rate) == 0.5
    assert float(jnp.sqrt(optimizer.learning_rate.value)) == pytest.approx(0.5**0.5)
    assert (optimizer.learning_rate * 2).item() == 1.0


def test_the_rate_can_be_set_in_keras_ways():
    optimizer = Adam(0.5)
    optimizer.learning_rate = 0.25
    assert float(optimizer.learning_rate) == 0.25
    optimizer.learning_rate.assign(0.125)
    assert float(optimizer.learning_rate) == 0.125
    optimizer.learning_rate = np.float64(1)
    assert float(optimizer.learning_rate) == 1.0
    with pytest.raises(ValueError, match="Adam received learning_rate=-1.0."):
        optimizer.learning_rate = -1


def test_a_schedule_gives_the_rate_of_the_step(pair):
    schedule = optimizers.schedules.InverseTimeDecay(1.0, 1, 1.0)
    optimizer = SGD(schedule)
    rates = []
    for _ in range(3):
        rates.append(float(optimizer.learning_rate))
        optimizer.apply([jnp.zeros((2, 3)), jnp.zeros(3)], pair)
    assert rates == pytest.approx([1, 1 / 2, 1 / 3])
    with pytest.raises(TypeError, match='The learning rate of "sgd" follows a sched'):
        optimizer.learning_rate = 0.1


def test_a_number_can_be_replaced_by_a_schedule(pair):
    optimizer = Adam(0.5)
    optimizer.build(pair)
    before = len(optimizer.variables)
    optimizer.learning_rate = optimizers.schedules.ExponentialDecay(0.25, 10, 0.5)
    assert float(optimizer.learning_rate) == 0.25
    assert len(optimizer.variables) == before - 1
    assert "learning_rate" not in optimizer.state


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("more", [{}, {"use_ema": True}])
def test_variables_come_in_the_order_of_keras(name, more):
    pytest.importorskip("keras")
    extra = {"Adam": {"amsgrad": True}, "SGD": {"momentum": 0.9}}.get(name, {})
    if name == "RMSprop":
        extra = {"momentum": 0.9, "centered": True}
    arguments = extra | more | {"gradient_accumulation_steps": 2}
    theirs, _, _ = keras_parity.run_keras(name, arguments, steps=0)
    ours, _, _ = keras_parity.run_kit(name, arguments, steps=0)
    their_shapes = [tuple(v.shape) for v in theirs.variables]
    assert [v.shape for v in ours.variables] == their_shapes
    if name not in ("Nadam", "Adafactor"):  # there Keras names some only "variable"
        assert [v.name for v in ours.variables] == [v.name for v in theirs.variables]


def test_memory_is_saved_for_keras_and_loaded_from_it(pair):
    keras = pytest.importorskip("keras")
    ours = Adam(0.25)
    ours.apply([jnp.ones((2, 3)), jnp.ones(3)], pair)
    store = {}
    ours.save_own_variables(store)
    theirs = keras.optimizers.Adam()
    theirs.build([keras.Variable(v.numpy(), name=v.name) for v in pair])
    theirs.load_own_variables(store)
    assert float(theirs.learning_rate) == 0.25 and int(theirs.iterations) == 1
    again = Adam()
    again.build(pair)
    store = {}
    theirs.save_own_variables(store)
    again.load_own_variables(store)
    for one, other in zip(ours.variables, again.variables, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())


def test_a_file_of_another_optimizer_is_not_loaded(pair, capsys):
    config.set_notes("always")
    optimizer = Adam()
    optimizer.build(pair)
    optimizer.load_own_variables({"0": 3})
    config.set_notes("once")
    assert "was not loaded: the file has 1 arrays" in capsys.readouterr().out
    assert int(optimizer.iterations) == 0


def test_apply_gradients_changes_variables_and_counts(pair):
    optimizer = SGD(0.5)
    grads = [np.ones((2, 3)), np.ones(3)]
    count = optimizer.apply_gradients(zip(grads, pair, strict=True))
    assert int(count) == int(optimizer.iterations) == 1
    np.testing.assert_array_equal(pair[0].numpy(), np.full((2, 3), 0.5))


def test_apply_to_some_variables_leaves_the_others(pair):
    optimizer = SGD(0.5, weight_decay=0.5)
    optimizer.build(pair)
    optimizer.apply([np.ones(3)], [pair[1]])
    np.testing.assert_array_equal(pair[0].numpy(), np.ones((2, 3)))
    np.testing.assert_array_equal(pair[1].numpy(), np.full(3, 0.25))


def test_a_missing_gradient_is_noted(pair, capsys):
    config.set_notes("always")
    SGD(0.5).apply([None, np.ones(3)], pair)
    config.set_notes("once")
    assert "there is no gradient for kernel" in capsys.readouterr().out
    np.testing.assert_array_equal(pair[0].numpy(), np.ones((2, 3)))


def test_state_and_variables_are_two_views_of_one_memory(pair):
    optimizer = SGD(0.5, momentum=0.9)
    optimizer.build(pair)
    optimizer.variables[2].assign(np.full((2, 3), 7.0))
    state = optimizer.state
    assert state["slots"]["momentum"][0][0, 0] == 7.0
    optimizer.state = state | {"learning_rate": jnp.array(0.125)}
    assert float(optimizer.learning_rate) == 0.125


def test_final_values_are_the_averages(pair):
    optimizer = SGD(1.0, use_ema=True, ema_momentum=0.5)
    for _ in range(2):
        optimizer.apply([np.ones((2, 3)), np.ones(3)], pair)
    optimizer.finalize_variable_values(pair)
    np.testing.assert_array_equal(pair[1].numpy(), np.full(3, -0.5))


def test_iterations_count_updates_and_not_batches(pair):
    optimizer = SGD(1.0, gradient_accumulation_steps=2)
    for _ in range(5):
        optimizer.apply([np.ones((2, 3)), np.ones(3)], pair)
    assert int(optimizer.iterations) == 2


def test_building_again_is_allowed_only_for_the_same_variables(pair):
    optimizer = SGD()
    optimizer.build(pair)
    optimizer.build(pair)
    with pytest.raises(ValueError, match='"sgd" belongs to other variables'):
        optimizer.build(pair[:1])


def test_clear_words_for_calls_that_cannot_work(pair):
    optimizer = SGD()
    with pytest.raises(ValueError, match="needs the optimizer"):
        optimizer.stateless_apply([], [], [])
    with pytest.raises(ValueError, match="needs the optimizer"):
        optimizer.apply([np.ones(1)])
    optimizer.build(pair)
    with pytest.raises(ValueError, match="received no gradient for any variable"):
        optimizer.apply([None, None])
    with pytest.raises(ValueError, match="received 1 gradients for 2 variables"):
        optimizer.apply([np.ones(3)])
    with pytest.raises(ValueError, match='"sgd" received 5 arrays as its memory'):
        optimizer.stateless_apply([0] * 5, [], [])
