"""LiveNumbers: momentum, dropout and the like, to be changed while a model learns."""

import ipywidgets as widgets

from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import OVER
from kit.studio.wishes import limits
from kit.texts.language import translate
from kit.widgets.panel import dropdown, text
from kit.widgets.quiet import new, quiet


class LiveNumbers(widgets.Box):
    """A list of the numbers of a training that goes on, and a field for the chosen one.

    It is seen only then; before a training they are chosen with the optimizer and
    the layers.

    Args:
        run: The FitRun whose numbers it changes.

    >>> LiveNumbers(FitRun()).layout.display
    'none'
    """

    def __init__(self, run: FitRun):
        self.run = run
        self._is_drawing = False
        self.choice = dropdown(
            translate("Also change"),
            translate("Another number of the optimizer or of a layer"),
        )
        self.field = new(
            widgets.BoundedFloatText,
            description=translate("New value"),
            tooltip=translate("Counts from the next batch on"),
        )
        words = translate(
            "counts from the next batch on; the first change of a number compiles once"
        )
        self.words = text(f"<p>{words}</p>", "kit-muted kit-help")
        super().__init__(
            [self.choice, self.field, self.words], **quiet(self, "kit-row kit-numbers")
        )
        self.choice.observe(self.draw, "value")
        self.field.observe(self._set, "value")
        self.draw()

    def draw(self, _=None) -> None:
        """Show the numbers as they are now."""
        numbers = {} if self.run.status in OVER else self.run.numbers
        self.layout.display = None if numbers else "none"
        if not numbers or self._is_drawing:
            return
        self._is_drawing = True
        try:
            if self.choice.options != tuple(numbers):
                self.choice.options = tuple(numbers)
            if self.choice.value not in numbers:  # a page may choose nothing
                self.choice.value = next(iter(numbers))
            name = str(self.choice.value)
            least, greatest = limits(name)
            if (least, greatest) != (self.field.min, self.field.max):
                self.field.min, self.field.max = 0.0, greatest
                self.field.min, self.field.step = least, max(least, 0.01)
            self.field.value = numbers[name]
        finally:
            self._is_drawing = False

    def _set(self, change):
        if not self._is_drawing and self.choice.value is not None:
            self.run.change(str(self.choice.value), change["new"])
