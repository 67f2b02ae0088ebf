"""What all optimizers share: the stages of an update, purity, configuration."""

import inspect
import json

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import optimizers
from kit.optimizers.adam import Adam
from kit.optimizers.optimizer import Optimizer
from kit.optimizers.sgd import SGD
from kit.variables import Variable
from tests.optimizers import keras_parity

NAMES = (
    "Adadelta Adafactor Adagrad Adam Adamax AdamW Ftrl Lamb Lion Nadam RMSprop SGD"
).split()

# Keras 3 asks its Variables for arrays in NumPy 1's way.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

COMMON = [
    {"weight_decay": 0.1, "learning_rate": 0.1},
    {"clipnorm": 0.5},
    {"clipvalue": 0.2},
    {"global_clipnorm": 0.5},
    {"use_ema": True, "ema_momentum": 0.8},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3},
    {"loss_scale_factor": 8.0},
    {"gradient_accumulation_steps": 3, "weight_decay": 0.1, "clipnorm": 0.5},
    {
        "use_ema": True,
        "ema_momentum": 0.8,
        "ema_overwrite_frequency": 2,
        "gradient_accumulation_steps": 2,
    },
]


@pytest.mark.parametrize("arguments", COMMON)
@pytest.mark.parametrize("name", ["SGD", "Adam"])
def test_common_arguments_equal_keras(name, arguments):
    pytest.importorskip("keras")
    keras_parity.assert_same(name, arguments)


@pytest.mark.parametrize("name", NAMES)
def test_all_stages_at_once_equal_keras(name):
    pytest.importorskip("keras")
    arguments = {
        "weight_decay": 0.1,
        "global_clipnorm": 1.0,
        "use_ema": True,
        "ema_overwrite_frequency": 4,
        "gradient_accumulation_steps": 2,
        "loss_scale_factor": 2.0,
    }
    keras_parity.assert_same(name, arguments)


def test_a_schedule_equals_keras():
    keras = pytest.importorskip("keras")
    _, theirs, their_memory = keras_parity.run_keras(
        "Adam",
        {"learning_rate": keras.optimizers.schedules.ExponentialDecay(0.1, 4, 0.5)},
    )
    _, ours, our_memory = keras_parity.run_kit(
        "Adam",
        {"learning_rate": optimizers.schedules.ExponentialDecay(0.1, 4, 0.5)},
    )
    np.testing.assert_allclose(ours[-1][0], theirs[-1][0], rtol=1e-4)
    assert len(our_memory[-1]) == len(their_memory[-1])


def test_constraints_are_applied_as_in_keras():
    pytest.importorskip("keras")
    keras_parity.assert_same(
        "SGD",
        {"learning_rate": 1.0},
        constraint=lambda w: (
            jnp.maximum(w.value, 0) if hasattr(w, "value") else jnp.maximum(w, 0)
        ),
    )


@pytest.mark.parametrize("name", NAMES)
def test_configuration_makes_the_round_trip_through_keras(name):
    keras = pytest.importorskip("keras")
    ours = getattr(optimizers, name)(weight_decay=0.25, clipnorm=2.0, name="one")
    # Keras's deserialize does not know its own Lamb, hence the class itself.
    theirs = getattr(keras.optimizers, name).from_config(ours.get_config())
    described = keras.optimizers.serialize(theirs)
    assert optimizers.serialize(ours) == described
    assert optimizers.serialize(optimizers.deserialize(described)) == described
    json.dumps(described)


def test_a_schedule_makes_the_round_trip_through_keras():
    keras = pytest.importorskip("keras")
    ours = Adam(optimizers.schedules.CosineDecay(0.1, 100, warmup_target=0.5))
    theirs = keras.optimizers.deserialize(optimizers.serialize(ours))
    again = optimizers.deserialize(keras.optimizers.serialize(theirs))
    assert ours.get_config() == theirs.get_config() == again.get_config()


@pytest.mark.parametrize("name", NAMES)
def test_signature_and_defaults_are_those_of_keras(name):
    keras = pytest.importorskip("keras")
    theirs = inspect.signature(getattr(keras.optimizers, name)).parameters
    ours = inspect.signature(getattr(optimizers, name)).parameters
    expected = {n: p.default for n, p in theirs.items() if n != "kwargs"}
    assert {n: p.default for n, p in ours.items()} == expected


@pytest.mark.parametrize("name", NAMES)
def test_update_can_be_compiled_and_looped(name):
    optimizer = getattr(optimizers, name)(0.01, weight_decay=0.1)
    weights, grads = keras_parity.start()
    params, grads = [jnp.asarray(w) for w in weights], grads[0]

    def body(_, carry):
        params, state = carry
        updates, state = optimizer.update(grads, state, params)
        return [p + u for p, u in zip(params, updates, strict=True)], state

    start = (params, optimizer.init(params))
    by_hand = start
    for _ in range(3):
        by_hand = body(0, by_hand)
    looped = jax.jit(lambda carry: jax.lax.fori_loop(0, 3, body, carry))(start)
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6),
        by_hand,
        looped,
    )
    assert int(start[1]["iteration"]) == 0
    assert int(looped[1]["iteration"]) == 3


