"""Does a long training in the studio leak memory?

    python -m benchmarks.leak --minutes 30
    python -m benchmarks.leak --minutes 10 --restart 20

The studio trains and its clock draws, as in a notebook, while what is in memory is
written down. A line through these numbers, without the first fifth, tells what grows.
"""

import argparse
import gc
import os
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np

MANY = 1_000_000  # epochs: more than any run has time for
WARM_UP = 0.2  # the share of a run in which caches may fill


def resident_megabytes() -> float:
    """Return the memory that this process has now; the most it ever had off Linux."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def counts() -> dict[str, float]:
    """Return what may leak: megabytes, threads, widgets, comms and Python's objects.

    >>> sorted(counts())
    ['MB', 'comms', 'objects', 'threads', 'widgets']
    """
    import comm
    from ipywidgets.widgets import widget

    gc.collect()
    return {
        "MB": resident_megabytes(),
        "threads": threading.active_count(),
        "widgets": len(widget._instances),
        "comms": len(comm.get_comm_manager().comms),
        "objects": len(gc.get_objects()),
    }


def growth(seconds: list[float], values: list[float]) -> float:
    """Return by how much a number grows in a minute, once it is warm.

    >>> growth([0, 30, 60, 90, 120, 150], [90, 5, 6, 7, 8, 9])
    2.0
    """
    first = int(WARM_UP * len(seconds)) or 1
    if len(seconds) - first < 2:
        return float("nan")
    slope = np.polyfit(seconds[first:], values[first:], 1)[0]
    return round(60 * float(slope), 6)


def watch(studio: Any, minutes: float, every: float, restart: float) -> list[dict]:
    """Train for so long; return what was counted, with the seconds and the epochs.

    Args:
        studio: A Studio that is open.
        minutes: How long.
        every: Seconds between two looks.
        restart: Seconds after which the training is stopped and begins anew; 0: never.
    """
    panel, found = studio.fit_panel, []
    start = begun = time.monotonic()
    panel.start_button.click()
    while time.monotonic() - start < 60 * minutes:
        time.sleep(every)
        if restart and time.monotonic() - begun > restart:
            panel.stop_button.click()
            panel.run.wait()
            panel.plot.clock.wait()
            panel.start_button.click()
            begun = time.monotonic()
        epochs = panel.run.snapshot().epochs_done
        seconds = time.monotonic() - start
        found.append({"seconds": seconds, "epochs": epochs, **counts()})
        line = (f"{name} {value:,.0f}" for name, value in found[-1].items())
        print(" · ".join(line), flush=True)
    panel.stop_button.click()
    panel.run.wait()
    panel.plot.clock.wait()
    return found


def main() -> None:
    """Train, count, and print what grows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--every", type=float, default=10, help="seconds")
    parser.add_argument("--restart", type=float, default=0, help="seconds; 0: never")
    options = parser.parse_args()
    from kit.widgets import Studio

    found = watch(Studio(epochs=MANY), options.minutes, options.every, options.restart)
    seconds = [one["seconds"] for one in found]
    print(f"\nGrowth in a minute, over {options.minutes:g} minutes:")
    for name in counts():
        values = [one[name] for one in found]
        print(f"  {name}: {growth(seconds, values):+.3f} (last: {values[-1]:,.1f})")


if __name__ == "__main__":
    main()
