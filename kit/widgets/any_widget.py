"""AnyWidget: the base of widgets with a script of their own in the page.

Where the package anywidget is missing, an empty piece of HTML stands in for it: the
panels work, and only what needs a script is not seen.
"""

import re
from pathlib import Path
from typing import Any

import ipywidgets as widgets

_Base: Any
try:
    import anywidget
except ImportError:
    HAS_SCRIPTS, _Base = False, widgets.HTML
else:
    HAS_SCRIPTS, _Base = True, anywidget.AnyWidget


class AnyWidget(_Base):
    """A widget whose class names its script: `_esm = Path("grid.js")`.

    A notebook may save the script with every one of them, so comments and the spaces
    before a line are left out. A script must not need them within quotes.

    It has a layout of its own from the start, unlike what `kit.widgets.quiet` makes:
    the view of anywidget does not notice when it gets another one.
    """

    def __init_subclass__(cls, **options: Any):
        script = cls.__dict__.get("_esm")
        if isinstance(script, Path):
            lines = re.sub(r"^\s+", "", script.read_text(encoding="utf-8"), flags=re.M)
            cls._esm = re.sub(r"^//.*\n", "", lines, flags=re.M)
        super().__init_subclass__(**options)
