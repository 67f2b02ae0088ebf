"""LiveRateSlider: the learning rate, to be moved also while a model learns."""

import math

import ipywidgets as widgets

from kit.studio.live_rate import GREATEST, LEAST, LiveRate
from kit.texts.language import translate
from kit.widgets.panel import text
from kit.widgets.quiet import new, quiet


class LiveRateSlider(widgets.Box):
    """A slider on a logarithmic scale, with words that say when a change counts.

    Args:
        rate: The LiveRate that it shows.

    >>> from kit.studio.compile_panel import CompileSpec
    >>> from kit.studio.fit_panel import FitRun
    >>> slider = LiveRateSlider(LiveRate(FitRun(), CompileSpec("sgd")))
    >>> slider.slider.value
    0.01
    """

    def __init__(self, rate: LiveRate):
        self.rate = rate
        self._is_drawing = False
        self.slider = new(
            widgets.FloatLogSlider,
            value=1e-3,
            min=math.log10(LEAST),
            max=math.log10(GREATEST),
            step=0.05,
            description=translate("Learning rate"),
            readout_format=".2g",
            continuous_update=False,
        )
        self.words = text(css_class="kit-muted kit-help")
        super().__init__([self.slider, self.words], **quiet(self, "kit-row kit-rate"))
        self.slider.observe(self._set, "value")
        if rate.spec is not None:
            rate.spec.observe(self.draw, "optimizer")
        self.draw()

    def draw(self, _=None) -> None:
        """Show the rate as it is now."""
        value = self.rate.value
        self.slider.disabled = value is None
        self.slider.tooltip = (
            translate("How far each step goes; counts from the next batch on")
            if value is not None
            else translate("The learning rate follows a plan of its own")
        )
        if value is not None and value != self.slider.value:
            self._is_drawing = True
            try:
                self.slider.value = min(max(value, LEAST), GREATEST)
            finally:
                self._is_drawing = False
        words = (
            translate("counts from the next batch on")
            if self.rate.is_live
            else translate("of the next training")
        )
        self.words.value = f"<p>{words if value is not None else ''}</p>"

    def _set(self, change):
        if not self._is_drawing:
            self.rate.set(change["new"])
            self.draw()
