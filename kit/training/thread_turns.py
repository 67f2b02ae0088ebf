"""Turns between threads: a training in the background asks for shorter ones.

Python lets one thread run at a time and, by default, hands over after 5 ms. A training
needs a turn several times per compiled call; beside a busy cell it would wait 5 ms for
each of them. While it trains outside the main thread, turns last half a millisecond.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SHORT_TURN = 5e-4  # seconds

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
