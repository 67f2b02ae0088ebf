"""CopyButton: puts a text on the clipboard, which only the browser can do."""

from pathlib import Path

import anywidget
from traitlets import Unicode


class CopyButton(anywidget.AnyWidget):
    """A button that copies `text` when it is pressed.

    >>> CopyButton(text="import kit as keras").label
    'Copy'
    """

    _esm = Path(__file__).parent / "copy_button.js"
    text = Unicode().tag(sync=True)
    label = Unicode("Copy").tag(sync=True)
