"""Way: a training lets a short question pass, such as what a drawing is.

Both need the whole processor. Beside the training the answer waited for one piece of it
after another; now the training waits, for the moment that the answer takes, and while
somebody draws.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 0.1  # seconds that a training waits at once, whatever happens
HURRY = 1.0  # seconds after a stroke in which the next one is likely
REST = 0.12  # seconds after a stroke in which it goes on, if it does
MOST_REST = 1.0  # seconds that a training rests at once, however long one draws


class Way:
    """Who is in front, and who is asked to wait.

    >>> way = Way()
    >>> way.give()  # nobody is there
    >>> with way.first(hurry=True):
    ...     way.give()  # waits a quarter of a second at most
    >>> way.is_hurried
    True
    """

    def __init__(self):
        self._changed = threading.Condition()
        self._in_front = 0
        self._hurried_until = self._rests_until = 0.0

    @contextmanager
    def first(self, hurry: bool = False) -> Iterator[None]:
        """Go first with what is done inside.

        Args:
            hurry: Whether more is likely to follow soon.
        """
        with self._changed:
            self._in_front += 1
            if hurry:
                now = time.monotonic()
                self._hurried_until, self._rests_until = now + HURRY, now + REST
        try:
            yield
        finally:
            with self._changed:
                self._in_front -= 1
                self._changed.notify_all()

    def give(self) -> None:
        """Wait while somebody is in front or draws, but not for long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._in_front, LONGEST)
            end = time.monotonic() + MOST_REST
            while (now := time.monotonic()) < min(self._rests_until, end):
                self._changed.wait(min(self._rests_until, end) - now)

    @property
    def is_hurried(self) -> bool:
        """Whether the way should be free again soon, at every moment."""
        return time.monotonic() < self._hurried_until


WAY = Way()  # one for all, as there is one processor
