"""One batch, one epoch, another rate, fresh weights: a FitRun under close control."""

import numpy as np
import pytest

from kit.optimizers import SGD
from kit.random import set_seed
from kit.studio.fit_panel import FitRun
from kit.studio.fit_start import rate_of
from kit.studio.wishes import RATE
from tests.studio.test_fit_panel import prepared, rested, some_data, some_model

SECONDS = 60


def begun(until, epochs=3, **options):
    set_seed(7)
    run = FitRun(prepared(**options))
    run.start(epochs=epochs, batch_size=16, until=until)
    rested(run)
    return run


def assert_same_weights(model, other):
    for ours, theirs in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("steps", [1, 7])
def test_single_steps_and_then_the_rest_equal_one_fit(steps):
    run = begun("batch")
    for done in range(1, steps):
        assert (run.status, run.snapshot().total_steps_done) == ("paused", done)
        run.resume("batch")
        rested(run)
    run.resume()
    run.wait(SECONDS)

    set_seed(7)
    model = some_model()
    (x, y), test = some_data()
    history = model.fit(x, y, 16, epochs=3, validation_data=test, verbose=0)
    assert_same_weights(run.model, model)
    ends = [v for x, v in run.snapshot().history["loss"] if x in (1, 2, 3)]
    assert ends == history.history["loss"]


def test_the_last_step_of_an_epoch_ends_the_epoch():
    run = begun("epoch")
    for _ in range(10):
        run.resume("batch")
        rested(run)
    after = run.snapshot()
    assert (after.status, after.epochs_done, after.total_steps_done) == (
        "paused",
        2,
        20,
    )
    assert [x for x, _ in after.history["val_loss"]] == [1.0, 2.0]
    run.stop()
    run.wait(SECONDS)


def test_epochs_one_by_one_until_the_last():
    run = begun("epoch", epochs=2)
    assert (run.status, run.snapshot().epochs_done) == ("paused", 1)
    run.resume("epoch")
    after = run.wait(SECONDS)
    assert (after.status, after.message, after.epochs_done) == (
        "finished",
        "Finished",
        2,
    )


def test_an_epoch_from_the_middle_of_one():
    run = begun("batch")
    run.resume("epoch")
    after = rested(run)
    assert (after.epochs_done, after.total_steps_done) == (1, 10)
    run.stop()
    assert run.wait(SECONDS).total_steps_done == 10


def test_without_threads_nothing_can_rest():
    with pytest.raises(ValueError, match="cannot go until 'batch'"):
        FitRun(prepared(), threaded=False).start(until="batch")
    with pytest.raises(ValueError, match="until 'noon'"):
        FitRun(prepared()).resume("noon")


# The learning rate by hand


def test_another_rate_counts_from_the_next_batch_on():
    run = begun("epoch", epochs=2, optimizer="sgd")
    before = rate_of(run.model)
    run.change(RATE, 0.5)
    run.change(RATE, 0.25)
    assert rate_of(run.model) == before  # it rests
    run.resume()
    after = run.wait(SECONDS)
    (change,) = after.changes
    assert (change.x, change.step, change.words) == (1, 10, "learning rate 0.01 → 0.25")
    assert after.learning_rate == 0.25

    set_seed(7)
    model = some_model(optimizer="sgd")
    (x, y), _ = some_data()
    model.fit(x, y, 16, epochs=1, verbose=0)
    model.optimizer.learning_rate = 0.25
    model.fit(x, y, 16, epochs=1, verbose=0)
    assert_same_weights(run.model, model)


def test_two_changes_at_one_place_are_one_and_none_is_none():
    run = begun("batch")
    run.change(RATE, 0.001)  # what it is
    run.resume("batch")
    rested(run)
    assert run.snapshot().changes == ()
    run.change(RATE, 0.01)
    run.resume("batch")
    rested(run)
    run.stop()
    after = run.wait(SECONDS)
    assert [change.words for change in after.changes] == ["learning rate 0.001 → 0.01"]


def test_other_numbers_count_from_the_next_batch_on_as_in_a_script():
    def some_sgd():
        return SGD(0.05, momentum=0.9, weight_decay=0.1)

    def build():
        model = some_model(optimizer=some_sgd())
        return model, some_data()

    set_seed(7)
    run = FitRun(build)
    run.start(epochs=2, batch_size=16, until="epoch")
    rested(run)
    drop = f"rate of {run.model.layers[1].name}"
    assert run.numbers == {"momentum": 0.9, "weight_decay": 0.1, drop: 0.3}
    run.change("momentum", 0.5)
    run.change("weight_decay", 0.02)
    run.change(drop, 0.1)
    assert run.numbers["momentum"] == 0.5 and run.model.optimizer.momentum == 0.9
    run.resume()
    after = run.wait(SECONDS)
    words = ["momentum 0.9 → 0.5", "weight_decay 0.1 → 0.02", f"{drop} 0.3 → 0.1"]
    assert [(change.step, change.words) for change in after.changes] == [
        (10, one) for one in words
    ]

    set_seed(7)
    model = some_model(optimizer=some_sgd())
    (x, y), _ = some_data()
    model.fit(x, y, 16, epochs=1, verbose=0)
    model.optimizer.momentum, model.optimizer.weight_decay = 0.5, 0.02
    model.layers[1].rate = 0.1
    model.fit(x, y, 16, epochs=1, verbose=0)
    assert_same_weights(run.model, model)


def test_a_rate_without_a_training_changes_nothing():
    run = FitRun(prepared())
    run.change(RATE, 0.5)
    run.start(epochs=1)
    assert run.wait(SECONDS).changes == ()


# Fresh weights


def test_reset_stops_and_brings_the_first_weights_back():
    def prepare():
        set_seed(7)
        return some_model(), some_data()

    run = FitRun(prepare)
    ended = []
    run.on_end(lambda: ended.append(run.snapshot().total_steps_done))
    run.start(epochs=50, batch_size=16, until="epoch")
    rested(run)
    run.reset()
    assert ended == [10]  # the training before is told of
    after = run.snapshot()
    assert (after.status, after.is_over, after.history) == ("idle", True, {})
    assert_same_weights(run.model, prepare()[0])
    run.start(epochs=1, batch_size=16)
    assert run.wait(SECONDS).total_steps_done == 10


def test_reset_without_a_way_to_prepare_is_explained():
    run = FitRun()
    run.reset()
    assert "no model to train" in run.snapshot().finding.what
