"""Clock: shows a training to those who draw it, at most five times a second.

The training writes numbers as fast as it likes; a thread of the clock's own looks at
them, so drawing never slows a step down and never waits for a cell.
"""

import threading
import time
from collections.abc import Callable

from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot


class Clock:
    """Calls functions with snapshots of a run while it trains, and once at its end.

    Nothing is called while nothing has changed. A function may set traits of widgets,
    but it must not print or display.

    Args:
        run: The FitRun to look at.
        seconds: The time between two looks.

    >>> seen = []
    >>> clock = Clock(FitRun())
    >>> clock.listen(seen.append)
    >>> seen[0].status
    'idle'
    """

    def __init__(self, run: FitRun, seconds: float = 0.2):
        self.run, self.seconds = run, seconds
        self._listeners: list[Callable[[FitSnapshot], None]] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._drawn = run.version
        self._drawn_at = 0.0
        run.watch(self._on_change)

    def listen(self, listener: Callable[[FitSnapshot], None]) -> None:
        """Call a function now and whenever there is something new."""
        self._listeners.append(listener)
        listener(self.run.snapshot())

    def wait(self) -> None:
        """Wait until the last numbers of a training that has ended are drawn."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _on_change(self) -> None:
        """A training starts or, without threads, has done some batches."""
        if not self.run.threaded:
            is_due = time.monotonic() - self._drawn_at >= self.seconds
            if is_due or self.run.is_over:
                self._look()
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._tick, name="clock", daemon=True
                )
                self._thread.start()

    def _tick(self) -> None:
        while True:
            self._look()
            with self._lock:
                if self.run.is_over and self.run.version == self._drawn:
                    self._thread = None
                    return
            self.run.wait_for_end(self.seconds)

    def _look(self) -> None:
        if self.run.version == self._drawn:
            return
        snapshot = self.run.snapshot()
        self._drawn, self._drawn_at = snapshot.version, time.monotonic()
        for listener in self._listeners:
            listener(snapshot)
