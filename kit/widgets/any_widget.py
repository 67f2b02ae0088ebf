"""AnyWidget: the base of widgets with a script of their own in the page.

Where the package anywidget is missing, an empty piece of HTML stands in for it: the
panels work, and only what needs a script is not seen.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import ipywidgets as widgets

HAS_SCRIPTS = find_spec("anywidget") is not None
AnyWidget: Any = import_module("anywidget").AnyWidget if HAS_SCRIPTS else widgets.HTML
