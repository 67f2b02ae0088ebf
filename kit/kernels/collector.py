"""Python's garbage collector rests while many objects are made that will stay.

Importing JAX makes 100,000 of them, tracing a train step some 10,000 more, and the
collector looks through all of them again and again, in vain: a tenth of the time from
the start of a process to the end of its first epoch. Nothing here needs JAX.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


def pause_collector() -> bool:
    """Let the collector rest; returns whether it was at work.

    >>> at_work = pause_collector()
    >>> gc.isenabled()
    False
    >>> resume_collector(at_work); gc.isenabled()
    True
    """
    at_work = gc.isenabled()
    gc.disable()
    return at_work


def resume_collector(at_work: bool) -> None:
    """Let the collector work again; what was made meanwhile counts as old.

    So the next look at young objects stays a short one, and garbage among the others is
    found with the next look at all.

    Args:
        at_work: What `pause_collector` returned.
    """
    if at_work:
        gc.freeze()  # sets all objects aside
        gc.unfreeze()  # puts them back, as the oldest
        gc.enable()


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let the collector rest during a `with` block or a decorated function.

    >>> with collector_paused():
    ...     many = [[] for _ in range(10_000)]
    """
    at_work = pause_collector()
    try:
        yield
    finally:
        resume_collector(at_work)
