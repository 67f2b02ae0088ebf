"""Loss and the wrapper of functions: calls, masks, descriptions."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit import losses
from kit.serialization import CustomObjectScope


def squared(y_true, y_pred, factor=1.0):
    return factor * (y_true - y_pred) ** 2


class Weird(losses.Loss):
    """Returns the difference, for tests of the base class."""

    def call(self, y_true, y_pred):
        return y_pred - y_true


def test_a_loss_of_your_own(keras_losses):
    y_true, y_pred = np.arange(4.0), np.array([1.0, 3, 5, 7])
    assert Weird()(y_true, y_pred) == 2.5
    assert Weird().name == "weird"
    assert Weird(reduction="sum", name="it").get_config() == {
        "name": "it",
        "reduction": "sum",
    }


def test_a_function_of_your_own_agrees_with_keras(keras_losses):
    from keras.src.losses.losses import LossFunctionWrapper

    y_true, y_pred = np.arange(4.0), np.array([[1.0], [3], [5], [7]])
    mine = losses.LossFunctionWrapper(squared, factor=2.0)
    theirs = LossFunctionWrapper(squared, factor=2.0)
    np.testing.assert_allclose(mine(y_true, y_pred), theirs(y_true, y_pred))
    assert mine.name == "squared"


def test_mask_agrees_with_keras(keras_losses):
    backend = pytest.importorskip("keras").src.backend
    y_true, y_pred = np.arange(12.0).reshape(4, 3, 1), jnp.ones((4, 3, 1))
    mask = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 0]], bool)
    weights = np.arange(12.0).reshape(4, 3)
    masked = jnp.ones((4, 3, 1))
    backend.set_keras_mask(masked, jnp.asarray(mask))
    for w in (None, weights):
        np.testing.assert_allclose(
            losses.MeanSquaredError()(y_true, y_pred, w, mask=mask),
            keras_losses.MeanSquaredError()(y_true, masked, w),
            rtol=1e-6,
        )


def test_ignored_classes_and_a_mask_join():
    loss = losses.SparseCategoricalCrossentropy(ignore_class=-1)
    p = np.array([[0.5, 0.5], [0.9, 0.1], [0.2, 0.8]])
    found = loss([0, -1, 1], p, mask=[True, True, False])
    np.testing.assert_allclose(found, -np.log(0.5), rtol=1e-6)


NUMBERS = [
    losses.MeanSquaredError,
    losses.MeanAbsoluteError,
    losses.MeanAbsolutePercentageError,
    losses.MeanSquaredLogarithmicError,
    losses.Huber,
    losses.LogCosh,
    losses.Poisson,
    losses.Hinge,
    losses.SquaredHinge,
    losses.BinaryCrossentropy,
    losses.BinaryFocalCrossentropy,
]


@pytest.mark.parametrize("cls", NUMBERS)
def test_one_axis_means_one_number_per_sample(keras_losses, cls):
    y_true, y_pred = np.array([1.0, 0, 0, 1]), np.array([0.9, 0.2, 0.7, 0.4])
    theirs = getattr(keras_losses, cls.__name__)()
    np.testing.assert_allclose(cls()(y_true, y_pred), theirs(y_true, y_pred), rtol=1e-6)
    # Keras would average first, and then neither weights nor masks could choose
    weights, mask = np.array([1.0, 2.0, 5.0, 0.0]), np.array([1, 0, 1, 1], bool)
    column = y_true[:, None], y_pred[:, None]
    assert cls()(y_true, y_pred, weights, mask) == cls()(*column, weights, mask)


def test_labels_are_read_in_the_format_of_the_loss():
    seen = []
    loss = losses.LossFunctionWrapper(
        lambda t, p: seen.append((t.dtype, p.dtype)) or t - p, name="spy"
    )
    loss(np.array([1, 2]), np.ones(2, "float16"))
    assert seen == [("float32", "float32")]


def test_a_loss_is_pure_under_jit():
    loss = losses.MeanSquaredError()
    compiled = jax.jit(lambda t, p, m: loss(t, p, mask=m))
    y_true, y_pred, mask = np.arange(3.0), np.ones(3), np.array([1, 0, 1], bool)
    assert compiled(y_true, y_pred, mask) == loss(y_true, y_pred, mask=mask)


def test_arguments_are_attributes():
    assert losses.CategoricalCrossentropy(from_logits=True).from_logits
    assert losses.Huber(delta=2.0).delta == 2.0


def test_a_function_is_described_by_name():
    loss = losses.LossFunctionWrapper(losses.mean_squared_error, name="mine")
    same = losses.deserialize(losses.serialize(loss))
    assert same.fn is losses.mean_squared_error and same.name == "mine"
    loss = losses.LossFunctionWrapper(squared, factor=3.0)
    with CustomObjectScope({"squared": squared}):
        same = losses.deserialize(losses.serialize(loss))
    assert same([1.0], [2.0]) == 3.0


def test_keras_reads_what_kit_writes(keras_losses):
    loss = losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    same = keras_losses.deserialize(losses.serialize(loss))
    assert (same.from_logits, same.label_smoothing) == (True, 0.1)
    theirs = keras_losses.Huber(name="h", reduction="sum")
    mine = losses.deserialize(keras_losses.serialize(theirs))
    assert (mine.name, mine.reduction) == ("h", "sum")


def test_a_loss_without_call():
    with pytest.raises(NotImplementedError, match="Loss has no call method"):
        losses.Loss()([1.0], [1.0])
