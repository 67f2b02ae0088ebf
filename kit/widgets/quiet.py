"""Quiet widgets: what they share with each other, so that the page hears little.

Every part of the studio is made here. A widget as ipywidgets makes it brings a layout
and a style of its own: three things to open and to save, and two of them are empty.
"""

from secrets import token_urlsafe
from typing import Any, TypeVar

import ipywidgets as widgets

Kind = TypeVar("Kind", bound=widgets.DOMWidget)

_shared: dict[type, Any] = {}


def new(kind: type[Kind], css_class: str = "", **traits: Any) -> Kind:
    """Return a widget that costs the page one message, and not three and more.

    Args:
        kind: Its class.
        css_class: Any number of CSS classes.
        **traits: What else its class takes, by name.

    >>> new(widgets.Checkbox, "kit-tick", description="Numbers").description
    'Numbers'
    """
    widget = kind(**quiet(kind, css_class), **traits)
    widget.layout.owner = widget
    return widget


def quiet(owner: Any, css_class: str = "") -> dict[str, Any]:
    """Return what makes a widget quiet, to be given to `__init__`.

    All of a kind share one style, as nothing here changes one; its layout is a
    QuietLayout. A notebook that is saved repeats the name of a widget, so it is short.

    Args:
        owner: The widget, or its class as long as there is none.
        css_class: Any number of CSS classes.

    >>> class Line(widgets.Box):
    ...     def __init__(self):
    ...         super().__init__([new(widgets.HTML)], **quiet(self, "kit-line"))
    >>> Line()._dom_classes
    ('kit-line',)
    """
    style = owner.class_traits().get("style")
    return {
        "layout": QuietLayout(owner),
        "model_id": _short_name(),
        "_dom_classes": css_class.split(),
        **({"style": one_for_all(style.klass)} if style else {}),
    }


class QuietLayout(widgets.Layout):
    """A layout that the page hears of when something in it is set.

    Until then its widget shows the empty one that all share.

    Args:
        owner: The widget.

    >>> one, other = new(widgets.HTML), new(widgets.HTML)
    >>> one.layout.model_id == other.layout.model_id
    True
    >>> one.layout.display = "none"
    >>> one.layout.model_id == other.layout.model_id, other.layout.display
    (False, None)
    """

    def __init__(self, owner: Any):
        self.owner = owner
        super().__init__(model_id=_short_name())

    @property
    def model_id(self) -> str:
        """The name by which the page knows it."""
        known = one_for_all(widgets.Layout) if self.comm is None else self
        return known.comm.comm_id

    def open(self) -> None:
        """Wait with that until something is set."""

    def notify_change(self, change: Any) -> None:
        """Tell the page, and the first time also that the widget has its own."""
        super().notify_change(change)
        if self.comm is None and change.name in self.keys:
            super().open()
            self.owner.send_state("layout")


def one_for_all(kind: type) -> Any:
    """Return the one empty style, or layout, that all widgets share.

    >>> one_for_all(widgets.ButtonStyle) is one_for_all(widgets.ButtonStyle)
    True
    """
    found = _shared.get(kind)
    if found is None or found.comm is None:  # someone has closed all widgets
        found = _shared[kind] = kind(model_id=_short_name())
    return found


def _short_name() -> str:
    return token_urlsafe(6)
