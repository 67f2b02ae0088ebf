import numpy as np
import pytest

from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.inspector import Predictions
from kit.studio.sample_images import images_of, strip

# Sample:       0      1      2      3      4
# guess         a      a      b      b      a
# sure         .9     .6     .7     .8     .5
# truth         a      b      b      a      a
PROBABILITIES = np.array([[0.9, 0.1], [0.6, 0.4], [0.3, 0.7], [0.2, 0.8], [0.5, 0.5]])
LABELS = np.array([0, 1, 1, 0, 0])


@pytest.fixture
def found():
    return Predictions(PROBABILITIES, LABELS, ["a", "b"])


def test_right_and_wrong(found):
    assert found.kind == "classes"
    assert found.right.tolist() == [True, False, True, False, True]
    assert found.summary == "3 of 5 right (60.0 %)"


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"show": "right"}, [0, 2, 4]),
        ({"show": "wrong"}, [1, 3]),
        ({"true_class": 0}, [0, 3, 4]),
        ({"true_class": 0, "show": "right"}, [0, 4]),
        ({"order": "confident"}, [0, 3, 2, 1, 4]),
        ({"order": "unsure"}, [4, 1, 2, 3, 0]),
        ({"order": "mistakes"}, [3, 1, 0, 2, 4]),
        ({"order": "mistakes", "show": "right"}, [0, 2, 4]),
        ({"true_class": 7}, []),
    ],
    ids=str,
)
def test_select(found, choice, expected):
    assert found.select(**choice).tolist() == expected


def test_words(found):
    assert (
        found.describe(0) == "Sample 0: the model says a, 90.0 % sure, which is right."
    )
    assert found.describe(3).endswith("says b, 80.0 % sure, but it is a.")
    assert (found.guess_text(3), found.truth_text(3)) == ("b", "a")


def test_one_hot_rows_and_columns_are_labels():
    assert Predictions(PROBABILITIES, np.eye(2)[LABELS]).summary.startswith("3 of 5")
    assert Predictions(PROBABILITIES, LABELS[:, None]).summary.startswith("3 of 5")
    assert Predictions(PROBABILITIES, LABELS.astype(float)).summary.startswith("3 of")


def test_logits_become_their_softmax():
    found = Predictions(np.log(PROBABILITIES) + 3, LABELS)
    np.testing.assert_allclose(found.probabilities, PROBABILITIES)
    assert "softmax" in found.note


def test_one_output_means_two_classes():
    found = Predictions(PROBABILITIES[:, 1:], LABELS)
    np.testing.assert_allclose(found.probabilities, PROBABILITIES)
    logits = np.log(PROBABILITIES[:, 1:] / PROBABILITIES[:, :1])
    found = Predictions(logits, LABELS)
    np.testing.assert_allclose(found.probabilities, PROBABILITIES)
    assert "sigmoid" in found.note


def test_without_labels():
    found = Predictions(PROBABILITIES)
    assert found.kind == "classes" and found.right is None
    assert found.summary == "5 samples without labels"
    assert "mistakes" not in found.orders
    assert found.select(show="wrong").tolist() == [0, 1, 2, 3, 4]
    assert found.describe(0) == "Sample 0: the model says 0, 90.0 % sure."


def test_numbers():
    found = Predictions([[1.0], [2.5], [3.0]], [1.5, 2.5, 1.0])
    assert found.kind == "numbers"
    assert found.errors.tolist() == [0.5, 0.0, 2.0]
    assert found.summary == "3 samples, 0.8333 off on average"
    assert found.select(order="error").tolist() == [2, 0, 1]
    assert found.select(order="accurate").tolist() == [1, 0, 2]
    assert found.describe(0) == "Sample 0: the model says 1; the target is 1.5."


def test_several_outputs_are_said_to_be_too_many():
    for outputs in ({"a": np.zeros((2, 1))}, [np.zeros((2, 1)), np.zeros((2, 3))]):
        found = Predictions(outputs)
        assert found.kind == "unknown" and "several outputs" in found.summary
        assert found.select().tolist() == []
        assert found.describe(0) == found.note


@pytest.mark.parametrize("lost", [np.nan, np.inf])
def test_outputs_that_are_lost_are_wrong(lost):
    outputs = PROBABILITIES.copy()
    outputs[0] = lost
    found = Predictions(outputs, LABELS)
    assert not found.right[0]
    assert found.guess_text(0) == "NaN" and "says nothing" in found.describe(0)
    assert found.note.startswith("1 outputs are not numbers")
    assert len(found.select(order="confident")) == 5
    everything = Predictions(np.full((3, 2), lost), [0, 0, 1])
    assert everything.summary == "0 of 3 right (0.0 %)"


def test_a_label_that_the_model_does_not_know():
    found = Predictions(PROBABILITIES, [0, 1, 2, 3, 9])
    assert found.truth_text(4) == "9" and not found.right[4]


def test_class_names_must_suffice():
    with pytest.raises(ValueError, match="1 class names, but the model has 2"):
        Predictions(PROBABILITIES, LABELS, ["a"])


def test_labels_must_be_as_many_as_samples():
    with pytest.raises(ValueError, match="5 samples but 4 labels"):
        Predictions(PROBABILITIES, LABELS[:4])


@pytest.mark.parametrize("samples", [1, 128, 300])
def test_a_model_is_asked_about_all(samples):
    model = Sequential([Input((4,)), Dense(3, "softmax")])
    x = np.random.default_rng(0).normal(size=(samples, 4))
    found = Predictions.of(model, x, np.zeros(samples, int))
    expected = model.predict(x, verbose=0)
    np.testing.assert_allclose(found.outputs, expected, rtol=1e-6)


def test_several_inputs_are_asked_at_once():
    class Sum:
        def predict(self, x, verbose=0):
            return (x["a"] + x["b"])[:, None]

    x = {"a": np.arange(3.0), "b": np.ones(3)}
    assert Predictions.of(Sum(), x).outputs.tolist() == [[1.0], [2.0], [3.0]]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((3, 28, 28), (3, 28, 28)),
        ((3, 28, 28, 1), (3, 28, 28)),
        ((3, 8, 8, 3), (3, 8, 8, 3)),
        ((3, 784), (3, 28, 28)),
        ((3, 4), None),
        ((3, 100, 2, 7), None),
        ((3, 65), None),
    ],
)
def test_which_samples_are_images(shape, expected):
    images = images_of(np.zeros(shape))
    assert (None if images is None else images.shape) == expected


def test_images_side_by_side_keep_their_pixels():
    images = np.arange(24).reshape(3, 2, 4)
    side_by_side = strip(images)
    for number in range(3):
        part = side_by_side[:, 4 * number : 4 * number + 4]
        np.testing.assert_array_equal(part, images[number])
