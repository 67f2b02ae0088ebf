"""Python's garbage collector rests while many objects are made that will stay.

Importing JAX makes 100,000 of them, tracing a train step some 10,000 more, and the
collector looks through all of them again and again, in vain: a tenth of the time from
the start of a process to the end of its first epoch. Nothing here needs JAX.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Let the collector rest during a `with` block or a decorated function.

    What was made meanwhile counts as old afterwards: the next look at young objects
    stays a short one, and garbage among the others is found with the next look at all.

    >>> with collector_paused():
    ...     gc.isenabled()
    False
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.freeze()  # sets all objects aside
            gc.unfreeze()  # puts them back, as the oldest
            gc.enable()
