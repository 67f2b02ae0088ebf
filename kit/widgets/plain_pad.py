"""PlainPad: a digit for pages that cannot show the pad: typed, or from a picture file.

It needs nothing but the usual widgets.
"""

import ipywidgets as widgets

from kit.studio.draw_pad import Drawing
from kit.studio.plain_ink import EMPTY, SIDE, ink_of_file, ink_of_rows
from kit.texts.language import translate
from kit.widgets.findings import safely
from kit.widgets.panel import button, row, text
from kit.widgets.quiet import new, quiet


class PlainPad(widgets.VBox):
    """A field of 14 by 14 signs to type a digit into, and a button for a file.

    Args:
        drawing: The Drawing that takes the ink.
        show_finding: Called with what went wrong, or with None.

    >>> drawing = Drawing()
    >>> plain = PlainPad(drawing, lambda finding: None)
    >>> plain.rows.value = plain.rows.value.replace(".", "#", 3)
    >>> drawing.is_empty
    False
    """

    def __init__(self, drawing: Drawing, show_finding):
        self.drawing, self.show_finding = drawing, show_finding
        words = translate(
            "Without the pad: type # where the ink is to be, or take a picture of a "
            "digit. It is scaled and centred as the digits of MNIST were."
        )
        self.rows = new(
            widgets.Textarea,
            value=EMPTY,
            rows=SIDE,
            description=translate("Rows"),
            tooltip=translate("14 rows of 14 signs: # is ink, a dot is paper"),
        )
        self.file = new(
            widgets.FileUpload,
            accept="image/*",
            description=translate("Picture file"),
            tooltip=translate("A PNG or JPEG file with one digit"),
        )
        self.clear_button = button(
            translate("Clear"), translate("Empty the rows"), "kit-quiet"
        )
        self.rows.observe(self._type, "value")
        self.file.observe(self._load, "value")
        self.clear_button.on_click(lambda _: self.clear())
        tools = row([self.file, self.clear_button])
        help_words = text(f"<p>{words}</p>", "kit-help")
        super().__init__([help_words, self.rows, tools], **quiet(self, "kit-plain-pad"))

    @safely
    def clear(self) -> None:
        """Empty the rows, and the drawing with them."""
        self.file.value = ()
        self.rows.value = EMPTY
        self.drawing.take(ink_of_rows(EMPTY))

    @safely
    def _type(self, change) -> None:
        self.drawing.take(ink_of_rows(change["new"]))

    @safely
    def _load(self, change) -> None:
        if change["new"]:
            self.drawing.take(ink_of_file(bytes(change["new"][0]["content"])))
