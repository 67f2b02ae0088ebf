"""FitPanel: starts, watches, pauses and stops a training.

It shows a `FitRun` of `kit.studio.fit_panel`; what it draws comes from snapshots.
"""

import math
from typing import Any

import ipywidgets as widgets
from traitlets import Int, Unicode

from kit.studio.finding import Finding
from kit.studio.fit_panel import FitRun, Prepare
from kit.studio.fit_record import FitSnapshot
from kit.visualization.series import describe_history
from kit.visualization.svg import escape
from kit.widgets.announcer import Announcer
from kit.widgets.findings import safely
from kit.widgets.live_plot import LivePlot
from kit.widgets.panel import Panel, button, row, text


class FitPanel(Panel):
    """Trains a model while the notebook stays usable.

    Args:
        model: A compiled model. Pressing Start again trains it further.
        data: `((x_train, y_train), (x_test, y_test))`, or an object with these
            attributes.
        run: A FitRun to show, instead of a new one.
        prepare: A function that returns a fresh compiled model and its data; then
            every Start begins anew.
        epochs: How many epochs to train.
        batch_size: Samples per step.
        styled: Whether to bring the style sheet; a panel inside another need not.

    Attributes:
        run: The FitRun; `panel.run.model` is the model.
        status: What goes on: `"idle"`, `"running"`, `"paused"`, `"stopping"`,
            `"finished"` or `"failed"`. Observers are called by the clock's thread.

    >>> panel = FitPanel(epochs=3)
    >>> panel.status, panel.start_button.description
    ('idle', 'Start')
    """

    status = Unicode("idle")
    epochs = Int(5, min=1)
    batch_size = Int(32, min=1)

    def __init__(
        self,
        model: Any = None,
        data: Any = None,
        *,
        run: FitRun | None = None,
        prepare: Prepare | None = None,
        epochs: int = 5,
        batch_size: int = 32,
        styled: bool = True,
    ):
        super().__init__("Fit", name="kit-fit", styled=styled)
        self.model, self.data = model, data
        self.run = FitRun(prepare) if run is None else run
        self.epochs, self.batch_size = epochs, batch_size
        self._epochs_spoken = 0
        self.epochs_field = self._number("epochs", "Epochs", "Times through the data")
        self.batch_size_field = self._number(
            "batch_size", "Batch size", "Samples per step"
        )
        self._make_buttons()
        self.progress = text(css_class="kit-progress")
        self.announcer = Announcer()
        # Made for a narrow notebook, whose letters would be tiny otherwise; the style
        # sheet lets the charts grow.
        self.plot = LivePlot(self.run, size=(360, 210), styled=False)
        self.set_content(
            [
                row([self.epochs_field, self.batch_size_field, self.buttons]),
                self.progress,
                self.plot,
                self.announcer,
            ]
        )
        self.observe(self._show_own_code, ["epochs", "batch_size"])
        self._show_own_code()
        self.plot.clock.listen(self._draw)

    def _number(self, trait: str, label: str, tooltip: str) -> widgets.BoundedIntText:
        field = widgets.BoundedIntText(
            value=getattr(self, trait),
            min=1,
            max=1_000_000,
            description=label,
            tooltip=tooltip,
        )
        widgets.link((self, trait), (field, "value"))
        return field

    def _make_buttons(self) -> None:
        self.start_button = button("Start", "Train the model", "kit-primary", "play")
        self.pause_button = button("Pause", "Let the training rest", "", "pause")
        self.stop_button = button("Stop", "End the training; its history stays", "")
        self.stop_button.icon = "stop"
        self.start_button.on_click(self._start)
        self.pause_button.on_click(self._pause_or_resume)
        self.stop_button.on_click(self._stop)
        self.buttons = row([self.start_button, self.pause_button, self.stop_button])

    # Handlers

    @safely
    def _start(self, _=None) -> None:
        self.run.start(self.model, self.data, self.epochs, self.batch_size)

    @safely
    def _pause_or_resume(self, _=None) -> None:
        if self.run.status in ("paused", "pausing"):
            self.run.resume()
        else:
            self.run.pause()

    @safely
    def _stop(self, _=None) -> None:
        self.run.stop()

    # Drawing, by the thread of the clock

    def _draw(self, snapshot: FitSnapshot) -> None:
        try:
            self.progress.value = progress_html(snapshot)
            self._draw_buttons(snapshot)
            self._speak(snapshot)
            if snapshot.is_over:  # else a card of some handler would be gone at once
                self.show_finding(snapshot.finding)
            self.status = snapshot.status
        except Exception as error:  # a thread has nowhere else to show it
            self.show_finding(Finding.from_error(error))

    def _draw_buttons(self, snapshot: FitSnapshot) -> None:
        is_paused, is_over = snapshot.status == "paused", snapshot.is_over
        goes_on = self.run.prepare is None and snapshot.epochs_done > 0
        self.start_button.description = "Continue" if goes_on else "Start"
        self.start_button.tooltip = (
            "Train the same model further" if goes_on else "Train the model"
        )
        self.start_button.disabled = not is_over
        self.epochs_field.disabled = self.batch_size_field.disabled = not is_over
        self.pause_button.description = "Resume" if is_paused else "Pause"
        self.pause_button.icon = "play" if is_paused else "pause"
        self.pause_button.disabled = snapshot.status not in ("running", "paused")
        self.stop_button.disabled = self.pause_button.disabled

    def _speak(self, snapshot: FitSnapshot) -> None:
        """Say one sentence when an epoch is over."""
        if snapshot.epochs_done == self._epochs_spoken and not snapshot.is_over:
            return
        self._epochs_spoken = snapshot.epochs_done
        ended = {
            name: [point for point in points if point[0] <= snapshot.epochs_done]
            for name, points in snapshot.history.items()
        }
        sentences = []
        if snapshot.is_over and snapshot.status != "idle":
            sentences.append(f"{snapshot.message}.")
        if any(ended.values()):
            sentences.append(describe_history(ended, snapshot.epochs or None))
        self.announcer.text = " ".join(sentences)

    def _show_own_code(self, _=None) -> None:
        self.show_code(
            f"model.fit(x_train, y_train, epochs={self.epochs}, "
            f"batch_size={self.batch_size}, ...)"
        )


