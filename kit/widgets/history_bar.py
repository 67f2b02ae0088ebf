"""HistoryBar: the buttons that take changes back and make them again."""

from typing import Any

import ipywidgets as widgets

from kit.studio.project import Project
from kit.studio.undo import Undo
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.announcer import Announcer
from kit.widgets.findings import finding_html, safely
from kit.widgets.panel import button, text
from kit.widgets.quiet import quiet


class HistoryBar(widgets.Box):
    """Undo and redo for a project, with words for what they would do.

    Args:
        project: A Project of `kit.studio.project`.

    >>> project = Project()
    >>> bar = HistoryBar(project)
    >>> project.seed = 7
    >>> bar.undo_button.tooltip
    'Take back: seed 0 → 7'
    >>> bar.undo_button.click(); project.seed
    0
    """

    def __init__(self, project: Project):
        self.history = Undo(project)
        self.undo_button = button(translate("Undo"), "", "kit-quiet", "undo")
        self.redo_button = button(translate("Redo"), "", "kit-quiet", "repeat")
        self.words = text(css_class="kit-muted")
        self.announcer = Announcer()
        self.finding_card = text(css_class="kit-findings")
        parts = [self.undo_button, self.redo_button, self.words]
        super().__init__(
            [*parts, self.announcer, self.finding_card],
            **quiet(self, "kit-theme kit-panel kit-history"),
        )
        self.undo_button.on_click(self._undo)
        self.redo_button.on_click(self._redo)
        self.history.observe(self._draw, ["undo_words", "redo_words"])
        self._draw()

    def show_finding(self, finding: Any) -> None:
        """Show what went wrong, or take the card away."""
        self.finding_card.value = finding_html(finding)

    @safely
    def _undo(self, _):
        words = self.history.undo_words
        self.history.undo()
        self.announcer.text = translate("Taken back: {words}.", words=words)

    @safely
    def _redo(self, _):
        words = self.history.redo_words
        self.history.redo()
        self.announcer.text = translate("Made again: {words}.", words=words)

    def _draw(self, _=None):
        undo, redo = self.history.undo_words, self.history.redo_words
        self.undo_button.disabled, self.redo_button.disabled = not undo, not redo
        self.undo_button.tooltip = (
            translate("Take back: {words}", words=undo)
            if undo
            else translate("Nothing to undo")
        )
        self.redo_button.tooltip = (
            translate("Make again: {words}", words=redo)
            if redo
            else translate("Nothing to redo")
        )
        last = (
            translate("Last change: {words}", words=undo)
            if undo
            else translate("No change yet")
        )
        self.words.value = f"<p>{escape(last)}</p>"
        self.announcer.text = ""
