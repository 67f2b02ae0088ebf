"""The program of one measurement: `python -m benchmarks.worker TASK` prints numbers.

It imports nothing but what the workload itself imports.
"""

import importlib
import json
import sys

from benchmarks.workload import Task


def peak_megabytes() -> float | None:
    """Return the most memory that this process has had, where that can be known."""
    try:
        with open("/proc/self/status") as file:
            lines = dict(line.split(":", 1) for line in file if ":" in line)
        return int(lines["VmHWM"].split()[0]) * 1024 / 1e6
    except (OSError, KeyError):
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def main() -> None:
    """Measure the task that is given as JSON."""
    request = json.loads(sys.argv[1])
    module = importlib.import_module(request.pop("module"))
    values = module.measure(Task(**request))
    print(json.dumps({"values": values, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main()