def progress_html(snapshot: FitSnapshot) -> str:
    """Return the bar and the words that tell how far a training is.

    >>> print(progress_words(FitSnapshot("running", 2, 5, 1, 30, 125, eta_seconds=7)))
    Epoch 2 of 5 · step 30 of 125 · about 7 s left
    """
    percent = math.floor(100 * snapshot.progress)
    words = escape(progress_words(snapshot))
    return (
        f'<div class="kit-bar-track kit-is-{escape(snapshot.status)}" '
        f'role="progressbar" aria-label="Training" aria-valuemin="0" '
        f'aria-valuemax="100" aria-valuenow="{percent}" aria-valuetext="{words}">'
        f'<div style="width:{100 * snapshot.progress:.1f}%"></div></div>'
        f'<p><b class="kit-status">{escape(snapshot.message)}</b> '
        f'<span class="kit-counters">{words}</span></p>'
    )


def progress_words(snapshot: FitSnapshot) -> str:
    """Return epoch, step and time as words; empty before the first training."""
    if not snapshot.epochs:
        return ""
    words = [f"Epoch {snapshot.epoch} of {snapshot.epochs}"]
    planned = f" of {snapshot.steps_per_epoch:,}" if snapshot.steps_per_epoch else ""
    words.append(f"step {snapshot.step:,}{planned}")
    if snapshot.is_over:
        words.append(f"took {duration(snapshot.elapsed)}")
    elif snapshot.eta_seconds is not None:
        words.append(f"about {duration(snapshot.eta_seconds)} left")
    return " · ".join(words)


def duration(seconds: float) -> str:
    """Return a time as people say it.

    >>> duration(0.2), duration(59.4), duration(61), duration(7200)
    ('1 s', '60 s', '1 min 1 s', '2 h 0 min')
    """
    whole = max(1, math.ceil(seconds))
    if whole <= 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
