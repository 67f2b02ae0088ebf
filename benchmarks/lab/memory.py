"""Does the page, or its kernel, grow while a long training is shown?"""

import time
from typing import Any

from benchmarks.lab.rows import Row
from benchmarks.lab.studio_page import Plan, studio_page

MINUTES = 12
KERNEL = "__import__('benchmarks.leak', fromlist=['leak']).counts()"


def measure(process: Any, data: str) -> list[Row]:
    """Train for twelve minutes, and look at both memories every minute."""
    plan = Plan(data, epochs=1_000_000, train=20_000, test=2_000)
    found = []
    with studio_page(process, plan) as studio:
        session = studio.page.context.new_cdp_session(studio.page)
        studio.press("Start")
        studio.wait_for_status("Training")
        start = time.monotonic()
        for minute in range(1, MINUTES + 1):
            time.sleep(max(0.0, start + 60 * minute - time.monotonic()))
            kernel = studio.lab.python(KERNEL)
            epochs = "studio.fit_panel.run.snapshot().epochs_done"
            found.append(
                {**_page(session), **kernel, "epochs": studio.lab.python(epochs)}
            )
            line = (f"{name} {value:,.1f}" for name, value in found[-1].items())
            print(f"    minute {minute}: {' · '.join(line)}", flush=True)
        studio.picture("memory")
        studio.press("Stop")
    second, last = found[1], found[-1]
    words = ", ".join(
        f"{name} {second[name]:,.0f} → {last[name]:,.0f}" for name in second
    )
    return [Row(f"Minute 2 → minute {MINUTES} of a training", words)]


def _page(session):
    """Megabytes of JavaScript and what the document holds, without garbage."""
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"] / 2**20
    counted = session.send("Memory.getDOMCounters")
    return {
        "page MB": heap,
        "nodes": counted["nodes"],
        "listeners": counted["jsEventListeners"],
    }
