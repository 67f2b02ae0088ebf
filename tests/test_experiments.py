"""Variants trained together are what each of them is when trained alone."""

import numpy as np
import pytest

import kit
from kit import experiments
from kit.experiments import train_variants, variants_of
from kit.training.pace import Pace

RNG = np.random.default_rng(0)
X = RNG.normal(size=(90, 4)).astype("float32")
Y = (X[:, 0] > X[:, 1]).astype("int32")
VALIDATION = (X[:30], Y[:30])


def model_of():
    model = kit.Sequential(
        [
            kit.Input((4,)),
            kit.layers.Dense(8, activation="relu"),
            kit.layers.BatchNormalization(),
            kit.layers.Dropout(0.2),
            kit.layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def alone(model, seed, optimizer, epochs):
    """The same variant by compile and fit."""
    with kit.random.seeded(seed):
        copy = kit.models.clone_model(model)
        copy.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    copy._shuffle_seed = 0
    history = copy.fit(
        X, Y, epochs=epochs, batch_size=16, verbose=0, validation_data=VALIDATION
    )
    return history.history, copy.get_weights()


def assert_same(run, history, weights):
    assert list(run.history.history) == list(history)
    for name, values in history.items():
        np.testing.assert_allclose(run.history.history[name], values, rtol=1e-4)
    for ours, theirs in zip(run.weights, weights, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=2e-3, atol=1e-5)


@pytest.mark.parametrize("side_by_side", [0, 131_072])
def test_each_seed_is_the_run_of_that_seed_alone(side_by_side, monkeypatch):
    monkeypatch.setattr(experiments, "SIDE_BY_SIDE", side_by_side)
    model = model_of()
    before = model.get_weights()
    runs = train_variants(
        model, X, Y, seeds=[3, 4], epochs=2, batch_size=16, validation_data=VALIDATION
    )
    for run, seed in zip(runs, [3, 4], strict=True):
        assert_same(run, *alone(model, seed, "adam", 2))
    for now, then in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(now, then)


def test_each_rate_is_the_run_with_that_rate_alone():
    model = model_of()
    runs = train_variants(
        model,
        X,
        Y,
        learning_rates=[0.001, 0.1],
        optimizer=kit.optimizers.SGD(momentum=0.9),
        epochs=2,
        batch_size=16,
        validation_data=VALIDATION,
    )
    for run, rate in zip(runs, [0.001, 0.1], strict=True):
        optimizer = kit.optimizers.SGD(rate, momentum=0.9)
        assert_same(run, *alone(model, 0, optimizer, 2))


def test_different_optimizers_race_from_the_same_weights():
    model = model_of()
    runs = train_variants(
        model, X, Y, optimizer_list=["sgd", "adam"], epochs=1, batch_size=16
    )
    assert [run.variant.label for run in runs] == ["SGD", "Adam"]
    assert runs[0].history.history["loss"] != runs[1].history.history["loss"]


def test_a_watcher_sees_every_epoch_and_may_end_the_training():
    seen = []

    def watch(epoch, logs):
        seen.append((epoch, len(logs)))
        return epoch < 1

    runs = train_variants(
        model_of(), X, Y, seeds=range(3), epochs=5, on_epoch_end=watch
    )
    assert seen == [(0, 3), (1, 3)] and len(runs[0].history.epoch) == 2


def test_a_stop_within_an_epoch_keeps_the_epochs_before_it(monkeypatch):
    monkeypatch.setattr(Pace, "SECONDS", 0)  # one batch at a time
    whole, asked = [], []

    def stop():
        asked.append(len(whole))
        return asked.count(1) > 3

    runs = train_variants(
        model_of(),
        X,
        Y,
        seeds=[1, 2],
        epochs=3,
        batch_size=16,
        validation_data=VALIDATION,
        on_epoch_end=lambda epoch, logs: whole.append(logs),
        should_stop=stop,
    )
    assert len(whole) == 1 and asked.count(1) == 4
    for run, logs in zip(runs, whole[0], strict=True):
        assert run.history.history == {name: [logs[name]] for name in logs}


def test_the_global_stream_of_seeds_goes_on_undisturbed():
    model = model_of()
    kit.utils.set_random_seed(1)
    expected = kit.random.next_seed()
    kit.utils.set_random_seed(1)
    train_variants(model, X, Y, seeds=[0], epochs=1)
    assert kit.random.next_seed() == expected


def test_exactly_one_thing_may_differ():
    with pytest.raises(ValueError, match="Variants differ in one thing"):
        variants_of(seeds=[1], learning_rates=[0.1])
    with pytest.raises(ValueError, match="not compiled"):
        train_variants(kit.Sequential([kit.Input((4,))]), X, Y, seeds=[0])
