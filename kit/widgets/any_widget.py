"""AnyWidget: the base of widgets with a script of their own in the page.

Where the package anywidget is missing, an empty piece of HTML stands in for it: the
panels work, and only what needs a script is not seen.
"""

from typing import Any

import ipywidgets as widgets

AnyWidget: Any
try:
    import anywidget
except ImportError:
    HAS_SCRIPTS, AnyWidget = False, widgets.HTML
else:
    HAS_SCRIPTS, AnyWidget = True, anywidget.AnyWidget
