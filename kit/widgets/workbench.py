"""Workbench: the row of further panels under the studio, one open at a time.

To add a panel, write its state in `kit/studio/NAME.py`, its view in
`kit/widgets/NAME.py`, and a line in `PANELS`.
"""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kit.texts.language import translate
from kit.widgets.challenges import challenges_of
from kit.widgets.compare import compare_of
from kit.widgets.confusion import confusion_of
from kit.widgets.draw_pad import draw_pad_of
from kit.widgets.findings import finding_html, safely
from kit.widgets.inside import inside_of
from kit.widgets.jit_report import jit_of
from kit.widgets.one_step import one_step_of
from kit.widgets.panel import Panel, text
from kit.widgets.quiet import new, quiet
from kit.widgets.race import race_of
from kit.widgets.why import why_of

# (label, makes the panel for a studio). A panel is made when it is first opened; if it
# has a method `update(model)`, it is called then and after every training. One that has
# an attribute `is_open` is told whether it can be seen, and may rest while it cannot.
PANELS: list[tuple[str, Callable[[Any], Panel]]] = [
    ("Challenges", challenges_of),
    ("Confusion", confusion_of),
    ("Why?", why_of),
    ("Inside", inside_of),
    ("One step", one_step_of),
    ("What jit did", jit_of),
    ("Draw", draw_pad_of),
    ("Experiments", race_of),
    ("Compare", compare_of),
]


class Workbench(widgets.VBox):
    """Buttons with the names of the panels, and the panel that is open.

    Args:
        studio: What the panels work with: `studio.project`, `studio.fit_panel`,
            and `studio.shown_model`, which they look at.
        panels: `(label, factory)` pairs; by default all there are.

    >>> bench = Workbench(None, [("Notes", lambda studio: Panel("Notes"))])
    >>> bench.choose("Notes"); bench.opened
    'Notes'
    """

    def __init__(self, studio: Any, panels: list | None = None):
        self._studio = studio
        self._factories = dict(PANELS if panels is None else panels)
        self._made: dict[str, Any] = {}
        self.chooser = new(
            widgets.ToggleButtons,
            "kit-workbench-chooser",
            options=[(translate(label), label) for label in self._factories],
            value=None,
        )
        self._place = new(widgets.VBox)
        self.finding_card = text("", "kit-findings")
        parts = [self.chooser, self.finding_card, self._place]
        super().__init__(
            parts if self._factories else [], **quiet(self, "kit-workbench")
        )
        self.chooser.observe(self._show, "value")

    @property
    def opened(self) -> str | None:
        """The label of the open panel, or None."""
        return self.chooser.value

    def choose(self, label: str) -> None:
        """Open a panel by its label."""
        self.chooser.value = label

    def panel(self, label: str) -> Any:
        """Return a panel, made if it was not."""
        if label not in self._made:
            panel = self._made[label] = self._factories[label](self._studio)
            run = getattr(getattr(self._studio, "fit_panel", None), "run", None)
            if run is not None and hasattr(panel, "background"):
                panel.background.threaded = run.threaded
            self._update(panel)
        return self._made[label]

    def wait(self) -> None:
        """Wait until no panel computes any more; a program needs that, no person."""
        for panel in self._made.values():
            if hasattr(panel, "background"):
                panel.background.wait()

    def _update(self, panel):
        model = getattr(self._studio, "shown_model", None)
        # A panel with a model is told when there is none any more: other data came.
        is_news = model is not None or getattr(panel, "model", None) is not None
        if is_news and hasattr(panel, "update"):
            panel.update(model)

    def show_finding(self, finding: Any) -> None:
        """Show what went wrong while a panel was made or updated."""
        self.finding_card.value = finding_html(finding)

    @safely
    def update(self) -> None:
        """Tell the panels that there is a newly trained model."""
        for panel in self._made.values():
            self._update(panel)

    @safely
    def _show(self, change):
        label = change["new"]
        self._place.children = [] if label is None else [self.panel(label)]
        for name, panel in self._made.items():
            if hasattr(panel, "is_open"):
                panel.is_open = name == label
