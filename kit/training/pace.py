"""Pace: how many batches the next compiled call should run."""

import time


class Pace:
    """Chooses call lengths of about a twentieth of a second.

    Long calls waste no time between batches; short ones keep stop buttons and curves
    alive. The first call runs one batch, so that the first number comes soon.

    Args:
        fixed: A number of batches chosen by the user, or None to choose it here.

    >>> pace = Pace(fixed=4)
    >>> pace.next()
    4
    """

    SECONDS = 0.05
    MOST = 4096
    HURRY = 4  # times as long a call, if it is hard to get a turn between two

    def __init__(self, fixed: int | None = None):
        self.fixed = fixed
        self.step_seconds: float | None = None
        self.calls = 0

    def next(self, most: int | None = None, hurried: bool = False) -> int:
        """Return how many batches to run now.

        Args:
            most: A limit for this call alone.
            hurried: Whether a busy cell holds up the training between its calls (and
                all curves and buttons as well, so that nobody waits for this one).
        """
        self.started = time.perf_counter()
        wanted = self._wanted(self.SECONDS * (self.HURRY if hurried else 1))
        return wanted if most is None else min(wanted, most)

    def _wanted(self, seconds):
        if self.fixed is not None:
            return self.fixed
        if self.step_seconds is None:
            return 1 if self.calls == 0 else 4
        return max(1, min(self.MOST, round(seconds / self.step_seconds)))

    def done(self, batches: int) -> None:
        """Learn from the call that just ended; the first one also compiled."""
        seconds = time.perf_counter() - self.started
        self.calls += 1
        if self.calls > 1:
            latest = seconds / batches
            before = self.step_seconds or latest
            self.step_seconds = 0.5 * before + 0.5 * latest
