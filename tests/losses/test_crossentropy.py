"""Crossentropies: Keras's numbers, closed forms, and errors about labels."""

import re

import jax
import numpy as np
import pytest

from kit import losses

CASES = [
    ("BinaryCrossentropy", {}, "binary", (7, 1)),
    ("BinaryCrossentropy", {"label_smoothing": 0.1}, "binary", (7, 4)),
    ("BinaryCrossentropy", {"from_logits": True}, "binary_logits", (7, 4)),
    ("BinaryCrossentropy", {"axis": 1}, "binary", (5, 3, 4)),
    ("CategoricalCrossentropy", {}, "one_hot", (7, 3)),
    ("CategoricalCrossentropy", {}, "one_hot", (4, 5, 3)),
    ("CategoricalCrossentropy", {"label_smoothing": 0.2}, "one_hot", (7, 3)),
    ("CategoricalCrossentropy", {"from_logits": True}, "one_hot_logits", (7, 3)),
    ("CategoricalCrossentropy", {"axis": 1}, "one_hot", (5, 3, 3)),
    ("SparseCategoricalCrossentropy", {}, "classes", (7, 3)),
    ("SparseCategoricalCrossentropy", {}, "classes", (4, 5, 3)),
    ("SparseCategoricalCrossentropy", {"from_logits": True}, "classes_logits", (7, 3)),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}, "classes", (7, 3)),
    ("SparseCategoricalCrossentropy", {"ignore_class": 2}, "classes", (4, 5, 3)),
]


@pytest.mark.parametrize(("name", "arguments", "kind", "shape"), CASES)
def test_agrees_with_keras(agrees, name, arguments, kind, shape):
    agrees(name, arguments, kind, shape)


def test_binary_closed_form():
    loss = losses.binary_crossentropy([[1.0], [0.0]], [[0.8], [0.8]])
    np.testing.assert_allclose(loss, [-np.log(0.8), -np.log(0.2)], rtol=1e-5)


def test_categorical_closed_form_with_logits():
    scores = np.array([[1.0, 2.0, -1.0]])
    expected = np.log(np.exp(scores).sum()) - 2.0
    loss = losses.categorical_crossentropy([[0, 1, 0]], scores, from_logits=True)
    np.testing.assert_allclose(loss, [expected], rtol=1e-6)


def test_sparse_and_one_hot_labels_give_the_same(data):
    classes, p = data("classes", (9, 4))
    one_hot = np.eye(4)[classes]
    np.testing.assert_allclose(
        losses.sparse_categorical_crossentropy(classes, p),
        losses.categorical_crossentropy(one_hot, p),
        rtol=1e-6,
    )


def test_sparse_labels_may_have_a_last_axis_of_one(data):
    classes, p = data("classes", (9, 4))
    loss = losses.SparseCategoricalCrossentropy(ignore_class=0)
    assert loss(classes[:, None], p) == loss(classes, p)


def test_sparse_classes_on_another_axis(data):
    classes, p = data("classes", (4, 5, 3))
    last = losses.sparse_categorical_crossentropy(classes, p)
    moved = np.moveaxis(p, -1, 1)
    np.testing.assert_allclose(
        losses.sparse_categorical_crossentropy(classes, moved, axis=1), last, rtol=1e-6
    )


def test_labels_out_of_range_give_no_loss_as_in_keras(keras_losses):
    p = np.full((3, 2), 0.5, "float32")
    labels = np.array([0, 2, -1])
    mine = losses.sparse_categorical_crossentropy(labels, p)
    np.testing.assert_allclose(
        mine, keras_losses.sparse_categorical_crossentropy(labels, p), rtol=1e-6
    )
    assert mine[1] == mine[2] == 0


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_loss_and_gradient_are_finite_at_the_ends(p):
    for label in (0.0, 1.0):
        value, slope = jax.value_and_grad(losses.BinaryCrossentropy(), argnums=1)(
            np.array([label]), np.array([p])
        )
        assert np.isfinite(value) and np.isfinite(slope).all()


def test_integer_labels_for_one_hot_rows():
    message = (
        "The labels are integers of shape (5,),\n"
        'but "categorical_crossentropy" expects one-hot rows of shape (5, 10).\n'
        'Either keep the labels and use loss="sparse_categorical_crossentropy",\n'
        "or convert them: y = kit.utils.to_categorical(y, 10)."
    )
    for labels in (np.arange(5), np.arange(5)[:, None]):
        expected = message.replace("(5,)", str(labels.shape))
        with pytest.raises(ValueError, match=re.escape(expected)):
            losses.CategoricalCrossentropy()(labels, np.ones((5, 10)))


def test_one_hot_rows_for_integer_labels():
    message = (
        "The labels are rows of shape (5, 10),\n"
        'but "sparse_categorical_crossentropy" expects integers of shape (5,).\n'
        'Either keep the one-hot rows and use loss="categorical_crossentropy",\n'
        "or convert them: y = y.argmax(axis=-1)."
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        losses.SparseCategoricalCrossentropy()(np.ones((5, 10)), np.ones((5, 10)))


def test_classes_for_a_binary_loss():
    with pytest.raises(ValueError) as error:
        losses.BinaryCrossentropy()(np.arange(5), np.ones((5, 10)))
    lines = str(error.value).split("\n")
    assert lines[0] == "The labels are (5,), but the output is (5, 10)."
    assert "classes 0 to 9" in lines[2]
