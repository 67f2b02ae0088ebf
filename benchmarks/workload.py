"""Workload, Line and Task: what is measured, what is shown, and one measurement.

A contestant is written `peer` or `peer:mode`, such as `kit`, `torch` or
`torch:malloc`; contestants.py knows them all. Nothing heavy is imported here, because
one of the things measured is how long a program takes to start.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PEERS = ("keras-jax", "keras-tf", "torch")
Values = dict[str, list[float]]


def peer_of(contestant: str) -> str:
    """Return the part before the colon.

    >>> peer_of("torch:malloc"), peer_of("kit")
    ('torch', 'kit')
    """
    return contestant.partition(":")[0]


@dataclass(frozen=True)
class Task:
    """One measurement, to be made in a fresh process.

    Args:
        workload: Its name.
        contestant: Who is measured.
        settings: Numbers such as batch size and epochs.
        data: The file with the digits.
        started: When the process was started, in seconds since 1970.
    """

    workload: str
    contestant: str
    settings: dict[str, Any]
    data: str
    started: float = 0.0

    @property
    def peer(self) -> str:
        """The library that is measured."""
        return peer_of(self.contestant)

    @property
    def mode(self) -> str:
        """How it is measured, if there are several ways."""
        return self.contestant.partition(":")[2]


@dataclass(frozen=True)
class Line:
    """One line of the table: a contestant, and others to compare it with.

    The ratio is the time of the other divided by the time of the reference.

    Args:
        title: What was measured; `{digits}` and other settings are filled in.
        measure: The name of the numbers in what the measurement returns.
        reference: Whom the others are compared with.
        others: The others.
        unit: `"s"` or `"ms"`.
        best: Compare with the best number of each other, not with its median.
    """

    title: str
    measure: str = "epoch"
    reference: str = "kit"
    others: tuple[str, ...] = PEERS
    unit: str = "s"
    best: bool = False


@dataclass(frozen=True)
class Workload:
    """Something that is measured.

    Args:
        name: For `--only`.
        measure: The function that measures a task; it runs in a process of its own.
        settings: Numbers for the full run.
        quick: Numbers that replace them with `--quick`.
        lines: What the table shows.
        warm_up: Contestants that run once unmeasured before the first round.
    """

    name: str
    measure: Callable[[Task], Values]
    settings: dict[str, Any]
    quick: dict[str, Any]
    lines: tuple[Line, ...]
    warm_up: tuple[str, ...] = field(default=())

    @property
    def module(self) -> str:
        """The module that a process imports to find this workload."""
        return self.measure.__module__

    @property
    def contestants(self) -> tuple[str, ...]:
        """All that occur in the lines, each once, in their order."""
        named = [name for line in self.lines for name in (line.reference, *line.others)]
        return tuple(dict.fromkeys(named))
