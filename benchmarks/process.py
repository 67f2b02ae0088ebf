"""Starts the process of one measurement and watches what else the machine does."""

import json
import subprocess
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.machine import busy_seconds, cores
from benchmarks.workload import Task, Workload

ROOT = Path(__file__).parents[1]
LONGEST_SECONDS = 600


def measure(
    workload: Workload, task: Task, interpreter: str, environment: dict[str, str]
) -> dict[str, Any]:
    """Return the numbers of one task, measured in a fresh process.

    The entry `"others"` is the share of all cores that other programs used meanwhile;
    None where the system does not tell. `"error"` stands in the place of `"values"` if
    the process failed.
    """
    before, start = _processor_seconds(), time.perf_counter()
    request = asdict(task) | {"started": time.time(), "module": workload.module}
    command = [interpreter, "-m", "benchmarks.worker", json.dumps(request)]
    found = _outcome(command, environment)
    wall = time.perf_counter() - start
    after = _processor_seconds()
    record = {
        "workload": task.workload,
        "contestant": task.contestant,
        "wall": wall,
        "others": None,
    }
    if before and after:
        everybody, own = (b - a for a, b in zip(before, after, strict=True))
        record["others"] = max(0.0, everybody - own) / (wall * cores())
    return record | found


def _outcome(command, environment):
    """What the process printed last, or what it said when it failed."""
    try:
        run = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return {"error": f"No result after {LONGEST_SECONDS} seconds."}
    try:
        return json.loads(run.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        return {
            "error": run.stderr.strip()[-2000:] or f"It ended with {run.returncode}."
        }


def _processor_seconds():
    """Seconds that all programs and that our own finished processes have used."""
    everybody = busy_seconds()
    try:
        import resource
    except ImportError:  # Windows
        return None
    if everybody is None:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return everybody, used.ru_utime + used.ru_stime
