"""Root: tells the page in which language a panel speaks, and whose its keys are."""

from pathlib import Path

from traitlets import Unicode

from kit.texts.language import language, translate
from kit.widgets.any_widget import AnyWidget


class Root(AnyWidget):
    """An invisible widget that marks the studio, or the panel alone, around it.

    Screen readers learn the language and a name. The notebook learns to leave the keys
    alone: X on a button would cut the cell away.

    >>> root = Root.of_now()
    >>> root.language, root.label
    ('en', 'Studio for neural networks')
    """

    _esm = Path(__file__).parent / "root.js"
    language = Unicode("en").tag(sync=True)
    label = Unicode("").tag(sync=True)

    @classmethod
    def of_now(cls, label: str = "") -> "Root":
        """Make one for the language of now.

        Args:
            label: What is around it; by default the studio.
        """
        label = label or translate("Studio for neural networks")
        return cls(language=language(), label=label)
