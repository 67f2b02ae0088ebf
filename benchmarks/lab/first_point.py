"""The first point: how long from a click on Start until something is drawn."""

import time
from typing import Any

from benchmarks.lab.rows import Row
from benchmarks.lab.studio_page import Plan, studio_page

START = """async () => {
    const isThere = () => document.querySelector('.kit-live-plot .kit-training circle');
    const drawn = window.kitWhen(isThere);
    const start = performance.now();
    [...document.querySelectorAll('.kit-fit button')]
        .find(button => button.textContent.trim().startsWith('Start')).click();
    return await drawn - start;
}"""


def measure(process: Any, data: str, network: str) -> list[Row]:
    """Start on a new machine, in a new kernel, and once more in the same one."""
    seconds = []
    for kind in ("cold", "warm"):
        plan = Plan(data, network, epochs=2, train=6_400, test=1_000)
        with studio_page(process, plan) as studio:
            time.sleep(1)  # a person looks before the click
            seconds.append(studio.page.evaluate(START) / 1000)
            studio.wait_for_status("Finished")
            if kind == "warm":
                studio.press("Reset")
                studio.wait_for_status("Fresh")
                seconds.append(studio.page.evaluate(START) / 1000)
                studio.wait_for_status("Finished")
            studio.picture(f"first-{network}-{kind}")
    words = "{:.2f} s the first time ever, {:.2f} s in a new kernel, {:.2f} s again"
    title = f"From Start to the first point: {network.upper()}"
    return [Row(title, words.format(*seconds))]
