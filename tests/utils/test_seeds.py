"""One call repeats Python's, NumPy's and kit's random numbers."""

import random
import threading

import numpy as np
import pytest

from kit.random import next_seed, seeded
from kit.utils import set_random_seed


def draw():
    return random.random(), np.random.random(), next_seed()


def test_everything_repeats_itself():
    set_random_seed(7)
    first = draw()
    set_random_seed(7)
    assert draw() == first
    set_random_seed(8)
    assert not set(draw()) & set(first)


def test_a_race_in_a_thread_changes_no_weights_of_a_cell():
    set_random_seed(7)
    expected = [next_seed() for _ in range(3)]
    building, done = threading.Event(), threading.Event()

    def build_a_variant():
        with seeded(1):
            next_seed()
            building.set()
            done.wait(10)

    set_random_seed(7)
    race = threading.Thread(target=build_a_variant)
    race.start()
    building.wait(10)
    drawn = [next_seed()]
    with seeded(2):  # another one ends later than it
        done.set()
        race.join()
    drawn += [next_seed(), next_seed()]
    assert drawn == expected


def test_python_and_numpy_are_seeded_as_keras_does():
    keras = pytest.importorskip("keras")
    keras.utils.set_random_seed(7)
    expected = random.random(), np.random.random()
    set_random_seed(7)
    assert (random.random(), np.random.random()) == expected


@pytest.mark.parametrize("seed", [-1, 1.5, "1", None, True, 2**32])
def test_wrong_seeds_are_explained(seed):
    with pytest.raises(ValueError, match="set_random_seed received"):
        set_random_seed(seed)
