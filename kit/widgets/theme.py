"""The look of all panels: one style sheet, made of `theme.css` and its neighbours.

The colours are those of `kit.visualization`, so a panel and the picture inside it
always agree, in light and in dark pages.
"""

import re
from functools import cache
from pathlib import Path

import ipywidgets as widgets

from kit.visualization.theme import projector_css, theme_css
from kit.widgets.quiet import new

_FOLDER = Path(__file__).parent


@cache
def style_sheet() -> str:
    """Return the colours and the rules of every `.css` file in this folder.

    Comments and needless spaces are left out: a notebook may save all of it.

    >>> ".kit-panel" in style_sheet()
    True
    """
    files = sorted(_FOLDER.glob("*.css"), key=lambda path: path.name != "theme.css")
    rules = "\n".join(path.read_text(encoding="utf-8") for path in files)
    rules = re.sub(r"/\*.*?\*/", "", rules, flags=re.DOTALL)
    rules = re.sub(r"\s*\n\s*", " ", rules)
    rules = re.sub(r" ?([{};,]) ?", r"\1", rules).replace(": ", ":")
    return f"{theme_css()}{projector_css()}{rules}"


def style_widget() -> widgets.HTML:
    """Return an invisible widget that brings the style sheet into the page.

    >>> style_widget().value.startswith("<style>")
    True
    """
    return new(widgets.HTML, "kit-style", value=f"<style>{style_sheet()}</style>")
