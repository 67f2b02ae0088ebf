"""Names of losses, and what "crossentropy" means for which shapes."""

import numpy as np
import pytest

from kit import losses
from kit.losses.resolve import get_loss, label_kind

SHAPES = [
    ((8,), (8, 1)),
    ((8, 1), (8, 1)),
    ((8,), (8, 4)),
    ((8, 1), (8, 4)),
    ((8, 4), (8, 4)),
    ((8, 5), (8, 5, 4)),
    ((8, 5, 1), (8, 5, 4)),
    ((8, 5, 4), (8, 5, 4)),
]
ALIASES = "mse MSE mae MAE mape MAPE msle MSLE bce BCE kld KLD".split()


@pytest.mark.parametrize(("y_true", "y_pred"), SHAPES)
@pytest.mark.parametrize("name", ["crossentropy", "ce"])
def test_crossentropy_agrees_with_keras(y_true, y_pred, name):
    compile_utils = pytest.importorskip("keras").src.trainers.compile_utils
    labels, output = np.zeros(y_true), np.zeros(y_pred)
    mine = get_loss(name, labels, output)
    theirs = compile_utils.get_loss(name, labels, output)
    assert mine.fn.__name__ == theirs.fn.__name__
    assert mine.name == theirs.name == name


@pytest.mark.parametrize("name", [*ALIASES, "huber", "log_cosh", "MeanSquaredError"])
def test_names_agree_with_keras(keras_losses, name):
    mine, theirs = losses.get(name), keras_losses.get(name)
    assert getattr(mine, "__name__", type(mine).__name__) == getattr(
        theirs, "__name__", type(theirs).__name__
    )


def test_every_exported_loss_has_a_name():
    for name in losses.__all__:
        if name not in (
            "Loss",
            "LossFunctionWrapper",
            "get",
            "serialize",
            "deserialize",
        ):
            found = losses.get(name)
            exported = getattr(losses, name)
            assert found is exported or type(found) is exported


def test_kinds_of_labels():
    assert [label_kind(*shapes) for shapes in SHAPES] == [
        *["binary"] * 2,
        *["sparse"] * 2,
        "categorical",
        *["sparse"] * 2,
        "categorical",
    ]


def test_get_loss_keeps_a_loss_and_names_a_function():
    loss = losses.Huber()
    assert get_loss(loss, np.zeros(3), np.zeros(3)) is loss
    assert get_loss("mse", np.zeros(3), np.zeros(3)).name == "mse"
    assert get_loss(losses.hinge, np.zeros(3), np.zeros(3)).name == "hinge"
    assert isinstance(get_loss(losses.Huber, None, None), losses.Huber)


def test_a_joining_function_can_leave_samples_out():
    area = np.random.default_rng(0).uniform(size=(3, 4, 4, 1))
    for name in ("dice", losses.tversky):
        loss = get_loss(name, area, area)
        masked = loss(area.round(), area, mask=np.array([True, True, False]))
        np.testing.assert_allclose(masked, loss(area[:2].round(), area[:2]), rtol=1e-6)
    assert loss.name == "tversky"


def test_a_wrong_name():
    with pytest.raises(ValueError, match='Did you mean "mean_squared_error"'):
        losses.get("mean_square_error")
