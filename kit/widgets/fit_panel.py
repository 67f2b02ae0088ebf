"""FitPanel: starts, watches, pauses and stops a training.

It shows a `FitRun` of `kit.studio.fit_panel`; what it draws comes from snapshots.
"""

from functools import partial
from typing import Any

import ipywidgets as widgets
from traitlets import Int, Tuple, Unicode

from kit.studio.compile_panel import CompileSpec
from kit.studio.finding import Finding
from kit.studio.fit_panel import FitRun, Prepare
from kit.studio.fit_record import FitSnapshot
from kit.studio.live_rate import LiveRate
from kit.studio.runs import Runs, last_accuracy
from kit.texts.language import translate
from kit.visualization.series import describe_history
from kit.visualization.svg import Picture
from kit.widgets.announcer import Announcer
from kit.widgets.clock import Listener
from kit.widgets.findings import safely
from kit.widgets.fit_buttons import FitButtons
from kit.widgets.guess import GuessLine
from kit.widgets.live_numbers import LiveNumbers
from kit.widgets.live_plot import CurveOptions, LivePlot
from kit.widgets.live_rate import LiveRateSlider
from kit.widgets.panel import Panel, row
from kit.widgets.picture import fit_html, with_picture
from kit.widgets.progress import progress_html, status_words
from kit.widgets.quiet import new


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
        compile: The choices whose learning rate the slider shows before a training.
        runs: The earlier runs, which the curves show faintly.

    Attributes:
        run: The FitRun; `panel.run.model` is the model.
        status: What goes on: `"idle"`, `"running"`, `"pausing"`, `"paused"`,
            `"stopping"`, `"finished"` or `"failed"`. Observers are called by the
            clock's thread.
        rested: A number that grows whenever there are new weights to look at: the
            training rests, is over, or was reset.
        changes: What was changed by hand in this training.

    >>> panel = FitPanel(epochs=3)
    >>> panel.status, panel.buttons.start.description
    ('idle', 'Start')
    """

    status = Unicode("idle")
    epochs = Int(5, min=1)
    batch_size = Int(32, min=1)
    rested = Int(0)
    changes = Tuple()

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
        compile: CompileSpec | None = None,  # noqa: A002 - Keras's word
        runs: Runs | None = None,
    ):
        super().__init__(translate("Fit"), name="kit-fit", styled=styled)
        self.model, self.data = model, data
        self.run = FitRun(prepare) if run is None else run
        self.epochs, self.batch_size = epochs, batch_size
        self._epochs_spoken, self._rested_at = 0, (None, 0)
        self._make_controls(LiveRate(self.run, compile, model))
        self.announcer = Announcer()
        # Made for a narrow notebook, whose letters would be tiny otherwise; the style
        # sheet lets the charts grow.
        self.plot = LivePlot(
            self.run, size=(360, 210), styled=False, runs=runs, above=progress_html
        )
        self.options = CurveOptions(self.plot)
        self.set_content(
            [
                row([self.epochs_field, self.batch_size_field, self.buttons]),
                row([self.rate, self.guess], "kit-fit-play"),
                self.numbers,
                self.plot,
                self.options,
                self.announcer,
            ]
        )
        self.observe(self._show_own_code, ["epochs", "batch_size"])
        self._show_own_code()
        self.plot.clock.listen(partial(self._try, self._draw))
        self.plot.clock.listen(partial(self._try, self._speak), seldom=True)

    def _make_controls(self, rate: LiveRate) -> None:
        self.epochs_field = self._number(
            "epochs", translate("Epochs"), translate("Times through the data")
        )
        self.batch_size_field = self._number(
            "batch_size", translate("Batch size"), translate("Samples per step")
        )
        self.buttons = FitButtons(self._press, self.run.prepare is not None)
        self.start_button, self.pause_button = self.buttons.start, self.buttons.pause
        self.stop_button = self.buttons.stop
        self.rate = LiveRateSlider(rate)
        self.numbers = LiveNumbers(self.run)
        self.guess = GuessLine()

    def _number(self, trait: str, label: str, tooltip: str) -> widgets.BoundedIntText:
        field = new(
            widgets.BoundedIntText,
            value=getattr(self, trait),
            min=1,
            max=1_000_000,
            description=label,
            tooltip=tooltip,
        )
        widgets.link((self, trait), (field, "value"))
        return field

    def picture(self) -> Picture:
        """Return how far the training is now, as a still picture."""
        snapshot = self.run.snapshot()
        return Picture(fit_html(snapshot), status_words(snapshot))

    def _repr_mimebundle_(self, **kwargs):
        return with_picture(super()._repr_mimebundle_(**kwargs), self.picture)

    # Handlers

    @safely
    def _press(self, name: str) -> None:
        run = self.run
        if name in ("start", "step", "epoch"):
            self._train({"step": "batch", "epoch": "epoch"}.get(name, "end"))
        elif name == "pause" and run.status in ("paused", "pausing"):
            run.resume()
        elif name == "pause":
            run.pause()
        elif name == "stop":
            run.stop()
        elif name == "reset":
            run.reset()
        self.buttons.draw(run.snapshot())

    def _train(self, until: str) -> None:
        if self.run.status == "paused":
            self.run.resume(until)
            return
        self.guess.show_result(None)
        self.run.start(self.model, self.data, self.epochs, self.batch_size, until=until)

    # Drawing, by the thread of the clock

    def _try(self, draw: Listener, snapshot: FitSnapshot) -> None:
        try:
            draw(snapshot)
        except Exception as error:  # a thread has nowhere else to show it
            self.show_finding(Finding.from_error(error))

    def _draw(self, snapshot: FitSnapshot) -> None:
        self._draw_controls(snapshot)
        if snapshot.is_over:  # else a card of some handler would be gone at once
            self.show_finding(snapshot.finding)
        self.changes = snapshot.changes
        self.status = snapshot.status
        self._tell_of_rest(snapshot)

    def _draw_controls(self, snapshot: FitSnapshot) -> None:
        self.buttons.draw(snapshot)
        self.rate.draw()
        self.numbers.draw()
        self.guess.draw(snapshot.is_over)
        self.epochs_field.disabled = not snapshot.is_over
        self.batch_size_field.disabled = not snapshot.is_over
        if snapshot.status == "finished":
            self.guess.show_result(last_accuracy(snapshot.history))

    def _tell_of_rest(self, snapshot: FitSnapshot) -> None:
        place = (self.run.model, snapshot.total_steps_done)
        rests = snapshot.status in ("paused", "finished", "idle")
        if rests and self.run.model is not None and place != self._rested_at:
            self._rested_at = place
            self.rested += 1

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
            sentences.append(f"{status_words(snapshot)}.")
        if any(ended.values()):
            sentences.append(describe_history(ended, snapshot.epochs or None))
        self.announcer.text = " ".join(sentences)

    def _show_own_code(self, _=None) -> None:
        self.show_code(
            f"model.fit(x_train, y_train, epochs={self.epochs}, "
            f"batch_size={self.batch_size}, ...)"
        )
