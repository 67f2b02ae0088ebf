"""Root: tells the page in which language the studio speaks, and what it is called."""

from pathlib import Path

import anywidget
from traitlets import Unicode

from kit.texts.language import language, translate


class Root(anywidget.AnyWidget):
    """An invisible widget that marks the element of the studio around it.

    >>> root = Root.of_now()
    >>> root.language, root.label
    ('en', 'Studio for neural networks')
    """

    _esm = Path(__file__).parent / "root.js"
    language = Unicode("en").tag(sync=True)
    label = Unicode("").tag(sync=True)

    @classmethod
    def of_now(cls) -> "Root":
        """Make one for the language of now."""
        return cls(language=language(), label=translate("Studio for neural networks"))
