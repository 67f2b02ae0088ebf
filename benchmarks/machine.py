"""The machine: its processor, its memory, and whether it is doing anything else."""

import os
import platform
import time
from pathlib import Path
from typing import Any

# Above this share of all cores, a machine is not idle and its timings are doubtful.
BUSY = 0.1


def describe() -> dict[str, Any]:
    """Return what a reader must know about the machine to judge the numbers."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "memory_gb": _memory_gigabytes(),
        "system": platform.platform(),
        "date": time.strftime("%d %B %Y"),
        "load_average": os.getloadavg() if hasattr(os, "getloadavg") else None,
        "busy_at_start": busy_share(),
    }


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def busy_seconds() -> float | None:
    """Return the seconds that all cores have worked since the machine was started.

    None where the system is not Linux. Time that another virtual machine took away
    counts as work.
    """
    try:
        line = Path("/proc/stat").read_text().splitlines()[0]
    except OSError:
        return None
    user, nice, system, _, _, irq, softirq, steal = map(int, line.split()[1:9])
    ticks = user + nice + system + irq + softirq + steal
    return ticks / os.sysconf("SC_CLK_TCK")


def busy_share(seconds: float = 2.0) -> float | None:
    """Watch for some seconds; return the share of all cores that is in use."""
    before = busy_seconds()
    if before is None:
        return None
    time.sleep(seconds)
    return ((busy_seconds() or before) - before) / (seconds * cores())


def warning(machine: dict[str, Any]) -> str | None:
    """Return loud words if the machine is busy, else None.

    >>> warning({"busy_at_start": 0.02, "load_average": (0.1, 0.1, 0.1), "cores": 2})
    """
    busy, load = machine["busy_at_start"], machine["load_average"]
    if busy is None:  # no better witness than the load of the last minute
        busy = load[0] / machine["cores"] if load else 0.0
    if busy <= BUSY:
        return None
    line = "!" * 72
    return (
        f"{line}\n"
        f"THIS MACHINE IS NOT IDLE: {busy:.0%} of its cores are in use before the\n"
        "first measurement. The numbers will be wrong. Close other programs, wait,\n"
        f"and run this again.\n{line}"
    )


def _processor() -> str:
    """The model's name; Linux tells it in a file."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line for line in text.splitlines() if line.startswith("model name")]
    name = names[0].split(":", 1)[1].strip() if names else platform.machine()
    wide = next((word for word in ("avx512f", "avx2") if word in text), None)
    return f"{name} ({'AVX-512' if wide == 'avx512f' else wide})" if wide else name


def _memory_gigabytes() -> float | None:
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None
    return round(pages / 1e9, 1)
