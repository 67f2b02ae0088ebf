"""Tables in Markdown, which a terminal shows just as well."""

import math
from collections.abc import Sequence

from benchmarks.contestants import PEERS, title_of
from benchmarks.results import Results
from benchmarks.workload import Line, Workload, peer_of

NOTHING = "–"


def against_peers(results: Results, workloads: Sequence[Workload]) -> str:
    """Return the table of kit and the others, with "(how many times kit's time)"."""
    columns = list(PEERS)
    rows = []
    for workload, line in _lines(results, workloads):
        if not _has_peers(line):
            continue
        cells = dict.fromkeys(columns, NOTHING)
        cells["kit"] = _time(results.median(workload.name, line, line.reference), line)
        for other in line.others:
            cells[peer_of(other)] = _time_and_ratio(results, workload, line, other)
        rows.append([_title(results, workload, line), *cells.values()])
    return markdown(["", *(PEERS[key].title for key in columns)], rows)


def kit_alone(results: Results, workloads: Sequence[Workload]) -> str:
    """Return the table of kit in two ways of doing the same."""
    rows = []
    for workload, line in _lines(results, workloads):
        if _has_peers(line):
            continue
        value = _time(results.median(workload.name, line, line.reference), line)
        title = _title(results, workload, line)
        if not line.others:
            rows.append([title, value, "", "", ""])
        for other in line.others:
            ratio = results.ratio(workload.name, line, other)
            rows.append(
                [
                    title,
                    value,
                    title_of(other),
                    _time(results.median(workload.name, line, other), line),
                    NOTHING if ratio is None else f"{ratio:.3f} ×",
                ]
            )
    return markdown(["", "kit", "compared with", "time", "ratio"], rows)


def memory(results: Results, workloads: Sequence[Workload]) -> str:
    """Return the table of the most memory that the processes had, in MB."""
    rows = []
    for workload in workloads:
        if workload.name not in results.settings:
            continue
        cells = dict.fromkeys(PEERS, NOTHING)
        for contestant in reversed(workload.contestants):  # the first of a peer stays
            peak = results.peak_megabytes(workload.name, contestant)
            if peak is not None:
                cells[peer_of(contestant)] = f"{peak:,.0f}"
        rows.append([workload.name, *cells.values()])
    return markdown(["peak memory, MB", *(peer.title for peer in PEERS.values())], rows)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns are as wide as their widest cell.

    >>> print(markdown(["", "kit"], [["import", "1.5 s"]]))
    |        |   kit |
    | ------ | ----: |
    | import | 1.5 s |
    """
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    widths = [max(3, width) for width in widths]
    rule = [
        "-" * width if place == 0 else "-" * (width - 1) + ":"
        for place, width in enumerate(widths)
    ]
    aligned = [
        [cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(row)]
        for row in (list(zip(row, widths, strict=True)) for row in [head, rule, *rows])
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in aligned)


def seconds_in_words(seconds: float, unit: str) -> str:
    """Return a time with three digits that count.

    >>> seconds_in_words(0.02347, "s"), seconds_in_words(0.02347, "ms")
    ('0.0235 s', '23.5 ms')
    """
    value = seconds * 1000 if unit == "ms" else seconds
    if value <= 0:
        return f"0 {unit}"
    digits = max(0, 2 - math.floor(math.log10(value)))
    return f"{value:.{digits}f} {unit}"


def _lines(results, workloads):
    """The lines of what was run, with their workloads."""
    for workload in workloads:
        if workload.name in results.settings:
            for line in workload.lines:
                yield workload, line


def _has_peers(line: Line) -> bool:
    own = peer_of(line.reference)
    return any(peer_of(other) != own for other in line.others)


def _title(results, workload, line):
    return line.title.format(**results.settings[workload.name])


def _time(value, line):
    return NOTHING if value is None else seconds_in_words(value, line.unit)


def _time_and_ratio(results, workload, line, other):
    value = results.median(workload.name, line, other)
    ratio = results.ratio(workload.name, line, other)
    times = "" if ratio is None else f" ({ratio:.2f} ×)"
    return _time(value, line) + times
