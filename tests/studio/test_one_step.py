import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.layers.dropout import Dropout
from kit.models.sequential import Sequential
from kit.optimizers import SGD, Adam
from kit.studio.one_step import OneStep
from kit.studio.probe import Probe


def batch(samples=12):
    random = np.random.default_rng(0)
    return random.normal(size=(samples, 3)).astype("float32"), np.arange(samples) % 2


def compiled(optimizer, *layers):
    model = Sequential([Input((3,)), *layers, Dense(2, "softmax")])
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def test_a_step_of_sgd_by_hand():
    model, (x, y) = compiled(SGD(0.5)), batch()
    kernel, bias = model.get_weights()
    z = x @ kernel + bias
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    error = (p - np.eye(2)[y]) / len(x)

    record = OneStep(Probe(model)).take(x, y)

    np.testing.assert_allclose(record.outputs, p, rtol=1e-5)
    assert record.loss == pytest.approx(-np.log(p[np.arange(12), y]).mean(), rel=1e-5)
    first, second = record.weights
    np.testing.assert_allclose(first.gradient, x.T @ error, atol=1e-6)
    np.testing.assert_allclose(second.gradient, error.sum(axis=0), atol=1e-6)
    np.testing.assert_allclose(first.update, -0.5 * x.T @ error, atol=1e-6)
    np.testing.assert_allclose(first.after, first.before + first.update)
    assert record.loss_after < record.loss and record.rate == 0.5


def test_it_is_the_step_that_fit_takes_and_the_model_stays():
    model, (x, y) = compiled(Adam(0.1), Dense(4, "relu"), Dropout(0.5)), batch()
    before = [w.copy() for w in model.get_weights()]
    record = OneStep(Probe(model)).take(x, y)
    for old, now in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, now)
    assert int(model.optimizer.iterations) == 0

    model.train_on_batch(x, y)
    for step, now in zip(record.weights, model.get_weights(), strict=True):
        np.testing.assert_allclose(step.after, now, atol=1e-6)


def test_the_loss_after_is_that_of_the_new_weights():
    model, (x, y) = compiled(SGD(0.1)), batch()
    record = OneStep(Probe(model)).take(x, y)
    model.set_weights([step.after for step in record.weights])
    loss = model.evaluate(x, y, verbose=0)
    assert record.loss_after == pytest.approx(loss, rel=1e-5)


def test_another_rate():
    model, (x, y) = compiled(SGD(0.1)), batch()
    taker = OneStep(Probe(model))
    slow, fast = taker.take(x, y).weights[0], taker.take(x, y, rate=1.0).weights[0]
    np.testing.assert_allclose(fast.update, 10 * slow.update, rtol=1e-3, atol=1e-6)
    assert taker.rate == pytest.approx(0.1)


def test_the_strongest_gradients():
    model, (x, y) = compiled(SGD(0.1)), batch()
    step = OneStep(Probe(model)).take(x, y).weights[0]
    sizes = [abs(step.gradient[place]) for place in step.strongest(3)]
    np.testing.assert_allclose(sizes, -np.sort(-np.abs(step.gradient).ravel())[:3])


def test_a_model_that_is_not_compiled():
    with pytest.raises(ValueError, match="no loss and no optimizer"):
        OneStep(Probe(Sequential([Input((3,)), Dense(2)])))
