"""The look of all panels: one style sheet, made of `theme.css` and its neighbours.

The colours are those of `kit.visualization`, so a panel and the picture inside it
always agree, in light and in dark pages.
"""

from functools import cache
from pathlib import Path

import ipywidgets as widgets

from kit.visualization.theme import projector_css, theme_css

_FOLDER = Path(__file__).parent


@cache
def style_sheet() -> str:
    """Return the colours and the rules of every `.css` file in this folder.

    >>> ".kit-panel" in style_sheet()
    True
    """
    files = sorted(_FOLDER.glob("*.css"), key=lambda path: path.name != "theme.css")
    rules = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return f"{theme_css()}{projector_css()}\n{rules}"


def style_widget() -> widgets.HTML:
    """Return an invisible widget that brings the style sheet into the page.

    >>> style_widget().value.startswith("<style>")
    True
    """
    widget = widgets.HTML(f"<style>{style_sheet()}</style>")
    widget.add_class("kit-style")
    return widget
