"""Turns between threads: a training in the background gets its share of them.

Python lets one thread run at a time and, by default, hands over after 5 ms. A training
needs a turn several times per compiled call; beside a busy cell it would wait 5 ms for
each of them. While it trains outside the main thread, turns last 0.2 ms.

The compiled call itself needs no turn but all cores, and a cell that computes for long
takes one of them. On two cores the training of a CNN then lasted 1.9 times as long. So
it takes turns as if it were computed in Python: two thirds of them, the cell the rest.
"""

import ctypes
import functools
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SHORT_TURN = 2e-4  # seconds
PATIENCE = 0.5  # seconds of which a cell may have all; most take less
COMPUTES = 0.4  # of the time it has: more than a busy page uses, less than a loop
OWN_SHARE, OTHER_SHARE = 0.009, 0.0045  # seconds; together shorter than a blink
LOOKS = 3  # so many times in its share a training sees whether its call is ready

_lock = threading.Lock()
_running: list[float] = []  # the intervals to come back to, one for each training


@contextmanager
def short_turns() -> Iterator[None]:
    """Hand over between threads more often, if this is not the main thread.

    >>> import sys
    >>> with short_turns():  # the main thread needs no help
    ...     round(sys.getswitchinterval(), 4)
    0.005
    """
    if threading.current_thread() is threading.main_thread():
        yield
        return
    with _lock:
        _running.append(sys.getswitchinterval())
        sys.setswitchinterval(min(SHORT_TURN, _running[0]))
    try:
        yield
    finally:
        with _lock:
            before = _running[0]
            _running.pop()
            if not _running:
                sys.setswitchinterval(before)


class Turns:
    """The turns that a training takes while its compiled call runs.

    Only where the system tells how long the main thread has computed (Linux does) and
    Python has a lock to keep. The environment variable KIT_TURNS=0 switches it off.

    >>> Turns().wait(lambda: False)  # in the main thread there is nobody to wait for
    """

    def __init__(self) -> None:
        self._main_seconds = _main_clock()
        self.begin()

    def begin(self) -> None:
        """Forget what the main thread did before: a training begins."""
        self.cell_computes = False
        self._watch_anew()

    def wait(self, is_ready: Callable[[], bool]) -> None:
        """Return when a call is ready, or at once while no cell computes for long.

        Args:
            is_ready: Tells whether the compiled call has ended.
        """
        if threading.current_thread() is threading.main_thread():
            return
        self._look()
        while self.cell_computes and not self._ready_in_own_share(is_ready):
            time.sleep(OTHER_SHARE)
            self._look()

    def _ready_in_own_share(self, is_ready):
        for _ in range(LOOKS):
            if is_ready():
                return True
            _sleep_in_own_turn(OWN_SHARE / LOOKS)
            self._kept += OWN_SHARE / LOOKS
        return False

    def _look(self):
        """See now and then whether the main thread uses the time that it has."""
        free = time.perf_counter() - self._since - self._kept
        if free > PATIENCE:
            computed = self._main_seconds() - self._computed_before
            self.cell_computes = computed > free * COMPUTES
            self._watch_anew()

    def _watch_anew(self):
        self._since, self._kept = time.perf_counter(), 0.0
        self._computed_before = self._main_seconds()


def _main_clock() -> Callable[[], float]:
    """A function that tells for how many seconds the main thread has computed.

    Where the system does not tell, or nobody shall care, it is always 0.
    """
    main = threading.main_thread().ident
    if main is None or not hasattr(time, "pthread_getcpuclockid"):
        return lambda: 0.0
    if os.environ.get("KIT_TURNS") == "0":
        return lambda: 0.0
    return functools.partial(time.clock_gettime, time.pthread_getcpuclockid(main))


def _sleep_in_own_turn(seconds: float) -> None:
    """Sleep without giving the turn to another thread.

    `time.sleep` would give it away. The sleep of the operating system does not, if it
    is called through PyDLL, which is made for functions that need Python's lock.
    """
    _system_sleep()(round(seconds * 1e6))


@functools.cache
def _system_sleep() -> Callable[[int], int]:
    sleep = ctypes.PyDLL(None).usleep  # every system that tells of threads has it
    sleep.argtypes = [ctypes.c_uint]
    return sleep
