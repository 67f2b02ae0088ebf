"""The command: `python -m benchmarks --help` tells what it can do."""

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks import catalogue, digits, machine
from benchmarks.contestants import PEERS, Installed, find
from benchmarks.page import page, tables
from benchmarks.results import Results
from benchmarks.runner import Runner

# Git ignores this folder.
SAVED = Path(__file__).parents[1] / "build" / "benchmarks"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    names = ", ".join(workload.name for workload in catalogue.WORKLOADS)
    found = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures kit and its peers in turn and prints a table.",
        epilog=f"Workloads: {names}. The full run takes about a quarter of an hour.",
    )
    add = found.add_argument
    add("--data", help="a full mnist.npz; without it 5,000 digits that kit has")
    add("--digits", type=int, help="for all workloads, instead of each one's number")
    add("--only", nargs="+", help="workloads, or the beginnings of their names")
    add("--peers", nargs="+", choices=PEERS, default=list(PEERS), help="who takes part")
    add("--rounds", type=int, default=3, help="how often all is measured; 3 by default")
    add("--quick", action="store_true", help="tiny trial; its numbers mean nothing")
    add("--write", metavar="PAGE", help="also write the page of the documentation")
    add(
        "--from",
        dest="saved",
        nargs="+",
        metavar="JSON",
        help="measure nothing, make the tables of these saved numbers",
    )
    add("--update", metavar="JSON", help="measure again a part of a saved run")
    for key, peer in PEERS.items():
        add(f"--python-{key}", metavar="PATH", help=f"the Python that has {peer.title}")
    return found


def find_peers(arguments: argparse.Namespace) -> dict[str, Installed]:
    """Return the libraries that take part, and print which are missing."""
    installed = {}
    for key in arguments.peers:
        interpreter = getattr(arguments, f"python_{key.replace('-', '_')}")
        found = find(PEERS[key], interpreter)
        if found is None:
            print(
                f"{PEERS[key].title} is MISSING. Install it with "
                "pip install -e '.[bench]', or name the Python that has it: "
                f"--python-{key} PATH"
            )
        else:
            print(f"{PEERS[key].title}: {found.description}")
            installed[key] = found
    return installed


def measure(arguments: argparse.Namespace) -> Results:
    """Run the workloads that were asked for."""
    workloads = catalogue.chosen(arguments.only)
    installed = find_peers(arguments)
    about = machine.describe()
    print(f"{about['processor']}, {about['cores']} cores, {about['system']}")
    print(f"Load average: {about['load_average']}")
    if loud := machine.warning(about):
        print(loud, flush=True)
    peers = {key: found.description for key, found in installed.items()}
    results = Results(about, peers, arguments.rounds, arguments.quick)
    if arguments.update:
        before = Results.load(arguments.update)
        results.settings, results.records = before.settings, before.records
        results.peers = before.peers | peers
    saved = SAVED / time.strftime("results-%Y%m%d-%H%M%S.json")
    with tempfile.TemporaryDirectory(prefix="kit-benchmarks-") as name:
        folder = Path(name)
        count = digits.prepare(arguments.data, folder / "digits.npz")
        print(f"{count:,} digits; numbers are kept in {saved}\n", flush=True)
        runner = Runner(installed, results, saved, folder, count, arguments.digits)
        try:
            runner.run(workloads)
        except KeyboardInterrupt:
            print("Interrupted. What was measured until now:\n")
    return results


def main(words: Sequence[str] | None = None) -> None:
    """Do what the command line says.

    Args:
        words: The words after `python -m benchmarks`.
    """
    arguments = parser().parse_args(words)
    if arguments.saved:
        runs = [Results.load(path) for path in arguments.saved]
    else:
        runs = [measure(arguments)]
    for results in runs:
        print("\n\n".join(tables(results, catalogue.WORKLOADS)) + "\n")
    if arguments.write:
        text = page(runs, catalogue.WORKLOADS)
        Path(arguments.write).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
