"""Every schedule against Keras's, over many steps."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from kit.optimizers import schedules

CASES = [
    ("ExponentialDecay", {"decay_steps": 7, "decay_rate": 0.5}),
    ("ExponentialDecay", {"decay_steps": 7, "decay_rate": 0.5, "staircase": True}),
    ("InverseTimeDecay", {"decay_steps": 7, "decay_rate": 0.5}),
    ("InverseTimeDecay", {"decay_steps": 7, "decay_rate": 0.5, "staircase": True}),
    ("PolynomialDecay", {"decay_steps": 7}),
    # 8 and not 7: there Keras's compiled cycle begins a step early, by rounding.
    ("PolynomialDecay", {"decay_steps": 8, "power": 2.0, "cycle": True}),
    ("PolynomialDecay", {"decay_steps": 7, "power": 0.5, "end_learning_rate": 0.2}),
    ("CosineDecay", {"decay_steps": 20, "alpha": 0.1}),
    ("CosineDecay", {"decay_steps": 20, "warmup_target": 0.5, "warmup_steps": 6}),
    ("CosineDecay", {"decay_steps": 20, "warmup_target": 0.5}),
    ("CosineDecayRestarts", {"first_decay_steps": 7}),
    ("CosineDecayRestarts", {"first_decay_steps": 7, "t_mul": 1.0, "m_mul": 0.5}),
    ("CosineDecayRestarts", {"first_decay_steps": 7, "t_mul": 1.5, "alpha": 0.1}),
]


@pytest.mark.parametrize(("name", "arguments"), CASES)
def test_fifty_steps_equal_keras(name, arguments):
    keras = pytest.importorskip("keras")
    theirs = getattr(keras.optimizers.schedules, name)(0.1, **arguments)
    ours = getattr(schedules, name)(0.1, **arguments)
    steps = jnp.arange(50)
    expected = jax.vmap(theirs)(steps)
    np.testing.assert_allclose(jax.vmap(ours)(steps), expected, rtol=1e-5, atol=1e-7)
    compiled = jax.jit(jax.vmap(ours))(steps)
    np.testing.assert_allclose(compiled, expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(ours(3), expected[3], rtol=1e-5)
    assert ours.get_config() == theirs.get_config()
    again = schedules.deserialize(keras.optimizers.schedules.serialize(theirs))
    assert again.get_config() == ours.get_config()
    keras.optimizers.schedules.deserialize(schedules.serialize(ours))


def test_piecewise_constants_equal_keras():
    keras = pytest.importorskip("keras")
    arguments = ([5, 10], [0.1, 0.01, 0.001])
    theirs = keras.optimizers.schedules.PiecewiseConstantDecay(*arguments)
    ours = schedules.PiecewiseConstantDecay(*arguments)
    for step in range(15):
        np.testing.assert_allclose(ours(step), theirs(step), rtol=1e-6)
    assert ours.get_config() == theirs.get_config()


def test_a_warmup_may_start_at_the_whole_number_zero():
    schedule = schedules.CosineDecay(0, 10, warmup_target=0.1, warmup_steps=4)
    assert float(schedule(2)) == pytest.approx(0.05)


def test_stairs_begin_at_the_right_step_for_every_length():
    steps = jnp.arange(500)
    for length in range(1, 60):
        stairs = schedules.ExponentialDecay(1.0, length, 0.9, staircase=True)
        heights = jax.jit(jax.vmap(stairs))(steps)
        np.testing.assert_allclose(
            heights, 0.9 ** (np.arange(500) // length), rtol=1e-4
        )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: schedules.CosineDecay(0.1, 0), "CosineDecay received decay_steps=0."),
        (
            lambda: schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2]),
            "There are 2 boundaries and 2 values.",
        ),
        (
            lambda: schedules.PiecewiseConstantDecay([2, 1], [0.1, 0.2, 0.3]),
            "The boundaries are",
        ),
    ],
)
def test_impossible_schedules_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_schedule_of_the_user():
    class Constant(schedules.LearningRateSchedule):
        def __init__(self, rate):
            self.rate = rate

        def __call__(self, step):
            return self.rate

    again = schedules.deserialize(
        schedules.serialize(Constant(0.5)), {"Constant": Constant}
    )
    assert again(3) == 0.5


def test_a_schedule_that_forgets_its_arguments_cannot_be_saved():
    class Forgetful(schedules.LearningRateSchedule):
        def __init__(self, rate):
            self.hidden = rate

    with pytest.raises(NotImplementedError, match="Forgetful does not remember rate"):
        Forgetful(0.5).get_config()
    with pytest.raises(NotImplementedError, match="Forgetful has no method __call__"):
        Forgetful(0.5)(3)
