"""Runner: walks through workloads, rounds and contestants, and tells what it finds."""

import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import process, table
from benchmarks.contestants import Installed, environment
from benchmarks.machine import BUSY
from benchmarks.results import Results
from benchmarks.workload import Task, Workload, peer_of


class Runner:
    """Measures workloads and puts the numbers into results.

    Args:
        installed: The libraries that take part, by key.
        results: Where the numbers go.
        saved: The file that is written after every measurement.
        folder: A place for the digits and other files, which is removed later.
        digits: How many digits there are in `folder / "digits.npz"`.
        wanted: How many to use, if not each workload's own number.
    """

    def __init__(
        self,
        installed: dict[str, Installed],
        results: Results,
        saved: Path,
        folder: Path,
        digits: int,
        wanted: int | None = None,
    ):
        self.installed, self.results = installed, results
        self.saved, self.folder = saved, folder
        self.digits, self.wanted = digits, wanted

    def run(self, workloads: Sequence[Workload]) -> None:
        """Measure all workloads, and print the table of each when it is done."""
        for workload in workloads:
            start = time.perf_counter()
            self._run_one(workload)
            seconds = time.perf_counter() - start
            print(f"{workload.name} took {seconds:.0f} s\n", flush=True)
            for make in (table.against_peers, table.kit_alone):
                if text := make(self.results, [workload]):
                    print(text + "\n", flush=True)

    def _run_one(self, workload):
        contestants = [
            name for name in workload.contestants if peer_of(name) in self.installed
        ]
        if not contestants:
            return
        settings = self._settings(workload)
        self.results.begin(workload.name, settings)
        for name in contestants:
            if name in workload.warm_up:
                self._measure(workload, settings, name)
        for number in range(self.results.rounds):
            first = number % len(contestants)  # nobody is always first
            for name in contestants[first:] + contestants[:first]:
                record = self._measure(workload, settings, name) | {"round": number}
                self.results.records.append(record)
                self.results.save(self.saved)
                self._tell(record)

    def _settings(self, workload):
        settings = workload.settings | (workload.quick if self.results.quick else {})
        wanted = self.wanted or settings["digits"]
        return settings | {"digits": min(wanted, self.digits)}

    def _measure(self, workload, settings, contestant):
        data = str(self.folder / "digits.npz")
        task = Task(workload.name, contestant, settings, data)
        interpreter = self.installed[peer_of(contestant)].interpreter
        variables = environment(contestant, self.folder)
        return process.measure(workload, task, interpreter, variables)

    def _tell(self, record):
        rounds = f"round {record['round'] + 1} of {self.results.rounds}"
        words = [f"{record['workload']:13}", rounds, f"{record['contestant']:15}"]
        if "error" in record:
            words.append("FAILED: " + record["error"])
        for name, numbers in record.get("values", {}).items():
            words.append(f"{name} {' '.join(f'{n:.4g}' for n in numbers[:5])}")
        others = record["others"]
        if others is not None and others > BUSY:
            words.append(f"DISTURBED: others used {others:.0%} of the cores")
        print("  ".join(words), flush=True)
