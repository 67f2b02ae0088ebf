"""SharePanel: keeps and hands on what the studio shows, as a line, a file or a cell.

What it writes and reads is the matter of `kit.studio.share`.
"""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kit.studio.finding import Finding
from kit.studio.project import Project
from kit.studio.share import model_bytes, read_line, to_line
from kit.texts.language import translate
from kit.widgets.copy_button import CopyButton
from kit.widgets.download_button import DownloadButton
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.quiet import new

_LINE_WORDS = (
    "<b>One line</b> holds every choice and the seed, but no weights: whoever opens "
    "it and presses Start gets the same network."
)
_FILE_WORDS = (
    "<b>Files</b> for later: the project, the program, and the trained network with "
    "its weights. In a cell: <code>studio.save(&quot;my.json&quot;)</code> and "
    "<code>Studio.load(&quot;my.json&quot;)</code>."
)
_CELL_WORDS = (
    "<b>As a cell</b>: copy the program and paste it into a cell, or run "
    "<code>studio.insert_cell()</code>, which puts it below."
)
_OPENED = "The studio shows the line now. Undo brings back what was."


class SharePanel(Panel):
    """Copies, opens and downloads a project.

    Args:
        project: A Project of `kit.studio.project`.
        model: A function that returns the trained model, or None.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = SharePanel(Project())
    >>> panel.field.value = to_line(Project(seed=5))
    >>> panel.open_button.click()
    >>> panel.project.seed
    5
    """

    def __init__(
        self,
        project: Project,
        model: Callable[[], Any] | None = None,
        styled: bool = True,
    ):
        super().__init__(
            translate("Save and share"),
            'studio.save("my.json")',
            "kit-share",
            styled=styled,
        )
        self.project = project
        self._model = model
        self.copy_line = CopyButton.labelled(translate("Copy as one line"))
        self.copy_program = CopyButton.labelled(translate("Copy the program"))
        self.field = new(
            widgets.Text,
            description=translate("A line from someone"),
            placeholder="kit1.…",
            tooltip=translate("Paste a line here that Copy as one line has made"),
        )
        self.open_button = button(
            translate("Open"), translate("Show what the line holds, in this studio")
        )
        self.open_button.on_click(self._open)
        opener = row([self.field, self.open_button], "kit-opener")
        self._make_downloads()
        self.set_content(
            [
                row([text(f"<p>{translate(_LINE_WORDS)}</p>"), self.copy_line]),
                opener,
                row([text(f"<p>{translate(_FILE_WORDS)}</p>"), row(self.downloads)]),
                row([text(f"<p>{translate(_CELL_WORDS)}</p>"), self.copy_program]),
            ]
        )
        project.on_change(self._draw)
        self._draw()

    def _make_downloads(self):
        files = [
            (translate("Project"), "my_project.json", self._project_bytes),
            (translate("Program"), "my_program.py", self._program_bytes),
            (translate("Network"), "my_network.keras", self._network_bytes),
        ]
        self.downloads = [
            DownloadButton(
                label,
                translate("Download {name}", name=name),
                name,
                make,
                self._complain,
            )
            for label, name, make in files
        ]

    # Handlers

    @safely
    def _open(self, _):
        self.project.restore(read_line(self.field.value))
        self.field.value = ""
        self.show_finding(Finding(translate(_OPENED), level="note"))

    def _complain(self, error):
        self.show_finding(Finding.from_error(error))

    def _project_bytes(self):
        return self.project.to_json().encode("utf-8")

    def _program_bytes(self):
        return self.project.code.encode("utf-8")

    def _network_bytes(self):
        model = self._model() if self._model else None
        if model is None:
            raise ValueError(
                "There is no trained network yet.\n"
                "Expected one training, as the file holds its weights.\n"
                "Press Start, then download it."
            )
        return model_bytes(model)

    def update(self, model: Any) -> None:
        """Say how large the file of a newly trained model is."""
        size = 4 * model.count_params()
        shown = f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(size // 1000, 1)} kB"
        self.downloads[2].label = translate("Network (about {size})", size=shown)

    # Drawing

    def _draw(self):
        self.copy_line.text = to_line(self.project)
        self.copy_program.text = self.project.code


def share_panel_of(studio: Any) -> SharePanel:
    """Make the panel for a studio."""
    return SharePanel(studio.project, lambda: studio.model, styled=False)
