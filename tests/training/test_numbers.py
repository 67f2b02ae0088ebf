"""Momentum, decay, rates and penalties that change between two calls of one program."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import optimizers
from kit.layers.core import Dense, Input
from kit.layers.dropout import Dropout
from kit.models.sequential import Sequential
from kit.regularizers import L1L2
from kit.training.numbers import Number, Numbers, numbers_of

OTHER = {"momentum": 0.5, "rho": 0.7, "beta_1": 0.6, "beta_2": 0.95}
WITH_MOMENTUM = {"SGD", "RMSprop"}
NAMES = "SGD RMSprop Adam AdamW Adamax Nadam Lamb Lion Adadelta".split()
X, Y = np.linspace(-1, 1, 64 * 3).reshape(64, 3).astype("float32"), np.ones((64, 1))


def made(name, **changed):
    options = {"momentum": 0.9} if name in WITH_MOMENTUM else {}
    options |= {"learning_rate": 0.1, "weight_decay": 0.01, **changed}
    return getattr(optimizers, name)(**options)


def two_steps(optimizer, first, second):
    """Update twice, by two functions, as if a number had changed in between."""
    params = [jnp.array([1.0, -2.0, 0.5])]
    state = optimizer.init(params)
    for update, slope in ((first, 1.0), (second, -0.3)):
        updates, state = update([slope * params[0] + 0.1], state, params)
        params = [p + u for p, u in zip(params, updates, strict=True)]
    return params[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_takes_its_numbers_as_inputs(name):
    settings = made(name).get_config()
    mine = {key: value for key, value in OTHER.items() if settings.get(key)}
    mine["weight_decay"] = 0.2
    assert mine
    optimizer, numbers = made(name), Numbers()
    numbers.find([Number(optimizer, key) for key in mine])
    for key, value in mine.items():
        setattr(optimizer, key, value)

    @jax.jit
    def second(inputs, *arguments):
        with numbers.lent(inputs):
            return optimizer.update(*arguments)

    found = two_steps(
        optimizer, made(name).update, lambda *a: second(numbers.inputs(), *a)
    )
    wanted = two_steps(optimizer, made(name).update, made(name, **mine).update)
    np.testing.assert_allclose(found, wanted, rtol=1e-5)
    assert optimizer.get_config()["weight_decay"] == 0.2  # a number again


def some_model(momentum, rate, l1, l2):
    penalty = L1L2(l1, l2)
    layers = [Input((3,)), Dense(8, kernel_regularizer=penalty), Dropout(rate, seed=1)]
    model = Sequential([*layers, Dense(1)])
    model.compile(optimizers.SGD(0.05, momentum=momentum), "mse")
    return model


def train(model):
    model.fit(X, Y, 16, epochs=1, shuffle=False, verbose=0)


def test_a_changed_number_counts_and_is_compiled_only_once():
    before, after = (0.9, 0.5, 0.01, 0.02), (0.4, 0.25, 0.03, 0.5)
    model, other = some_model(*before), some_model(*after)
    train(model)
    train(other)
    pairs = zip(model.variables, other.variables, strict=True)
    memories = zip(model.optimizer.variables, other.optimizer.variables, strict=True)
    for ours, theirs in (*pairs, *memories):
        theirs.assign(ours.value)
    numbers = numbers_of(model)
    name, drop = [layer.name for layer in model.layers[:2]]
    labels = ["momentum", f"rate of {drop}", f"l1 of {name}", f"l2 of {name}"]
    assert [number.label for number in numbers] == labels
    for number, value in zip(numbers, after, strict=True):
        number.value = value
    train(model)
    train(other)
    for ours, theirs in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)
    assert model.evaluate(X, Y, verbose=0) == pytest.approx(
        other.evaluate(X, Y, verbose=0), rel=1e-4
    )
    program = next(iter(model._runner._programs.values()))
    model.optimizer.momentum = 0.1
    model.layers[1].rate = 0.1
    train(model)
    assert program._compiled._cache_size() == 2


def test_numbers_that_stay_are_no_inputs():
    model = some_model(0.9, 0.5, 0.01, 0.0)
    train(model)
    train(model)
    (program,) = model._runner._programs.values()
    assert program.numbers.inputs() == () and program._compiled._cache_size() == 1
