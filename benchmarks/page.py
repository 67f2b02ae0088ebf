"""The page of the documentation: what was measured, on what machine, and how."""

from collections.abc import Sequence
from statistics import median

from benchmarks import table
from benchmarks.machine import BUSY
from benchmarks.results import Results
from benchmarks.workload import Workload

HEAD = """# How fast is kit?

`python -m benchmarks` has written this page. It runs kit and its peers in turn, in
{rounds} rounds, and each measurement in a process of its own; all read the same digits
as float32. Write `python -m benchmarks --help` for what can be chosen; the peers come
with `pip install -e '.[bench]'`.

A cell is the median of the rounds. In brackets is how many times kit's time that is,
as the median of the ratios of each round: above 1, kit is faster. Within a round, the
time of an epoch is the median of all epochs but the first, which also compiles.

- **Keras** is `model.fit(..., verbose=0)` with the very program that kit runs. Of its
  backends only one is loaded, as if no other were installed.
- **PyTorch** is the plain loop that a user would write: eager, slices of tensors
  instead of a DataLoader, the fused Adam, `channels_last` for convolutions.
- **Peak memory** is that of the whole process, with the digits and the library.

The programs are in `benchmarks/workloads`, those of all libraries side by side.
"""


def page(runs: Sequence[Results], workloads: Sequence[Workload]) -> str:
    """Return the whole page; each run becomes a section."""
    rounds = " or ".join(sorted({str(results.rounds) for results in runs}))
    sections = [section(results, workloads) for results in runs]
    return "\n".join([HEAD.format(rounds=rounds), *sections])


def section(results: Results, workloads: Sequence[Workload]) -> str:
    """Return machine and tables of one run."""
    parts = [f"## {_heading(results)}", _machine(results)]
    parts += tables(results, workloads)
    return "\n\n".join(part for part in parts if part) + "\n"


def tables(results: Results, workloads: Sequence[Workload]) -> list[str]:
    """Return all tables that have rows."""
    makers = (table.against_peers, table.kit_alone, table.memory)
    found = [make(results, workloads) for make in makers]
    return [text for text in found if text]


def _heading(results):
    return f"kit with {results.peers.get('kit', 'nothing')}"


def _machine(results):
    machine = results.machine
    lines = [f"- {machine['processor']}, {machine['cores']} cores"]
    if machine["memory_gb"]:
        lines[0] += f", {machine['memory_gb']} GB"
    lines.append(f"- {machine['system']}, {machine['date']}")
    lines += [f"- {key}: {text}" for key, text in results.peers.items()]
    if machine["load_average"]:
        loads = " ".join(f"{load:.2f}" for load in machine["load_average"])
        lines.append(f"- Load average at the start: {loads}")
    shares = results.disturbances()
    if shares:
        disturbed = sum(share > BUSY for share in shares)
        lines.append(
            f"- Other programs used {median(shares):.1%} of the cores (median); more "
            f"than {BUSY:.0%} in {disturbed} of {len(shares)} measurements"
        )
    if results.quick:
        lines.append("- **A quick trial: these numbers mean nothing.**")
    return "\n".join(lines)
