"""FitButtons: start, pause, one step, one epoch, stop, reset.

Each puts one command to a FitRun and returns at once; which of them can be pressed
follows from the snapshot that is drawn.
"""

import threading
from collections.abc import Callable

import ipywidgets as widgets

from kit.studio.fit_record import FitSnapshot
from kit.texts.language import translate
from kit.widgets.panel import button
from kit.widgets.quiet import quiet


class FitButtons(widgets.Box):
    """The row of buttons that drive a training.

    Args:
        on_press: Called with the name of a button: `"start"`, `"pause"`, `"step"`,
            `"epoch"`, `"stop"` or `"reset"`.
        is_fresh: Whether every start begins with fresh weights, which can then be
            asked for; otherwise the same model goes on.

    >>> buttons = FitButtons(print)
    >>> buttons.start.click()
    start
    """

    def __init__(self, on_press: Callable[[str], None], is_fresh: bool = True):
        self.is_fresh = is_fresh
        self._on_press = on_press
        self._newest = FitSnapshot()
        self._lock = threading.Lock()  # never held while something is drawn
        self.start = self._make("start", translate("Start"), "kit-primary", "play")
        self.pause = self._make("pause", translate("Pause"), "", "pause")
        self.step = self._make("step", translate("One step"), "", "step-forward")
        self.epoch = self._make("epoch", translate("One epoch"), "", "fast-forward")
        self.stop = self._make("stop", translate("Stop"), "", "stop")
        self.reset = self._make("reset", translate("Reset"), "", "undo")
        self.step.tooltip = translate("Learn from one batch, then rest")
        self.epoch.tooltip = translate("Learn to the end of the epoch, then rest")
        self.stop.tooltip = translate("End the training; its history stays")
        self.reset.tooltip = translate(
            "Fresh weights from the seed; the curve stays as an earlier run"
        )
        shown = [self.start, self.pause, self.step, self.epoch, self.stop]
        super().__init__(
            [*shown, self.reset] if is_fresh else shown,
            **quiet(self, "kit-row kit-fit-buttons"),
        )

    def _make(self, name, label, css_class, icon):
        made = button(label, "", css_class, icon)
        made.on_click(lambda _: self._on_press(name))
        return made

    def draw(self, snapshot: FitSnapshot) -> None:
        """Show which buttons can be pressed, and what they would do.

        A press and the clock may draw at the same moment; the newest comes last.

        Args:
            snapshot: The training as it is now.
        """
        with self._lock:
            if snapshot.version >= self._newest.version:
                self._newest = snapshot
        drawn = None
        while drawn is not self._newest:
            drawn = self._newest
            self._show(drawn)

    def _show(self, snapshot):
        status, is_over = snapshot.status, snapshot.is_over
        goes_on = not self.is_fresh and snapshot.epochs_done > 0
        rests = status in ("paused", "pausing")
        self.start.description = (
            translate("Continue") if goes_on else translate("Start")
        )
        self.start.tooltip = (
            translate("Train the same model further")
            if goes_on
            else translate("Train the model")
        )
        self.pause.description = translate("Resume") if rests else translate("Pause")
        self.pause.icon = "play" if rests else "pause"
        self.pause.tooltip = (
            translate("Go on to the last epoch")
            if rests
            else translate("Let the training rest")
        )
        self.start.disabled = not is_over
        self.pause.disabled = is_over or status == "stopping"
        self.stop.disabled = self.pause.disabled
        self.step.disabled = self.epoch.disabled = not (is_over or status == "paused")
        self.reset.disabled = snapshot.total_steps_done == 0 or status == "stopping"
