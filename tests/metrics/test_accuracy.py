"""Accuracies: Keras's numbers, closed forms, and errors about labels."""

import numpy as np
import pytest

from kit import metrics

CASES = [
    ("Accuracy", {}, "labels", ()),
    ("Accuracy", {}, "labels", (3,)),
    ("BinaryAccuracy", {}, "binary", ()),
    ("BinaryAccuracy", {}, "binary", (1,)),
    ("BinaryAccuracy", {"threshold": 0.3}, "binary", (3,)),
    ("BinaryAccuracy", {"threshold": 0.0}, "logits", (1,)),
    ("CategoricalAccuracy", {}, "one_hot", (3,)),
    ("SparseCategoricalAccuracy", {}, "classes", (3,)),
    ("TopKCategoricalAccuracy", {"k": 2}, "one_hot", (4,)),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "classes", (4,)),
    (
        "SparseTopKCategoricalAccuracy",
        {"k": 2, "from_sorted_ids": True},
        "sorted_ids",
        (4,),
    ),
]
SEQUENCES = [
    ("CategoricalAccuracy", {}, "one_hot", (6, 3)),
    ("SparseCategoricalAccuracy", {}, "classes", (6, 3)),
    ("TopKCategoricalAccuracy", {"k": 2}, "one_hot", (6, 4)),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "classes", (6, 4)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "rest"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, rest):
    agrees(name, arguments, kind, rest)


@pytest.mark.parametrize(("name", "arguments", "kind", "rest"), SEQUENCES)
def test_sequences_agree_with_keras(agrees, name, arguments, kind, rest):
    agrees(name, arguments, kind, rest)


@pytest.mark.parametrize(
    ("function", "kind", "rest"),
    [
        ("binary_accuracy", "binary", (3,)),
        ("categorical_accuracy", "one_hot", (3,)),
        ("sparse_categorical_accuracy", "classes", (6, 3)),
        ("top_k_categorical_accuracy", "one_hot", (7,)),
        ("sparse_top_k_categorical_accuracy", "classes", (6, 7)),
    ],
)
def test_functions_agree_with_keras(keras_metrics, batches, function, kind, rest):
    for y_true, y_pred in batches(kind, rest):
        mine = getattr(metrics, function)(y_true, y_pred)
        theirs = np.asarray(getattr(keras_metrics, function)(y_true, y_pred))
        assert mine.shape == theirs.shape
        np.testing.assert_array_equal(mine, theirs)


def test_closed_forms():
    scores = np.array([[0.1, 0.7, 0.2], [0.5, 0.3, 0.2], [0.3, 0.3, 0.4]])
    labels = np.array([1, 2, 1])
    assert metrics.SparseCategoricalAccuracy()(labels, scores) == np.float32(1 / 3)
    assert metrics.SparseTopKCategoricalAccuracy(k=2)(labels, scores) == np.float32(
        2 / 3
    )
    assert metrics.CategoricalAccuracy()(np.eye(3)[labels], scores) == np.float32(1 / 3)


def test_the_threshold_itself_is_class_0():
    assert metrics.binary_accuracy([0, 1], [0.5, 0.5]).tolist() == [1, 0]


def test_labels_with_a_last_axis_of_one():
    scores = np.eye(3)
    metric = metrics.SparseCategoricalAccuracy()
    assert metric(np.array([[0], [1], [0]]), scores) == np.float32(2 / 3)


@pytest.mark.parametrize(
    ("metric", "labels", "hint"),
    [
        (metrics.CategoricalAccuracy(), np.arange(3), "SparseCategoricalAccuracy"),
        (metrics.SparseCategoricalAccuracy(), np.eye(3), "use CategoricalAccuracy"),
        (metrics.TopKCategoricalAccuracy(), np.arange(3), "SparseTopKCategorical"),
        (metrics.SparseTopKCategoricalAccuracy(), np.eye(3), "use TopKCategorical"),
    ],
)
def test_the_other_kind_of_labels_is_refused(metric, labels, hint):
    with pytest.raises(ValueError, match="The labels are") as error:
        metric(labels, np.ones((3, 3)))
    assert hint in str(error.value)
    assert metric.name in str(error.value)
