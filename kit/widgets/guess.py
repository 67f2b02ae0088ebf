"""GuessLine: predict, then run; off until the learner asks for it."""

import ipywidgets as widgets

from kit.studio.guess import Guess
from kit.texts.language import translate
from kit.visualization.svg import escape
from kit.widgets.panel import text
from kit.widgets.quiet import new, quiet


class GuessLine(widgets.Box):
    """A box to tick, a slider for the guess, and afterwards one sentence.

    Args:
        guess: The Guess; by default a new one.

    >>> line = GuessLine()
    >>> line.tick.value = True
    >>> line.slider.value = 95
    >>> line.show_result(0.9); "5.0 points less" in line.words.value
    True
    """

    def __init__(self, guess: Guess | None = None):
        self.guess = Guess() if guess is None else guess
        self.tick = new(
            widgets.Checkbox,
            description=translate("Guess first"),
            tooltip=translate("Say what you expect before you press Start"),
            indent=False,
        )
        self.slider = new(
            widgets.FloatSlider,
            value=100 * self.guess.value,
            min=0,
            max=100,
            step=0.5,
            description=translate("Accuracy at the end, %"),
            tooltip=translate("The accuracy that you expect on the test data"),
            readout_format=".1f",
            continuous_update=False,
        )
        self.words = text(css_class="kit-guess-words")
        super().__init__(
            [self.tick, self.slider, self.words], **quiet(self, "kit-row kit-guess")
        )
        widgets.link((self.guess, "is_wanted"), (self.tick, "value"))
        self.slider.observe(self._set, "value")
        self.tick.observe(self._draw, "value")
        self._draw()

    def show_result(self, accuracy: float | None) -> None:
        """Say how the guess compares with what was reached; None hides the sentence.

        Args:
            accuracy: From 0 to 1.
        """
        sentence = escape(self.guess.sentence(accuracy))
        self.words.value = f"<p>{sentence}</p>" if sentence else ""

    def draw(self, is_over: bool) -> None:
        """While a model learns, the guess stays as it is.

        Args:
            is_over: Whether no training is going on.
        """
        self.slider.disabled = self.tick.disabled = not is_over

    def _set(self, change):
        self.guess.value = change["new"] / 100

    def _draw(self, _=None):
        self.slider.layout.display = None if self.guess.is_wanted else "none"
        if not self.guess.is_wanted:
            self.words.value = ""
