"""How much a notebook grows by building, training, looking and drawing."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.lab.rows import Row
from benchmarks.lab.studio_page import Plan, studio_page

STATE = "application/vnd.jupyter.widget-state+json"


def measure(process: Any, data: str) -> list[Row]:
    """Work in the studio, save the notebook, and look at its size.

    JupyterLab saves the state of the widgets only where a user has asked for it.
    """
    rows = []
    for saves in (False, True):
        plan = Plan(data, epochs=5, train=10_000, test=2_000, save_state=saves)
        with studio_page(process, plan) as studio:
            _work(studio)
            path = studio.lab.save()
            grown = path.stat().st_size - studio.empty_bytes
            studio.picture(f"size-{saves}")
            state = widget_state(path)
        words = "with the widgets' state" if saves else "as JupyterLab saves it"
        rows.append(
            Row(
                f"A saved notebook grows, {words}, by",
                f"{grown / 1000:.0f} KB ({len(state)} widgets in it)",
                "300 KB",
            )
        )
        for name, size in largest(state)[:12]:
            print(f"    {size / 1000:7.1f} KB  {name}", flush=True)
    return rows


def widget_state(path: Path) -> dict[str, Any]:
    """Return the state of every widget that a notebook holds."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    stored = notebook["metadata"].get("widgets", {}).get(STATE, {})
    return stored.get("state", {})


def largest(state: dict[str, Any]) -> list[tuple[str, int]]:
    """Return kinds of widgets with the bytes that they take, the largest first.

    >>> largest({"a": {"model_name": "HTMLModel", "state": {}}})
    [('HTMLModel × 1', 40)]
    """
    sizes, counts = Counter(), Counter()
    for one in state.values():
        counts[one["model_name"]] += 1
        sizes[one["model_name"]] += len(json.dumps(one))
    return [(f"{name} × {counts[name]}", size) for name, size in sizes.most_common()]


def _work(studio):
    """Train, look at the samples and at every panel, draw a digit."""
    studio.train()
    page = studio.page
    for label in ("Confusion", "Why?", "Inside", "Draw"):
        studio.open_panel(label)
        time.sleep(1)
    paper = page.locator(".kit-draw .kit-paper")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    x, y, side = box["x"], box["y"], box["width"]
    page.mouse.move(x + 0.5 * side, y + 0.2 * side)
    page.mouse.down()
    for part in range(20):
        page.mouse.move(x + 0.5 * side, y + (0.2 + 0.03 * part) * side)
    page.mouse.up()
    page.locator(".kit-announcer", has_text="The network reads").first.wait_for(
        state="attached"
    )
    time.sleep(1)
