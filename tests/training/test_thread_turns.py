"""A training in a thread takes short turns, and leaves things as they were."""

import sys
import threading

from kit.training.thread_turns import SHORT_TURN, short_turns


def in_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_only_other_threads_shorten_turns_and_the_last_one_restores_them():
    before = sys.getswitchinterval()
    seen = []

    def inner():
        with short_turns():
            seen.append(sys.getswitchinterval())

    def outer():
        with short_turns():
            in_thread(inner)
            seen.append(sys.getswitchinterval())

    in_thread(outer)
    assert all(abs(interval - SHORT_TURN) < 1e-9 for interval in seen) and seen
    assert sys.getswitchinterval() == before
    with short_turns():
        assert sys.getswitchinterval() == before


def test_an_error_restores_them_too():
    before = sys.getswitchinterval()

    def fail():
        try:
            with short_turns():
                raise ValueError
        except ValueError:
            pass

    in_thread(fail)
    assert sys.getswitchinterval() == before
