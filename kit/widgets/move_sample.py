"""MoveSample: shift, turn or blur a digit, and see what the model says then."""

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.why import moved
from kit.texts.language import translate
from kit.widgets.findings import finding_html, safely
from kit.widgets.panel import button, row, text
from kit.widgets.quiet import new, quiet
from kit.widgets.sample_detail import sample_html

_WORDS = (
    "The model is asked again at every step. It has learned from samples as they are "
    "in the data."
)


class MoveSample(widgets.Box):
    """Sliders, the moved picture, and the probabilities for it.

    Args:
        ask: Returns the Predictions for one picture.

    >>> MoveSample(lambda image: None).sliders["right"].value
    0
    """

    def __init__(self, ask: Callable[[np.ndarray], Any]):
        self._ask = ask
        self._image: np.ndarray | None = None
        self.sliders = {
            "right": _slider(translate("Right"), 10, translate("Pixels to the right")),
            "down": _slider(translate("Down"), 10, translate("Pixels down")),
            "degrees": _slider(
                translate("Turn"), 90, translate("Degrees against the clock"), 5
            ),
            "noise": _slider(
                translate("Noise"), 100, translate("Percent of the ink"), 5, 0
            ),
        }
        self.reset_button = button(
            translate("Put it back"), translate("All sliders to zero"), "kit-quiet"
        )
        self.reset_button.on_click(self._reset)
        self.result = text(css_class="kit-detail")
        self.card = text(css_class="kit-findings")
        sliders = row([*self.sliders.values(), self.reset_button], "kit-sliders")
        self._is_setting = False
        for slider in self.sliders.values():
            slider.observe(self._draw, "value")
        words = text(
            f"<p><b>{translate('What if it were moved?')}</b></p>"
            f"<p class='kit-help'>{translate(_WORDS)}</p>"
        )
        super().__init__(
            [words, sliders, self.result, self.card],
            **quiet(self, "kit-row kit-block kit-move"),
        )

    def show(self, image: np.ndarray | None) -> None:
        """Take another picture; None hides all of it."""
        self._image = image
        self.layout.display = "none" if image is None else None
        self._draw()

    def show_finding(self, finding: Any) -> None:
        """Show what went wrong."""
        self.card.value = finding_html(finding)

    @safely
    def _reset(self, _) -> None:
        self._is_setting = True
        for slider in self.sliders.values():
            slider.value = 0
        self._is_setting = False
        self._draw()

    @safely
    def _draw(self, _=None) -> None:
        if self._image is None or self._is_setting:
            return
        choices = {name: slider.value for name, slider in self.sliders.items()}
        choices["noise"] /= 100
        image = moved(self._image, **choices)
        found = self._ask(image)
        if found is None:
            return
        shown = np.asarray(image, self._image.dtype)
        self.result.value = sample_html(found, 0, shown, named=False)


def _slider(label: str, most: int, tooltip: str, step: int = 1, least: Any = None):
    return new(
        widgets.IntSlider,
        min=-most if least is None else least,
        max=most,
        step=step,
        description=label,
        tooltip=tooltip,
    )
