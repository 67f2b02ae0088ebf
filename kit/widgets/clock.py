"""Clock: shows a training to those who draw it, often at first and then less often.

The training writes numbers as fast as it likes; a thread of the clock's own looks at
them, so drawing never waits for a cell. But a picture costs 20 ms of the processor in
kernel and browser together: five a second took a tenth of a training's speed. So the
pauses between them grow, up to a second and a half after the first seven.
"""

import threading
import time
from collections.abc import Callable

from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot

Listener = Callable[[FitSnapshot], None]

LONGEST_PAUSE = 1.5  # seconds
GROWTH = 1.4  # of the pause, from one picture to the next
SELDOM = 2.0  # seconds between two sentences, as a voice needs them
GLANCE = 0.05  # seconds between two looks at whether a button was pressed


class Clock:
    """Calls functions with snapshots of a run while it trains, and once at its end.

    Nothing is called while nothing has changed. A function may set traits of widgets,
    but it must not print or display.

    Args:
        run: The FitRun to look at.
        seconds: The time between the first looks.

    Attributes:
        longest_pause: The most seconds between two looks while it trains.

    >>> seen = []
    >>> clock = Clock(FitRun())
    >>> clock.listen(seen.append)
    >>> seen[0].status
    'idle'
    """

    def __init__(self, run: FitRun, seconds: float = 0.2):
        self.run, self.seconds = run, seconds
        self.longest_pause = LONGEST_PAUSE
        self._listeners: list[Listener] = []
        self._seldom: list[Listener] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._drawn = run.version
        self._drawn_at, self._status = 0.0, run.status
        self._all_drawn_at = 0.0
        run.watch(self._on_change)

    def listen(self, listener: Listener, seldom: bool = False) -> None:
        """Call a function now and whenever there is something new.

        Args:
            listener: Takes a snapshot.
            seldom: Whether every two seconds is enough while it trains.
        """
        (self._seldom if seldom else self._listeners).append(listener)
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
        pause = self.seconds
        while True:
            if snapshot := self._look():
                pause = max(self.seconds, min(GROWTH * pause, self.longest_pause))
                if snapshot.is_over:  # another training may follow at once
                    pause = self.seconds
            with self._lock:
                if self.run.is_over and self.run.version == self._drawn:
                    self._thread = None
                    return
            self._rest(pause)

    def _rest(self, seconds: float) -> None:
        """Wait, but no longer than until the training is over, paused or resumed."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            is_over = self.run.wait_for_end(min(left, GLANCE))
            if is_over or self.run.status != self._status:
                return

    def _look(self) -> FitSnapshot | None:
        """Show what is new, and return it."""
        if self.run.version == self._drawn:
            return None
        snapshot = self.run.snapshot()
        self._drawn, self._drawn_at = snapshot.version, time.monotonic()
        self._status = snapshot.status
        listeners = list(self._listeners)
        if self._status != "running" or self._drawn_at - self._all_drawn_at >= SELDOM:
            self._all_drawn_at = self._drawn_at
            # First, so that all stands in its place when the status says "Finished".
            listeners = self._seldom + listeners
        for listener in listeners:
            listener(snapshot)
        return snapshot
