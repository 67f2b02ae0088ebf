"""The panel in kit/docs/panels.md, run as it stands there."""

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np

import kit
from kit.layers.core import Dense, Input
from kit.models.sequential import Sequential
from kit.studio.data import StudioData
from kit.widgets.workbench import Workbench

PAGE = Path(kit.__file__).parent / "docs" / "panels.md"


def blocks():
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.S)


def test_the_panel_of_the_page_opens_in_a_workbench():
    names: dict = {}
    for block in blocks():
        exec(compile(block, PAGE.name, "exec"), names)
    x, y = np.zeros((4, 3)), np.array([0, 1, 0, 1])
    model = Sequential([Input((3,)), Dense(2, name="last")])
    model.layers[-1].set_weights([np.full((3, 2), 0.001), np.ones(2)])
    project = SimpleNamespace(data=StudioData.of(((x, y), (x, y))))
    studio = SimpleNamespace(project=project, shown_model=model)
    bench = Workbench(studio, [("Small weights", names["small_weights_of"])])
    bench.choose("Small weights")
    panel = bench.panel("Small weights")
    assert panel.finding_card.value == ""
    assert "last" in panel.table.value and "0.75" in panel.table.value
    assert bench.finding_card.value == ""


def test_it_is_as_short_as_it_promises():
    lines = [line for block in blocks() for line in block.splitlines() if line.strip()]
    assert len(lines) <= 45
