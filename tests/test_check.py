"""Each check on both sides of its limit, and the sentence it then says."""

import numpy as np
import pytest

import kit as keras
from kit import check


class Answers:
    """A model that predicts what it was given."""

    def __init__(self, output):
        self.output = np.asarray(output)

    def predict(self, x, verbose=0):
        return self.output


def history_of(**numbers):
    history = keras.callbacks.History()
    history.history = numbers
    return history


def small_model(*layers):
    return keras.Sequential([keras.Input((4,)), *layers])


def sentence_of(function, *arguments, **settings):
    """What a check says; in one line, as a person reads it."""
    with pytest.raises(AssertionError) as failure:
        function(*arguments, **settings)
    lines = str(failure.value).splitlines()
    # `nbgrader validate` cuts its lines at 87 characters, and indents them by 4.
    assert all(len("    AssertionError: " + line) <= 87 for line in lines), lines
    return " ".join(lines)


CLASSES = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5], [0.9, 0.1, 0.0]]


@pytest.mark.parametrize(
    "output, labels",
    [
        (CLASSES, [0, 1, 2, 1]),
        (CLASSES, [[0], [1], [2], [1]]),
        (CLASSES, np.eye(3)[[0, 1, 2, 1]]),
        ([[0.1], [0.9], [0.6], [0.5]], [0, 1, 1, 1]),
    ],
    ids=["numbers", "column", "one-hot", "two classes"],
)
def test_accuracy_counts_right_answers_for_every_form_of_label(output, labels):
    model, x = Answers(output), np.zeros((4, 1))
    assert check.accuracy_at_least(model, x, labels, 0.75) is None
    said = sentence_of(check.accuracy_at_least, model, x, labels, 0.76)
    assert "right on 3 of 4 samples (75.0%), and 76.0% is asked for" in said


@pytest.mark.parametrize("right", range(1, 100))
def test_accuracy_at_the_limit_is_enough(right):
    """0.07 * 100 is more than 7 in floating point; nobody should fail for that."""
    labels = np.array([0] * right + [1] * (100 - right))
    model = Answers(np.tile([1.0, 0.0], (100, 1)))
    check.accuracy_at_least(model, np.zeros((100, 1)), labels, float(f"0.{right:02d}"))


