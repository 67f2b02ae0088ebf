"""CopyButton: puts a text on the clipboard, which only the browser can do."""

from pathlib import Path

from traitlets import Unicode

from kit.texts.language import translate
from kit.widgets.any_widget import AnyWidget


class CopyButton(AnyWidget):
    """A button that copies `text` when it is pressed.

    >>> CopyButton(text="import kit as keras").label
    'Copy'
    """

    _esm = Path(__file__).parent / "copy_button.js"
    text = Unicode().tag(sync=True)
    label = Unicode("Copy").tag(sync=True)
    done = Unicode("Copied ✓", help="What it says afterwards.").tag(sync=True)
    failed = Unicode("Press Ctrl+C", help="Where it could not.").tag(sync=True)

    @classmethod
    def labelled(cls, label: str) -> "CopyButton":
        """Make a button that speaks the language of now."""
        return cls(
            label=label,
            done=translate("Copied ✓"),
            failed=translate("Press Ctrl+C"),
        )
