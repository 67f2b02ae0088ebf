import pytest

from kit.studio.fit_record import Curves, FitRecord, FitSnapshot, Stopwatch


def record_with(steps=4, epochs=2):
    record = FitRecord()
    record.begin(epochs, steps)
    return record


def test_points_within_an_epoch_lie_at_its_fractions():
    record = record_with()
    record.begin_epoch(1)
    record.add_step(1, 0, {"loss": 3.0})
    record.add_step(1, 2, {"loss": 2.0})
    record.add_step(1, 3, {"loss": 1.5})
    record.end_epoch(1, {"loss": 1.5, "val_loss": 1.8})
    history = record.snapshot().history
    assert history["loss"] == ((1.25, 3.0), (1.75, 2.0), (2.0, 1.5))
    assert history["val_loss"] == ((2.0, 1.8),)


def test_steps_are_counted_over_all_epochs():
    record = record_with()
    for epoch in range(2):
        record.begin_epoch(epoch)
        record.add_step(epoch, 1, {})
        record.add_step(epoch, 3, {})
        record.end_epoch(epoch, {})
    snapshot = record.snapshot()
    assert snapshot.total_steps_done == 8
    assert (snapshot.epoch, snapshot.step, snapshot.progress) == (2, 4, 1.0)


def test_an_epoch_that_was_stopped_ends_where_it_was_stopped():
    record = record_with(steps=4)
    record.begin_epoch(0)
    record.add_step(0, 0, {"loss": 3.0})
    record.end_epoch(0, {"loss": 3.0, "val_loss": 2.5})
    assert record.snapshot().history["val_loss"] == ((0.25, 2.5),)
    assert record.epochs_done == 1


def test_an_epoch_without_any_batch_leaves_no_trace():
    record = record_with()
    record.begin_epoch(0)
    record.end_epoch(0, {"val_loss": 2.5})
    assert record.snapshot().history == {}
    assert record.epochs_done == 0


def test_without_a_known_number_of_steps_the_first_epoch_finds_it():
    record = record_with(steps=None)
    record.begin_epoch(0)
    record.add_step(0, 9, {"loss": 3.0})
    assert record.snapshot().history == {}
    record.end_epoch(0, {"loss": 3.0})
    snapshot = record.snapshot()
    assert snapshot.steps_per_epoch == 10
    assert snapshot.history["loss"] == ((1.0, 3.0),)


def test_matrices_are_no_curves():
    curves = Curves()
    curves.add(1.0, {"loss": 1.0, "confusion": [[1, 0], [0, 1]]})
    assert list(curves.points) == ["loss"]


def test_many_points_are_thinned_out_but_ends_of_epochs_stay():
    curves = Curves(limit=100)
    for step in range(1, 10_001):
        x = step / 1000
        curves.add(x, {"loss": x}, is_end=step % 1000 == 0)
    points = curves.points["loss"]
    assert len(points) <= 111
    assert {x for x, _ in points} >= set(range(1, 11))
    assert all(x == y for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    gaps = [b[0] - a[0] for a, b in zip(points, points[1:], strict=False)]
    assert max(gaps) < 0.5  # no part of the curve is empty


def test_a_copy_does_not_change():
    curves = Curves()
    curves.add(1.0, {"loss": 1.0})
    copy = curves.copy()
    curves.add(2.0, {"loss": 0.5})
    assert copy == {"loss": ((1.0, 1.0),)}


def times(*values):
    return Stopwatch(now=iter(values).__next__)


def test_stopwatch_leaves_out_pauses():
    watch = times(0.0, 3.0, 10.0, 12.0)
    watch.start()
    watch.pause()  # at 3
    watch.start()  # at 10
    assert watch.seconds == 5.0  # at 12


def test_guess_leaves_out_the_first_batch_which_was_compiled():
    watch = times(0.0, 8.0, 9.0, 10.0)
    watch.start()
    assert watch.guess(0.25, 2.0) is None  # at 8
    # One second for a quarter of an epoch: 1.5 epochs are left.
    assert watch.guess(0.5, 2.0) == pytest.approx(6.0)
    assert watch.guess(0.75, 2.0) == pytest.approx(5.0)


def test_progress_of_nothing_is_zero():
    assert FitSnapshot().progress == 0.0
    assert FitSnapshot(epoch=1, epochs=4, step=7).progress == 0.0