def test_accuracy_of_a_real_model_is_what_evaluate_says():
    model = small_model(keras.layers.Dense(3, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    x, y = np.random.normal(size=(50, 4)), np.random.randint(0, 3, 50)
    accuracy = model.evaluate(x, y, verbose=0)[1]
    check.accuracy_at_least(model, x, y, accuracy - 1e-6)
    sentence_of(check.accuracy_at_least, model, x, y, accuracy + 1e-6)


def test_max_params_names_the_largest_layer():
    layers = keras.layers.Dense(5, name="wide"), keras.layers.Dense(1, name="narrow")
    model = small_model(*layers)
    assert check.max_params(model, 4 * 5 + 5 + 5 + 1) is None
    said = sentence_of(check.max_params, model, 30)
    assert "has 31 weights, and at most 30 are allowed" in said
    assert '"wide" smaller, which alone has 25' in said


def test_loss_decreased_compares_the_first_epoch_with_the_last():
    assert check.loss_decreased(history_of(loss=[1.0, 2.0, 0.9])) is None
    assert check.loss_decreased(history_of(loss=[1.0, 0.4]), by=0.5) is None
    said = sentence_of(check.loss_decreased, history_of(loss=[1.0, 0.5]), by=0.5)
    assert "from 1.0000 to 0.5000, and it should fall by more than 50%" in said
    said = sentence_of(check.loss_decreased, history_of(loss=[1.0, 1.0]))
    assert "it should fall: try" in said


@pytest.mark.parametrize("losses", [[], [1.0]])
def test_loss_decreased_needs_two_epochs(losses):
    said = sentence_of(check.loss_decreased, history_of(loss=losses))
    assert f"has {len(losses)} epochs" in said and "epochs=2 or more" in said


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_loss_decreased_knows_numbers_that_are_none(bad):
    said = sentence_of(check.loss_decreased, history_of(loss=[1.0, bad]))
    assert f"ended as {bad}, which is no number" in said


def test_no_overfitting_compares_the_lowest_epoch_with_the_last():
    history = history_of(val_loss=[1.0, 0.50, 0.54])
    assert check.no_overfitting(history, within=0.1) is None
    said = sentence_of(check.no_overfitting, history, within=0.05)
    assert "was 0.5000 in epoch 2 and ended at 0.5400, more than 5% above" in said


def test_no_overfitting_needs_a_validation():
    said = sentence_of(check.no_overfitting, history_of(loss=[1.0, 0.5]))
    assert "validation_data=(x, y)" in said


@pytest.mark.parametrize("losses", [[0.5, np.nan], [np.nan, np.nan]])
def test_no_overfitting_does_not_take_nan_for_low(losses):
    sentence_of(check.no_overfitting, history_of(val_loss=losses))


def test_has_layers_asks_for_classes_in_order():
    model = small_model(keras.layers.Dense(3), keras.layers.Dropout(0.5))
    assert check.has_layers(model, "Dense", keras.layers.Dropout) is None
    said = sentence_of(check.has_layers, model, "Dropout", "Dense")
    assert "should have Dropout then Dense, but Dense is missing" in said
    assert "it has Dense, Dropout" in said
    sentence_of(check.has_layers, model, "Dense", "Dense")
    said = sentence_of(check.has_layers, keras.Sequential(), "Dense")
    assert "it has no layers" in said


def test_has_layers_knows_a_class_that_derives_from_another():
    class MyDense(keras.layers.Dense):
        pass

    check.has_layers(small_model(MyDense(3)), "Dense")
    check.has_layers(small_model(MyDense(3)), MyDense)
    sentence_of(check.has_layers, small_model(keras.layers.Dense(3)), MyDense)


def test_is_compiled():
    model = small_model(keras.layers.Dense(3))
    assert "call model.compile" in sentence_of(check.is_compiled, model)
    model.compile("sgd", "mse")
    assert check.is_compiled(model) is None


@pytest.mark.parametrize(
    "loss",
    [
        "sparse_categorical_crossentropy",
        "SparseCategoricalCrossentropy",
        keras.losses.sparse_categorical_crossentropy,
        keras.losses.SparseCategoricalCrossentropy(),
        keras.losses.SparseCategoricalCrossentropy,
        "crossentropy",
    ],
    ids=lambda loss: getattr(loss, "__name__", str(loss)),
)
def test_is_compiled_knows_a_loss_in_every_form(loss):
    model = small_model(keras.layers.Dense(3, activation="softmax"))
    model.compile("sgd", loss)
    assert check.is_compiled(model, "sparse_categorical_crossentropy") is None
    said = sentence_of(check.is_compiled, model, "mse")
    assert '"mean_squared_error" is asked for' in said


def test_is_compiled_knows_losses_of_ones_own():
    class Cubed(keras.Loss):
        def call(self, y_true, y_pred):
            return abs(y_true - y_pred) ** 3

    def fourth(y_true, y_pred):
        return (y_true - y_pred) ** 4

    model = small_model(keras.layers.Dense(3))
    for loss, name in [
        (Cubed(), "cubed"),
        (fourth, "fourth"),
        ({"dense": "mse"}, "'dense'"),
    ]:
        model.compile("sgd", loss)
        assert name in sentence_of(check.is_compiled, model, "mae")


def test_no_test_data_in_training_finds_copies():
    train = np.random.randint(0, 256, (20, 3, 3), dtype=np.uint8)
    test = np.random.randint(0, 256, (5, 3, 3), dtype=np.uint8)
    assert check.no_test_data_in_training(train, test) is None
    test[[1, 3]] = train[[7, 8]]
    said = sentence_of(check.no_test_data_in_training, train, test)
    assert "2 of 5 test samples are also in the training data" in said
    # The same numbers of another type, and in another order in memory.
    floats = np.asfortranarray(test.astype("float32"))
    sentence_of(check.no_test_data_in_training, train, floats)


def test_no_test_data_in_training_does_not_round():
    train, test = np.ones((3, 2), dtype=int), np.full((2, 2), 1.5)
    assert check.no_test_data_in_training(train, test) is None


def test_run_all_says_everything_that_failed():
    good = history_of(loss=[2.0, 1.0])
    bad = history_of(loss=[1.0, 2.0])
    assert check.run_all([lambda: check.loss_decreased(good)]) is None
    said = sentence_of(
        check.run_all,
        [
            lambda: check.loss_decreased(bad),
            lambda: check.loss_decreased(good),
            lambda: check.no_overfitting(bad),
        ],
    )
    assert said.startswith("2 checks failed: 1. The loss went from 1.0000 to 2.0000")
    assert "2. The history has no validation loss" in said
    said = sentence_of(check.run_all, [lambda: check.loss_decreased(bad)])
    assert said.startswith("1 check failed")


def test_run_all_hides_no_other_error():
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        check.run_all([broken])
