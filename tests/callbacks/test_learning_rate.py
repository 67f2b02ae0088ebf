"""The callbacks that change the learning rate do what Keras's do, epoch by epoch."""

import pytest

from kit.callbacks import LearningRateScheduler, ReduceLROnPlateau

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.filterwarnings("ignore")


class FakeOptimizer:
    learning_rate = 1.0


class FakeModel:
    metrics: list = []

    def __init__(self):
        self.optimizer = FakeOptimizer()


class KerasOptimizer:
    """Keras reads the rate through its backend, so it needs a Variable."""

    def __init__(self):
        self.learning_rate = keras.Variable(1.0)


def rates(callback, losses, optimizer):
    model = FakeModel()
    model.optimizer = optimizer
    callback.set_model(model)
    callback.on_train_begin()
    found = []
    for epoch, loss in enumerate(losses):
        callback.on_epoch_begin(epoch)
        logs = {"val_loss": loss}
        callback.on_epoch_end(epoch, logs)
        found.append((float(logs["learning_rate"]), float(optimizer.learning_rate)))
    return found


LOSSES = [5, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 2.99999, 2, 2, 2]


@pytest.mark.parametrize(
    "options",
    [
        {"patience": 2},
        {"patience": 1, "factor": 0.5},
        {"patience": 1, "cooldown": 3, "factor": 0.5},
        {"patience": 1, "min_lr": 0.2, "factor": 0.5},
        {"patience": 2, "min_delta": 0.5, "factor": 0.5},
    ],
    ids=str,
)
def test_plateaus_are_kerass(options):
    ours = rates(ReduceLROnPlateau(**options), LOSSES, FakeOptimizer())
    theirs = keras.callbacks.ReduceLROnPlateau(**options)
    for mine, keras_ in zip(ours, rates(theirs, LOSSES, KerasOptimizer()), strict=True):
        assert mine == pytest.approx(keras_, rel=1e-6)


@pytest.mark.parametrize(
    "schedule", [lambda epoch, rate: rate / 2, lambda epoch: 0.1 * (epoch + 1)]
)
def test_schedule_may_take_one_or_two_arguments(schedule):
    ours = rates(LearningRateScheduler(schedule), [1, 1, 1], FakeOptimizer())
    theirs = keras.callbacks.LearningRateScheduler(schedule)
    for mine, keras_ in zip(
        ours, rates(theirs, [1, 1, 1], KerasOptimizer()), strict=True
    ):
        assert mine == pytest.approx(keras_, rel=1e-6)


def test_a_schedule_that_returns_no_number_is_refused():
    with pytest.raises(ValueError, match="Return a float"):
        rates(LearningRateScheduler(lambda epoch: None), [1], FakeOptimizer())


def test_a_factor_of_one_or_more_is_refused():
    with pytest.raises(ValueError, match="below 1"):
        ReduceLROnPlateau(factor=1.5)
