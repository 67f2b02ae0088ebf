"""Announcer: a sentence that is seen, and read aloud when it changes."""

from pathlib import Path

from traitlets import Unicode

from kit.widgets.any_widget import AnyWidget


class Announcer(AnyWidget):
    """One sentence, for eyes and for screen readers.

    A screen reader only notices a change inside an element that stays, and
    `widgets.HTML` makes new ones; so this is a small widget of its own.

    >>> Announcer(text="Epoch 1 is over.").text
    'Epoch 1 is over.'
    """

    _esm = Path(__file__).parent / "announcer.js"
    text = Unicode().tag(sync=True)
