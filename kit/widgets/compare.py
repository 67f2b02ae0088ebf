"""ComparePanel: a table of the trainings that are over; any of them comes back.

It shows the runs of `kit.studio.runs` as `kit.studio.compare` puts them in rows.
"""

from collections.abc import Callable
from typing import Any

from kit.studio.compare import COLUMNS, configuration, ordered, to_csv
from kit.studio.finding import Finding
from kit.studio.runs import Runs, StudioRun
from kit.texts.language import translate
from kit.visualization.sparkline import sparkline_svg
from kit.widgets.download_button import DownloadButton
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, row, text
from kit.widgets.run_table import RunTable

_UNSORTED = ("curve", "restore")


class ComparePanel(Panel):
    """Compares runs, sorts them, brings one back, and saves them as a CSV file.

    Args:
        runs: The Runs.
        restore: Called with the StudioRun that the learner wants back.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = ComparePanel(Runs(), print)
    >>> "no run yet" in panel.words.value
    True
    """

    def __init__(
        self, runs: Runs, restore: Callable[[StudioRun], Any], styled: bool = True
    ):
        super().__init__(
            translate("Compare"), "studio.runs", "kit-compare", styled=styled
        )
        self.runs, self._restore_run = runs, restore
        self.words = text(css_class="kit-muted")
        self.table = RunTable(
            self.sort_by,
            self.restore,
            columns=[
                {"key": key, "title": title, "sorts": key not in _UNSORTED}
                for key, title in _titles().items()
            ],
            label=translate("The runs that are over"),
            restore=translate("Restore"),
        )
        self.download = DownloadButton(
            translate("Download CSV"),
            translate("All runs with their choices, for a spreadsheet"),
            "runs.csv",
            lambda: to_csv(self.runs),
            lambda error: self.show_finding(Finding.from_error(error)),
        )
        self.set_content([self.words, self.table, row([self.download])])
        runs.observe(self.draw)
        self.draw()

    @safely
    def sort_by(self, column: str) -> None:
        """Sort by a column; the same column again turns the order round."""
        if column not in COLUMNS:
            return
        before, order = self.table.sort
        descending = not (column == before and order == "descending")
        if column != before:
            descending = column != "words"  # of numbers the largest come first
        self.table.sort = [column, "descending" if descending else "ascending"]
        self.draw()

    @safely
    def restore(self, number: int) -> None:
        """Bring a run back: its choices, and its weights if they are kept."""
        run = self.runs.get(number)
        if run is None:
            raise ValueError(
                translate("Run {number} is not kept any more.", number=number)
            )
        self._restore_run(run)
        words = translate("{run} is back.", run=run.label)
        if run.weights is None:
            words += " " + translate("Its weights are gone; press Start.")
        self.show_finding(Finding(words, level="note"))

    @safely
    def draw(self) -> None:
        """Show the runs of now."""
        count = len(self.runs)
        column, order = self.table.sort
        found = ordered(self.runs, column, order == "descending")
        self.table.rows = [_row(run) for run in found]
        shown = None if count else "none"
        self.table.layout.display = self.download.layout.display = shown
        words = translate("There is no run yet: press Start, and it is written down.")
        if count:
            words = translate("A heading sorts; Restore brings a run back.")
        self.words.value = f"<p>{words}</p>"


def compare_of(studio: Any) -> ComparePanel:
    """Make the panel for a studio."""
    return ComparePanel(studio.runs, studio.restore_run, styled=False)


def _titles() -> dict[str, str]:
    return {
        "run": translate("Run"),
        "words": translate("Configuration"),
        "curve": translate("Curve"),
        "accuracy": translate("Accuracy"),
        "parameters": translate("Parameters"),
        "seconds": translate("Seconds"),
        "restore": "",
    }


def _row(run: StudioRun) -> dict[str, Any]:
    accuracy = "–" if run.accuracy is None else f"{100 * run.accuracy:.1f} %"
    return {
        "number": run.number,
        "run": run.label,
        "words": configuration(run.content),
        "curve": str(_curve(run)),
        "accuracy": accuracy,
        "parameters": f"{run.parameters:,}",
        "seconds": f"{run.seconds:.1f}",
        "hint": translate("Restore run {number}", number=run.number),
    }


def _curve(run: StudioRun) -> str:
    for name in ("val_accuracy", "val_loss", "loss"):
        if run.history.get(name):
            return sparkline_svg(run.history[name], name)
    return ""
