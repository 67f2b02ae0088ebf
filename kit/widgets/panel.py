"""Panel: a titled box with a place for errors; every view of the studio is one.

A panel builds its controls, watches its state, and redraws. What it knows about
networks it asks the file of the same name in `kit.studio`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from kit.studio.finding import Finding
from kit.visualization.svg import escape
from kit.widgets.background import Background
from kit.widgets.findings import finding_html, safely
from kit.widgets.quiet import new, quiet
from kit.widgets.root import Root
from kit.widgets.theme import style_widget


class Panel(widgets.VBox):
    """A box with a heading, the line of code it stands for, and its errors.

    Args:
        title: A word or two.
        code: The line of a program that does the same; may be left out.
        name: A CSS class of its own, such as `"kit-builder"`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = Panel("Model", "model = keras.Sequential([...])")
    >>> panel.set_content([widgets.HTML("layers")])
    >>> panel.show_finding(Finding("There is no layer."))
    >>> "There is no layer." in panel.finding_card.value
    True
    """

    def __init__(
        self, title: str, code: str = "", name: str = "", *, styled: bool = True
    ):
        self.heading = text(css_class="kit-heading")
        self.finding_card = text(css_class="kit-findings")
        self._style = [style_widget(), Root.of_now(title)] if styled else []
        self._title = title
        self.background = Background()
        super().__init__(
            [*self._style, self.heading, self.finding_card],
            **quiet(self, f"kit-theme kit-panel {name}"),
        )
        self.show_code(code)

    def set_content(self, children: Sequence[widgets.Widget]) -> None:
        """Put widgets between the heading and the errors."""
        self.children = [*self._style, self.heading, *children, self.finding_card]

    def show_code(self, code: str) -> None:
        """Show the line of code that the panel stands for."""
        line = f"<code>{escape(code)}</code>" if code else ""
        self.heading.value = f"<h3>{escape(self._title)}</h3>{line}"

    def later(self, work: Callable[[], Any], name: str = "") -> None:
        """Do something that may take seconds; its error is shown as a card.

        In a studio it is done in a thread, see `kit.widgets.background`.

        Args:
            work: A function.
            name: It replaces work of this name that waits; by default its own.
        """
        self.background.ask(name or work.__name__, lambda: self._do(work))

    @safely
    def _do(self, work: Callable[[], Any]) -> None:
        work()

    def show_finding(self, finding: Finding | str | None) -> None:
        """Show what went wrong, or take the card away."""
        self.finding_card.value = finding_html(finding)


def text(markup: str = "", css_class: str = "") -> widgets.HTML:
    """Return a piece of HTML with a CSS class.

    >>> text("<p>loss</p>", "kit-help").value
    '<p>loss</p>'
    """
    return new(widgets.HTML, css_class, value=markup)


def button(
    label: str, tooltip: str, css_class: str = "", icon: str = ""
) -> widgets.Button:
    """Return a button that says in its tooltip what it does.

    >>> button("Add", "Put a layer behind the chosen one").description
    'Add'
    """
    names = f"kit-button {css_class}"
    return new(widgets.Button, names, description=label, tooltip=tooltip, icon=icon)


def dropdown(
    label: str, tooltip: str, css_class: str = "", **traits: Any
) -> widgets.Dropdown:
    """Return a list to choose from, with a tooltip and further CSS classes.

    >>> dropdown("Layer", "Which layer", options=["dense"]).value
    'dense'
    """
    words = {"description": label, "tooltip": tooltip}
    return new(widgets.Dropdown, css_class, **words, **traits)


def row(children: Sequence[widgets.Widget], css_class: str = "") -> widgets.Box:
    """Return widgets side by side, with room between them.

    >>> len(row([widgets.HTML(), widgets.HTML()]).children)
    2
    """
    return new(widgets.Box, f"kit-row {css_class}", children=children)
