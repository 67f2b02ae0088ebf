"""TimeTravelPanel: a slider that takes every view back to a moment of the training.

It shows a `TimeTravel` of `kit.studio.time_travel`; at its right end is now.
"""

import html
from collections.abc import Callable

import ipywidgets as widgets
from traitlets import Int

from kit.studio.data import StudioData
from kit.studio.fit_panel import FitRun
from kit.studio.fit_record import FitSnapshot
from kit.studio.time_travel import TimeTravel
from kit.texts.language import translate
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.quiet import new


class TimeTravelPanel(Panel):
    """A slider over the moments of a training.

    Args:
        run: The FitRun whose moments are kept.
        data: Returns the StudioData of now, to say how good each moment was.
        styled: Whether to bring the style sheet; a panel inside another need not.

    Attributes:
        travel: The TimeTravel.
        moved: A number that grows whenever another moment is to be shown.

    >>> panel = TimeTravelPanel(FitRun(), lambda: None)
    >>> panel.layout.display, panel.travel.place
    ('none', None)
    """

    moved = Int(0)

    def __init__(
        self,
        run: FitRun,
        data: Callable[[], StudioData | None],
        styled: bool = True,
    ):
        super().__init__(
            translate("Time travel"),
            "model.set_weights(moments[i])",
            "kit-time",
            styled=styled,
        )
        self.travel = TimeTravel()
        self.background.threaded = run.threaded
        self._run, self._data = run, data
        self._is_drawing = False
        self.slider = new(
            widgets.IntSlider,
            max=1,
            readout=False,
            description=translate("Moment"),
            tooltip=translate("Every view shows the network of this moment"),
        )
        self.slider.observe(self._on_slide, "value")
        self.label = text(css_class="kit-moment")
        self.now_button = button(
            translate("Now"), translate("Back to the newest weights"), "kit-quiet"
        )
        self.now_button.on_click(lambda _: self.go(None))
        self.set_content([row([self.slider, self.label, self.now_button])])
        self.layout.display = "none"  # until there is a moment to go to
        run.callbacks.append(self.travel.keeper())
        run.watch(self._begin)

    @property
    def is_now(self) -> bool:
        """Whether the views show the newest weights."""
        return self.travel.place is None

    def go(self, place: int | None) -> None:
        """Look at another moment; None for now."""
        last = len(self.travel.moments)
        self.slider.value = last if place is None else place

    def _begin(self) -> None:
        """Keep the first weights of a new model, before it learns."""
        model, travel = self._run.model, self.travel
        if model is not None and model is not travel.model:
            travel.begin(model)
            travel.keep(0, 0.0, must=True)

    # Handlers

    @safely
    def _on_slide(self, change) -> None:
        if not self._is_drawing:
            self.travel.go(change["new"])
            self.later(self._move)

    def _move(self) -> None:
        """Say which moment it is, and let the views follow; only the newest counts."""
        self._say()
        self.moved += 1

    # Drawing, by the clock

    @safely
    def follow(self, snapshot: FitSnapshot) -> None:
        """Make room for new moments; the slider stays at the moment it shows."""
        self.layout.display = None if len(self.travel.moments) > 1 else "none"
        travel, last = self.travel, len(self.travel.moments)
        self._is_drawing = True
        try:
            # Two messages: of both at once, the page would cut the value to the old end
            # of the slider, and send that back.
            self.slider.max = max(last, 1)
            self.slider.value = last if travel.place is None else travel.place
        finally:
            self._is_drawing = False
        if self.is_now:
            self._say()

    def _say(self) -> None:
        words = self.travel.describe(self._data())
        self.now_button.disabled = self.is_now
        label = f"<p role='status'><b>{html.escape(words)}</b></p>"
        self.label.value = label
