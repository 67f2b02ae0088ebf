"""LivePlot: the learning curves of a training, drawn while they grow."""

from collections.abc import Callable, Sequence

import ipywidgets as widgets
from traitlets import Bool

from kit.studio.finding import Finding
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot
from kit.studio.runs import Runs
from kit.studio.wishes import RATE
from kit.texts.language import translate
from kit.visualization.curves import learning_curves_pair, learning_curves_table
from kit.visualization.series import metric_names
from kit.widgets.clock import Clock
from kit.widgets.findings import finding_html, safely
from kit.widgets.panel import text

_FEW = 30  # epochs for which the axis has room from the start
_EARLIER = 5  # runs that are drawn faintly
_READINGS, _READINGS_LIVE = 40, 10  # places where the mouse reads values


class LivePlot(widgets.HTML):
    """Two charts side by side: the loss and the first metric.

    Each drawing replaces one piece of text, so nothing flickers, and the notebook
    that is saved shows the last one.

    Args:
        run: A FitRun; its training may be started before or after.
        metrics: Which two names to draw; by default the loss and the first metric.
        size: Width and height of each chart in pixels.
        styled: Whether to bring the style sheet; a plot inside a panel need not.
        runs: The earlier runs, of which the last few are drawn faintly.
        above: Returns HTML of a snapshot, such as a bar of progress. It comes with the
            charts as one text: a page that gets two draws itself twice.

    Attributes:
        log_scale: Whether the axis of the loss is logarithmic.
        shows_earlier: Whether earlier runs are drawn.

    >>> plot = LivePlot(FitRun())
    >>> plot.value.count("<svg"), "Press Start to train" in plot.value
    (2, True)
    """

    log_scale = Bool(False)
    shows_earlier = Bool(True)

    def __init__(
        self,
        run: FitRun,
        metrics: Sequence[str] | None = None,
        size: tuple[int, int] = (440, 240),
        styled: bool = True,
        runs: Runs | None = None,
        above: Callable[[FitSnapshot], str] = lambda snapshot: "",
    ):
        super().__init__()
        self.metrics, self.size, self.styled = metrics, size, styled
        self.above = above
        self.runs = Runs() if runs is None else runs
        self.add_class("kit-live-plot")
        self.clock = Clock(run)
        self.clock.listen(self._draw)
        self.observe(self._draw_again, ["log_scale", "shows_earlier"])
        self.runs.observe(self._draw_again)

    def show_finding(self, finding: Finding | None) -> None:
        """Show an error in place of the curves."""
        if finding:
            above = self.above(self.clock.run.snapshot())
            self.value = above + finding_html(finding)

    def _draw_again(self, _=None) -> None:
        self._draw(self.clock.run.snapshot())

    @safely
    def _draw(self, snapshot: FitSnapshot) -> None:
        is_busy = snapshot.status in ("running", "pausing", "stopping")
        charts = learning_curves_pair(
            snapshot.history,
            self.metrics or _known(snapshot),
            # Of a long plan, the first epochs would be a vertical line.
            total_epochs=snapshot.epochs if 0 < snapshot.epochs <= _FEW else None,
            empty_text=(
                translate("Press Start to train")
                if snapshot.is_over
                else translate("Compiling the model")
            ),
            log_loss=self.log_scale,
            previous=self._earlier(snapshot) if self.shows_earlier else {},
            changes=[(c.x, c.short, change_words(c)) for c in snapshot.changes],
            readings=_READINGS_LIVE if is_busy else _READINGS,
            width=self.size[0],
            height=self.size[1],
            style=self.styled,
        )
        self.value = self.above(snapshot) + charts

    def _earlier(self, snapshot):
        """Return the histories of the runs before the one that is drawn, by name."""
        runs = self.runs.all
        if snapshot.is_over and snapshot.total_steps_done:
            runs = runs[:-1]  # the last of them is the one that is drawn
        return {
            translate("run {number}", number=run.number): run.history
            for run in runs[-_EARLIER:]
        }


class CurveOptions(widgets.VBox):
    """What a learner may choose about the curves, and the curves as a table.

    Args:
        plot: The LivePlot.

    >>> options = CurveOptions(LivePlot(FitRun()))
    >>> options.log_scale.value = True
    >>> options.plot.log_scale
    True
    """

    def __init__(self, plot: LivePlot):
        self.plot = plot
        self.log_scale = _tick(
            translate("Log scale"), translate("Draw the loss on a logarithmic scale")
        )
        self.earlier = _tick(
            translate("Earlier runs"), translate("Draw the last five runs faintly")
        )
        self.numbers = _tick(
            translate("Numbers"), translate("Show the curves as a table too")
        )
        widgets.link((plot, "log_scale"), (self.log_scale, "value"))
        widgets.link((plot, "shows_earlier"), (self.earlier, "value"))
        self.table = text(css_class="kit-curve-table")
        ticks = widgets.Box([self.log_scale, self.earlier, self.numbers])
        ticks.add_class("kit-checks")
        super().__init__([ticks, self.table])
        self.add_class("kit-curve-options")
        self._epochs_shown = -1
        self.numbers.observe(self._draw_now, "value")
        plot.clock.listen(self.draw)

    def draw(self, snapshot: FitSnapshot) -> None:
        """Show the table again when an epoch is over.

        Args:
            snapshot: The training as it is now.
        """
        if self.numbers.value and (
            snapshot.epochs_done != self._epochs_shown or snapshot.is_over
        ):
            self._draw_now(None)

    def _draw_now(self, _):
        snapshot = self.plot.clock.run.snapshot()
        self._epochs_shown = snapshot.epochs_done
        names = self.plot.metrics or _known(snapshot)
        shown = self.numbers.value
        table = learning_curves_table(snapshot.history, names) if shown else ""
        self.table.value = table


def change_words(change) -> str:
    """Return what was changed by hand, in the language that is spoken.

    >>> from kit.studio.fit_record import Change
    >>> change_words(Change(1.0, 10, "learning rate", 0.001, 0.01))
    'learning rate 0.001 → 0.01'
    """
    before, after = f"{change.before:g}", f"{change.after:g}"
    name = translate("learning rate") if change.name == RATE else change.name
    return f"{name} {before} → {after}"


def _known(snapshot):
    return tuple(metric_names(snapshot.history)[:2]) or ("loss", "accuracy")


def _tick(label, tooltip):
    return widgets.Checkbox(description=label, tooltip=tooltip, indent=False)
