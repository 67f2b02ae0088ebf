"""Row: one line of the table, and numbers in words."""

from dataclasses import dataclass
from statistics import median

from benchmarks.workloads.studio import share


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        title: What was measured.
        found: What was found, in words.
        wished: What a person would wish.
    """

    title: str
    found: str
    wished: str = ""


def milliseconds(title: str, seconds: list[float], wished: str = "") -> Row:
    """Return a line with median, 95 %, 99 % and the longest of some times.

    >>> milliseconds("click", [0.01, 0.02, 0.03]).found
    'median 20 ms, p95 30 ms, p99 30 ms, longest 30 ms (3 times)'
    """
    values = [
        ("median", median(seconds)),
        ("p95", share(seconds, 95)),
        ("p99", share(seconds, 99)),
        ("longest", max(seconds)),
    ]
    words = ", ".join(f"{name} {1000 * value:.0f} ms" for name, value in values)
    return Row(title, f"{words} ({len(seconds)} times)", wished)
