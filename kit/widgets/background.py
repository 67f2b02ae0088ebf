"""Background: work of a panel that takes seconds, done beside the clicks.

Whatever a panel computes goes through one thread of its own, so a click is answered at
once, and a panel never computes two things at the same time.
"""

import threading
from collections.abc import Callable


class Background:
    """Does work in the order in which it was asked for, in a thread while there is any.

    Of two pieces of work with the same name only the newer one is done, unless the
    older one has begun: nobody waits for answers to old questions.

    Args:
        threaded: Whether to use a thread; without one, `ask` does the work itself.

    >>> seen = []
    >>> background = Background(threaded=True)
    >>> background.ask("look", lambda: seen.append(1))
    >>> background.wait(); seen
    [1]
    """

    def __init__(self, threaded: bool = False):
        self.threaded = threaded
        self._waiting: dict[str, Callable[[], None]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, name: str, work: Callable[[], None]) -> None:
        """Have something done; it must deal with its own errors.

        Args:
            name: What it is called; it replaces work of this name that still waits.
            work: A function.
        """
        if not self.threaded or threading.current_thread() is self._thread:
            work()
            return
        with self._lock:
            self._waiting.pop(name, None)
            self._waiting[name] = work
            if self._thread is None:
                # Python waits for it at its end, as it may be inside compiled code.
                self._thread = threading.Thread(
                    target=self._run, name="panel", daemon=False
                )
                self._thread.start()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until there is nothing left to do."""
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return
                work = self._waiting.pop(next(iter(self._waiting)))
            work()
