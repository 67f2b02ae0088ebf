"""fit, evaluate and predict give Keras's numbers from the same weights and batches."""

import numpy as np
import pytest

import kit

keras = pytest.importorskip("keras")

pytestmark = pytest.mark.filterwarnings("ignore")  # Keras warns of int64

RNG = np.random.default_rng(0)
X = RNG.normal(size=(70, 6)).astype("float32")
LABELS = RNG.integers(0, 3, 70)
ONE_HOT = np.eye(3, dtype="float32")[LABELS]
TARGET = X[:, :1] * 2 + 0.3


def pair(layers, optimizer, loss, **options):
    """The same small model in kit and in Keras, with the same weights."""
    models = []
    for library in (kit, keras):
        model = library.Sequential([library.Input((6,)), *layers(library.layers)])
        model.compile(optimizer=optimizer(library.optimizers), loss=loss, **options)
        models.append(model)
    models[1].set_weights(models[0].get_weights())
    return models


def classifier(layers):
    return [layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")]


def assert_same_history(ours, theirs, tolerance=2e-5):
    assert list(ours.history) == list(theirs.history)
    for name, values in theirs.history.items():
        np.testing.assert_allclose(
            ours.history[name], values, rtol=tolerance, atol=1e-6, err_msg=name
        )


FIT_CASES = {
    "plain": dict(y=LABELS),
    "partial batch": dict(y=LABELS, batch_size=16),
    "one batch": dict(y=LABELS, batch_size=200),
    "split": dict(y=LABELS, validation_split=0.3, batch_size=16),
    "validation": dict(
        y=LABELS, validation_data=(X[:33], LABELS[:33]), validation_batch_size=8
    ),
    "part of the validation data": dict(
        y=LABELS,
        validation_data=(X[:33], LABELS[:33]),
        validation_batch_size=8,
        validation_steps=2,
    ),
    "every other epoch": dict(y=LABELS, validation_split=0.3, validation_freq=2),
    "class weight": dict(y=LABELS, class_weight={0: 1.0, 1: 3.0, 2: 0.5}),
    "sample weight": dict(y=LABELS, sample_weight=np.linspace(0, 2, 70)),
    "initial epoch": dict(y=LABELS, initial_epoch=1),
    "steps": dict(y=LABELS, batch_size=16, steps_per_epoch=3),
}


@pytest.mark.parametrize("case", FIT_CASES)
def test_history_is_kerass(case):
    arguments = {**FIT_CASES[case], "x": X, "epochs": 3, "shuffle": False, "verbose": 0}
    ours, theirs = pair(
        classifier,
        lambda optimizers: optimizers.SGD(0.1),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
        weighted_metrics=["accuracy"],
    )
    assert_same_history(ours.fit(**arguments), theirs.fit(**arguments))
    for mine, keras_ in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(mine, keras_, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("loss", "y", "metrics"),
    [
        ("categorical_crossentropy", ONE_HOT, ["accuracy", "categorical_accuracy"]),
        ("mse", ONE_HOT, ["mae", "mse"]),
        ("categorical_crossentropy", ONE_HOT, ["AUC", "Precision", "Recall"]),
        ("crossentropy", LABELS, ["acc"]),
    ],
)
def test_losses_and_metrics_by_name(loss, y, metrics):
    ours, theirs = pair(
        classifier, lambda optimizers: optimizers.Adam(0.01), loss, metrics=metrics
    )
    arguments = dict(x=X, y=y, batch_size=16, epochs=2, shuffle=False, verbose=0)
    assert_same_history(ours.fit(**arguments), theirs.fit(**arguments), 2e-4)
    mine = ours.evaluate(X, y, batch_size=16, verbose=0)
    np.testing.assert_allclose(
        mine, theirs.evaluate(X, y, batch_size=16, verbose=0), rtol=2e-4, atol=1e-6
    )
    assert all(type(value) is float for value in mine)
    np.testing.assert_allclose(
        ours.predict(X, verbose=0), theirs.predict(X, verbose=0), rtol=1e-4, atol=1e-6
    )


def test_regularizers_and_constraints_take_part():
    def layers(module):
        return [
            module.Dense(
                8, kernel_regularizer="l2", activation="tanh", bias_regularizer="l1"
            ),
            module.Dense(1, kernel_constraint="non_neg"),
        ]

    ours, theirs = pair(layers, lambda o: o.SGD(0.05, momentum=0.9), "mse")
    arguments = dict(x=X, y=TARGET, epochs=3, batch_size=20, shuffle=False, verbose=0)
    assert_same_history(ours.fit(**arguments), theirs.fit(**arguments))
    assert (ours.layers[1].kernel.numpy() >= 0).all()


def test_one_batch_at_a_time():
    ours, theirs = pair(
        classifier,
        lambda o: o.RMSprop(0.01),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    for _ in range(3):
        mine = ours.train_on_batch(X[:20], LABELS[:20])
        np.testing.assert_allclose(
            mine, theirs.train_on_batch(X[:20], LABELS[:20]), rtol=1e-4
        )
    np.testing.assert_allclose(
        ours.test_on_batch(X, LABELS), theirs.test_on_batch(X, LABELS), rtol=1e-4
    )
    np.testing.assert_allclose(
        ours.predict_on_batch(X[:3]), theirs.predict_on_batch(X[:3]), rtol=1e-4
    )


def test_two_outputs_with_losses_weights_and_metrics_by_name():
    def build(library):
        x = library.Input((6,), name="x")
        hidden = library.layers.Dense(5, activation="relu", name="hidden")(x)
        digit = library.layers.Dense(3, activation="softmax", name="digit")(hidden)
        size = library.layers.Dense(1, name="size")(hidden)
        model = library.Model(x, [digit, size])
        model.compile(
            library.optimizers.SGD(0.05),
            loss={"digit": "sparse_categorical_crossentropy", "size": "mse"},
            loss_weights={"digit": 1.0, "size": 0.3},
            metrics={"digit": ["accuracy"], "size": ["mae"]},
        )
        return model

    ours, theirs = build(kit), build(keras)
    theirs.set_weights(ours.get_weights())
    arguments = dict(epochs=2, batch_size=16, shuffle=False, verbose=0)
    data = (X, {"digit": LABELS, "size": TARGET})
    assert_same_history(ours.fit(*data, **arguments), theirs.fit(*data, **arguments))
    mine = ours.evaluate(X, [LABELS, TARGET], verbose=0, return_dict=True)
    keras_ = theirs.evaluate(X, [LABELS, TARGET], verbose=0, return_dict=True)
    assert set(mine) == set(keras_)
    for name, value in keras_.items():
        assert mine[name] == pytest.approx(value, rel=1e-4)
