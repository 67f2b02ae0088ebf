import numpy as np
import pytest

from kit.studio.project import Project
from kit.studio.time_travel import TimeTravel


def trained(travel, epochs=3, **options):
    project = Project("moons")
    model, data = project.prepare()
    before = model.get_weights()
    model.fit(
        *data.train, epochs=epochs, verbose=0, callbacks=[travel.keeper()], **options
    )
    return model, data, before


def same(left, right):
    pairs = zip(left, right, strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


def test_the_first_moment_is_noise_and_the_last_is_the_end():
    travel = TimeTravel()
    model, data, before = trained(travel)
    travel.go(0)
    past = travel.shown
    assert past is not model and same(past.get_weights(), before)
    assert travel.describe(data).startswith("Before the first step: noise · test acc")
    travel.go(len(travel.moments) - 1)
    assert same(travel.shown.get_weights(), model.get_weights())
    assert travel.moments[-1].epoch == 3.0 and travel.moments[-1].step == 33
    travel.go(None)
    assert travel.shown is model and travel.describe(data) == "Now"


def test_looking_back_does_not_change_the_training():
    travel = TimeTravel()
    model, data, _ = trained(travel)
    weights = model.get_weights()
    travel.go(0)
    travel.shown.evaluate(*data.test, verbose=0)
    travel.accuracy(data)
    assert same(model.get_weights(), weights)
    assert model.optimizer is not travel.shown.optimizer
    alone, _, _ = trained(TimeTravel())
    assert same(alone.get_weights(), weights)


def test_moments_are_thinned_out_evenly():
    travel = TimeTravel(most=8)
    trained(travel, epochs=30)
    steps = [moment.step for moment in travel.moments]
    assert len(steps) <= 8 and steps[0] == 0 and steps[-1] == 330
    gaps = np.diff(steps[:-1])
    assert gaps.min() * 4 >= gaps.max()


def test_moments_of_a_large_model_are_few():
    travel = TimeTravel(most_bytes=3 * 4 * 354)
    trained(travel, epochs=10)
    assert 2 <= len(travel.moments) <= 3
    assert travel.moments[0].step == 0 and travel.moments[-1].step == 110


def test_whoever_looks_back_while_it_learns_stays_where_they_are():
    travel = TimeTravel(most=6)
    trained(travel, epochs=1)
    travel.go(2)
    step = travel.moments[2].step
    for extra in range(1, 40):
        travel.keep(travel.steps_done + 5 * extra, 1.0 + extra)
    assert len(travel.moments) <= 6
    assert travel.place is not None
    assert travel.moments[travel.place].step <= step


def test_a_second_training_of_the_same_model_goes_on():
    travel = TimeTravel()
    model, data, _ = trained(travel, epochs=2)
    model.fit(
        *data.train,
        initial_epoch=2,
        epochs=4,
        verbose=0,
        callbacks=[travel.keeper()],
    )
    assert travel.moments[0].step == 0
    assert travel.moments[-1][:2] == (44, pytest.approx(4.0))
    trained(travel, epochs=1)
    assert travel.moments[-1].step == 11 and travel.place is None
