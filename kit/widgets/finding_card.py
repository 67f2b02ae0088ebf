"""FindingCard: a Finding with a button that makes the change it proposes."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from kit.studio.finding import Finding
from kit.texts.language import translate
from kit.widgets.findings import finding_html, safely
from kit.widgets.panel import button, text
from kit.widgets.quiet import quiet


class FindingCard(widgets.VBox):
    """Shows a Finding, or nothing.

    Args:
        apply: Called with the Finding's `change` when the button is pressed.

    >>> card = FindingCard(print)
    >>> card.show(Finding("Rate 5.", change={"set": ("loss", "mse")}), can_apply=True)
    >>> card.button.click()
    {'set': ('loss', 'mse')}
    """

    def __init__(self, apply: Callable[[dict[str, Any]], Any]):
        self._change: dict[str, Any] = {}
        self._text = text(css_class="kit-findings")
        self.button = button(
            translate("Apply"), translate("Make the change that the card proposes")
        )
        self.button.on_click(lambda _: apply(self._change))
        super().__init__([self._text, self.button], **quiet(self))
        self.show(None)

    @property
    def value(self) -> str:
        """The card as HTML."""
        return self._text.value

    def show(self, finding: Finding | None, can_apply: bool = False) -> None:
        """Show a Finding, with its button if the change can be made here.

        Args:
            finding: What was found, or None.
            can_apply: Whether there is a button.
        """
        self._text.value = finding_html(finding)
        self._change = finding.change if finding is not None else {}
        shown = can_apply and bool(self._change)
        self.button.layout.display = None if shown else "none"


class Fixing:
    """The part of a panel that makes the changes its cards propose.

    Attributes:
        fix: Called with the `change` of a Finding. A panel alone has none: it
            proposes, and changes nothing by itself.
    """

    fix: Callable[[dict[str, Any]], Any] | None = None

    @safely
    def _fix(self, change: dict[str, Any]) -> None:
        if self.fix is not None:
            self.fix(change)
