"""LivePlot: the learning curves of a training, drawn while they grow."""

from collections.abc import Sequence

import ipywidgets as widgets

from kit.studio.finding import Finding
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot
from kit.visualization.curves import learning_curves_pair
from kit.visualization.series import metric_names
from kit.widgets.clock import Clock
from kit.widgets.findings import finding_html, safely

_FEW = 30  # epochs for which the axis has room from the start


class LivePlot(widgets.HTML):
    """Two charts side by side: the loss and the first metric.

    Each drawing replaces one piece of text, so nothing flickers, and the notebook
    that is saved shows the last one.

    Args:
        run: A FitRun; its training may be started before or after.
        metrics: Which two names to draw; by default the loss and the first metric.
        size: Width and height of each chart in pixels.
        styled: Whether to bring the style sheet; a plot inside a panel need not.

    >>> plot = LivePlot(FitRun())
    >>> plot.value.count("<svg"), "Press Start to train" in plot.value
    (2, True)
    """

    def __init__(
        self,
        run: FitRun,
        metrics: Sequence[str] | None = None,
        size: tuple[int, int] = (440, 240),
        styled: bool = True,
    ):
        super().__init__()
        self.metrics, self.size, self.styled = metrics, size, styled
        self.add_class("kit-live-plot")
        self.clock = Clock(run)
        self.clock.listen(self._draw)

    def show_finding(self, finding: Finding | None) -> None:
        """Show an error in place of the curves."""
        if finding:
            self.value = finding_html(finding)

    @safely
    def _draw(self, snapshot: FitSnapshot) -> None:
        known = metric_names(snapshot.history)[:2] or ("loss", "accuracy")
        self.value = learning_curves_pair(
            snapshot.history,
            self.metrics or known,
            # Of a long plan, the first epochs would be a vertical line.
            total_epochs=snapshot.epochs if 0 < snapshot.epochs <= _FEW else None,
            empty_text=(
                "Press Start to train" if snapshot.is_over else "Compiling the model"
            ),
            width=self.size[0],
            height=self.size[1],
            style=self.styled,
        )