@pytest.mark.parametrize("name", ["SGD", "Adam", "Nadam"])
def test_many_rates_can_be_mapped(name):
    optimizer = getattr(optimizers, name)(weight_decay=0.1)
    weights, grads = keras_parity.start()
    rates = jnp.array([0.1, 0.01, 0.001])

    def train(rate):
        params = [jnp.asarray(w) for w in weights]
        state = optimizer.init(params) | {"learning_rate": rate}
        for step_grads in grads[:3]:
            updates, state = optimizer.update(step_grads, state, params)
            params = [p + u for p, u in zip(params, updates, strict=True)]
        return params

    together = jax.vmap(train)(rates)
    for index, rate in enumerate(rates):
        for one, all_of_them in zip(train(rate), together, strict=True):
            np.testing.assert_allclose(all_of_them[index], one, rtol=1e-5, atol=1e-6)


def test_a_new_rate_needs_no_new_compilation():
    optimizer, traces = SGD(0.1), []
    weight = Variable([1.0])
    optimizer.build([weight])

    @jax.jit
    def step(memory, params):
        traces.append(1)
        return optimizer.stateless_apply(memory, [jnp.ones(1)], params)

    for rate in (0.1, 0.5):
        optimizer.learning_rate = rate
        params, _ = step([v.value for v in optimizer.variables], [weight.value])
        assert params[0].tolist() == pytest.approx([1 - rate])
    assert len(traces) == 1


def test_the_dtype_of_parameters_is_kept():
    for dtype in ("bfloat16", "float16", "float32"):
        params = [jnp.ones(3, dtype)]
        optimizer = Adam(weight_decay=0.1, use_ema=True)
        updates, state = optimizer.update(params, optimizer.init(params), params)
        assert updates[0].dtype == dtype
        assert {a.dtype.name for a in state["slots"]["momentum"]} == {dtype}
        assert state["average"][0].dtype == dtype


def test_accumulation_averages_gradients():
    optimizer = SGD(1.0, gradient_accumulation_steps=2)
    params = [jnp.zeros(1)]
    state = optimizer.init(params)
    first, state = optimizer.update([jnp.array([2.0])], state, params)
    second, state = optimizer.update([jnp.array([4.0])], state, params)
    assert first[0].tolist() == [0.0] and second[0].tolist() == [-3.0]


def test_the_average_replaces_the_weights_at_the_end():
    optimizer = SGD(1.0, use_ema=True, ema_momentum=0.5)
    params = [jnp.zeros(1)]
    state = optimizer.init(params)
    for _ in range(2):  # the weights go to -1, then -2
        updates, state = optimizer.update([jnp.ones(1)], state, params)
        params = [params[0] + updates[0]]
    assert optimizer.finalize(params, state)[0].tolist() == [-1.5]
    assert SGD().finalize(params, {})[0].tolist() == [-2.0]


def test_a_gradient_of_none_leaves_everything_alone():
    optimizer = SGD(1.0, momentum=0.5, weight_decay=0.5, clipnorm=1.0)
    params = [jnp.ones(1), jnp.ones(1)]
    updates, state = optimizer.update([None, params[1]], optimizer.init(params), params)
    assert updates[0].tolist() == [0.0] and updates[1].tolist() != [0.0]
    assert state["slots"]["momentum"][0].tolist() == [0.0]


def test_scale_loss():
    assert SGD().scale_loss(2.0) == 2.0
    assert SGD(loss_scale_factor=4.0).scale_loss(2.0) == 8.0


def test_variables_in_a_list_are_excluded_from_decay():
    kernel, bias = Variable([1.0], "kernel"), Variable([1.0], "bias")
    optimizer = SGD(1.0, weight_decay=0.5)
    optimizer.exclude_from_weight_decay(var_list=[kernel])
    optimizer.apply([jnp.zeros(1), jnp.zeros(1)], [kernel, bias])
    assert kernel.numpy().tolist() == [1.0] and bias.numpy().tolist() == [0.5]
    with pytest.raises(ValueError, match='"sgd" is already built'):
        optimizer.exclude_from_weight_decay(var_names=["bias"])


def test_a_users_own_optimizer_is_saved_by_its_arguments():
    class Halving(Optimizer):
        def __init__(self, learning_rate=0.1, share=0.5, **common):
            super().__init__(learning_rate, **common)
            self.share = share

        def step(self, gradient, parameter, slots, learning_rate, step_number):
            return -self.share * parameter, {}

    optimizer = Halving(share=0.25, clipnorm=1.0)
    assert optimizer.get_config()["share"] == 0.25
    assert Halving.from_config(optimizer.get_config()).clipnorm == 1.0


def test_an_optimizer_without_a_rule_says_so():
    with pytest.raises(NotImplementedError, match="Optimizer has no method step"):
        optimizer = Optimizer(0.1)
        optimizer.update([jnp.ones(1)], optimizer.init([jnp.ones(1)]), [jnp.ones(1)])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"ema_momentum": 2}, "SGD received ema_momentum=2."),
        ({"clipnorm": -1}, "SGD received clipnorm=-1."),
        ({"clipnorm": 1.0, "clipvalue": 1.0}, "SGD received clipnorm and clipvalue."),
        ({"gradient_accumulation_steps": 1}, "gradient_accumulation_steps=1."),
        ({"ema_overwrite_frequency": 1.5}, "ema_overwrite_frequency=1.5."),
        ({"weight_decay": "much"}, "SGD received weight_decay='much'."),
    ],
)
def test_values_out_of_range_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message) as error:
        SGD(**arguments)
    lines = str(error.value).splitlines()
    assert len(lines) == 3 and len(lines[0]) <= 80
