"""Tests for the pauses of the garbage collector."""

import gc
import weakref

import pytest

from kit.kernels.collector import collector_paused


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self):
        self.itself = self


def test_the_collector_works_again_even_after_an_error():
    with pytest.raises(RuntimeError), collector_paused():
        assert not gc.isenabled()
        raise RuntimeError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_garbage_of_the_pause_is_found_later():
    with collector_paused():
        gone = weakref.ref(Ring())
        assert gone() is not None
    gc.collect()
    assert gone() is None
