"""Pad: paper to draw on with mouse, finger, pen or keyboard."""

from pathlib import Path

from traitlets import Bool, Dict, Float, Int, List, Unicode, validate

from kit.studio.strokes import BRUSH
from kit.texts.language import translate
from kit.widgets.any_widget import AnyWidget

LABEL = (
    "Pad to draw a digit. Arrow keys move the pen, Space lowers or lifts it, E does so "
    "with the eraser, Backspace undoes, Delete clears, 0 to 9 keep it."
)
WORDS = (
    LABEL,
    "Draw a digit here",
    "Pen up",
    "Pen down",
    "Eraser down",
    ", column {column}, row {row} of 28",
    "Erase",
    "Undo",
    "Clear",
    "Nudge left",
    "Nudge up",
    "Nudge down",
    "Nudge right",
    "The last stroke is gone",
    "The pad is empty",
)


class Pad(AnyWidget):
    """A square of paper; `drawn` is what is on it, at every moment.

    The keys 0 to 9 send the message `{"keep": digit, "strokes": [...]}`; the message
    `{}` means nothing, and only makes the server pass on what it has.

    >>> pad = Pad()
    >>> pad.strokes = [{"erases": False, "points": [[140, 60], [140, 220]]}]
    >>> len(pad.drawn)
    1
    >>> pad.clear()
    >>> pad.drawn, pad.sheet
    ([], 1)
    """

    _esm = Path(__file__).parent / "pad.js"

    # As in `kit.studio.strokes.ink_of`, and with the "sheet" that they are drawn on.
    strokes = List(Dict()).tag(sync=True, echo_update=False)
    sheet = Int(0, help="Grows with every new sheet of paper.").tag(sync=True)
    label = Unicode(LABEL).tag(sync=True)
    is_alive = Bool(False, help="Whether the page runs its script.").tag(sync=True)
    brush = Float(float(BRUSH), help="The width of the brush.").tag(sync=True)
    words = Dict(help="What the pad says, by the English words.").tag(sync=True)

    @classmethod
    def labelled(cls) -> "Pad":
        """Make a pad that speaks the language of now."""
        return cls(words={english: translate(english) for english in WORDS})

    @validate("strokes")
    def _with_sheet(self, proposal) -> list[dict]:
        return [{"sheet": self.sheet, **one} for one in proposal["value"]]

    @property
    def drawn(self) -> list[dict]:
        """The strokes on this sheet; others were still on their way when it came."""
        return [one for one in self.strokes if one["sheet"] == self.sheet]

    def clear(self) -> None:
        """Take a new sheet; one message, so the page has it before anybody says so."""
        self.sheet += 1
