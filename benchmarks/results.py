"""Results: the raw numbers of a run, in a file, and the medians made of them."""

import json
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.workload import Line


class Results:
    """The raw numbers of one run.

    Args:
        machine: What `machine.describe` returns.
        peers: Title and versions of each library that takes part.
        rounds: How often everything is measured.
        quick: Whether it is only a trial, with numbers that mean nothing.
    """

    def __init__(
        self,
        machine: dict[str, Any],
        peers: dict[str, str],
        rounds: int = 1,
        quick: bool = False,
    ):
        self.machine, self.peers = machine, peers
        self.rounds, self.quick = rounds, quick
        self.settings: dict[str, dict[str, Any]] = {}
        self.records: list[dict[str, Any]] = []

    def save(self, path: Path) -> None:
        """Write everything as JSON; a run that is interrupted leaves what it has."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(vars(self), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> "Results":
        """Read what `save` has written."""
        results = cls({}, {})
        vars(results).update(json.loads(Path(path).read_text(encoding="utf-8")))
        return results

    def begin(self, workload: str, settings: dict[str, Any]) -> None:
        """Start a workload; numbers of an earlier run are forgotten."""
        self.settings[workload] = settings
        self.records = [r for r in self.records if r["workload"] != workload]

    def of(self, workload: str, contestant: str) -> list[dict[str, Any]]:
        """Return the records of a contestant that did not fail."""
        return [
            record
            for record in self.records
            if record["workload"] == workload
            and record["contestant"] == contestant
            and "values" in record
        ]

    def times(
        self, workload: str, contestant: str, measure: str, best: bool = False
    ) -> dict[int, float]:
        """Return one number for each round: the median of it, or the best of it."""
        summary: Callable = min if best else statistics.median
        return {
            record["round"]: summary(record["values"][measure])
            for record in self.of(workload, contestant)
            if record["values"].get(measure)
        }

    def median(self, workload: str, line: Line, contestant: str) -> float | None:
        """Return the median of all rounds, or None if there is none."""
        best = line.best and contestant != line.reference
        return _median(self.times(workload, contestant, line.measure, best).values())

    def ratio(self, workload: str, line: Line, other: str) -> float | None:
        """Return the median of (other / reference) over the rounds that have both."""
        ours = self.times(workload, line.reference, line.measure)
        theirs = self.times(workload, other, line.measure, line.best)
        both = [theirs[number] / ours[number] for number in ours if number in theirs]
        return _median(both)

    def peak_megabytes(self, workload: str, contestant: str) -> float | None:
        """Return the median of the most memory that the processes had."""
        peaks = [record["peak_mb"] for record in self.of(workload, contestant)]
        return _median([peak for peak in peaks if peak is not None])

    def disturbances(self) -> list[float]:
        """Return, for each measurement, the share of the cores that others used."""
        shares = [record.get("others") for record in self.records]
        return [share for share in shares if share is not None]


def _median(values):
    values = list(values)
    return statistics.median(values) if values else None
