"""RacePanel: seeds, learning rates or optimizers side by side, trained all at once.

It shows a `Race` of `kit.studio.race`.
"""

import time
from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.project import Project
from kit.studio.race import (
    LEARNING_RATES,
    MOST_SAMPLES,
    OPTIMIZERS,
    RATES,
    SEEDS,
    Race,
    RaceSnapshot,
    race_code,
    use_variant,
)
from kit.texts.language import translate
from kit.visualization.scale import format_number
from kit.visualization.svg import escape
from kit.visualization.variants import cloud_svg, race_svg, rates_svg
from kit.widgets.findings import safely
from kit.widgets.model_panel import offer
from kit.widgets.panel import Panel, button, dropdown, row, text
from kit.widgets.quiet import new

_SECONDS = 0.2  # between two drawings
_SIZE = (430, 240)
_FEW_EPOCHS, _MANY_EPOCHS = 3, 40  # for images, and for points in the plane


class RacePanel(Panel):
    """Experiments: many trainings that differ in one thing, and their curves.

    Args:
        project: The project whose model is trained; only "use" changes it.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> panel = RacePanel(Project("moons"))
    >>> panel.start_button.description, panel.stop_button.disabled
    ('Run all', True)
    """

    def __init__(self, project: Project, styled: bool = True):
        super().__init__(
            translate("Experiments"), "", "kit-look kit-race", styled=styled
        )
        self.project = project
        self.race = Race(project)
        self._drawn_at = 0.0
        self._make_controls()
        self.words = text(css_class="kit-help")
        self.progress = text(css_class="kit-progress")
        self.charts = text(css_class="kit-charts")
        self.sentence = text(css_class="kit-sentence")
        self._make_chooser()
        fields = row([self.epochs, self.samples, self.count])
        buttons = row([self.start_button, self.stop_button])
        self.set_content(
            [
                self.kind,
                self.words,
                row([fields, buttons], "kit-race-controls"),
                self.progress,
                self.charts,
                self.sentence,
                self.use_row,
            ]
        )
        self.race.watch(self._watch)
        project.observe(self._on_data, "data")
        self._on_data()
        self._draw(self.race.snapshot())

    def _make_controls(self) -> None:
        kinds = [
            (translate("Seed cloud"), SEEDS),
            (translate("Learning rates"), RATES),
            (translate("Optimizer race"), OPTIMIZERS),
        ]
        self.kind = new(
            widgets.ToggleButtons, "kit-workbench-chooser", options=kinds, value=SEEDS
        )
        self.kind.observe(self._on_kind, "value")
        self.epochs = _number(translate("Epochs"), 1, 500, 3)
        self.samples = _number(translate("Samples"), 20, 1_000_000, MOST_SAMPLES)
        self.count = _number(translate("Seeds"), 2, 16, 8)
        for field in (self.epochs, self.samples, self.count):
            field.observe(self._show_code, "value")
        self.start_button = button(
            translate("Run all"), translate("Train all of them"), "kit-primary", "play"
        )
        self.stop_button = button(
            translate("Stop"), translate("End it now; whole epochs stay"), icon="stop"
        )
        self.start_button.on_click(self._start)
        self.stop_button.on_click(self._stop)

    def _make_chooser(self) -> None:
        self.run_menu = dropdown(translate("Run"), translate("Which of the runs"))
        self.run_menu.observe(self._on_run, "value")
        self.use_button = button("", translate("Let the studio learn like this run"))
        self.use_button.on_click(self._use)
        self.use_row = row([self.run_menu, self.use_button])

    # Handlers

    @safely
    def _start(self, _=None) -> None:
        samples = min(self.samples.value, len(self.project.data.x_train))
        self.race.start(
            str(self.kind.value), self.epochs.value, samples, self.count.value
        )

    @safely
    def _stop(self, _=None) -> None:
        self.race.stop()

    @safely
    def _use(self, _=None) -> None:
        snapshot = self.race.snapshot()
        place = int(self.run_menu.value or 0)
        use_variant(self.project, snapshot.kind, place)
        self._draw(snapshot)
        label = escape(snapshot.labels[place])
        used = translate("Start trains with {label} now.", label=label)
        self.progress.value = f"<p role='status'>✓ {used}</p>"

    @safely
    def _on_kind(self, _=None) -> None:
        self._show_code()
        self._draw(self.race.snapshot())

    @safely
    def _on_run(self, _=None) -> None:
        self._draw_charts(self.race.snapshot())

    @safely
    def _on_data(self, _=None) -> None:
        data = self.project.data
        self.epochs.value = _MANY_EPOCHS if data.is_plane else _FEW_EPOCHS
        self.samples.value = min(len(data.x_train), MOST_SAMPLES)
        self._show_code()

    def _show_code(self, _=None) -> None:
        kind = str(self.kind.value)
        self.count.layout.display = None if kind == SEEDS else "none"
        samples = self.samples.value
        if samples >= len(self.project.data.x_train):
            samples = None
        numbers = self.epochs.value, samples, self.count.value
        self.show_code(race_code(kind, self.project, *numbers))
        self.words.value = f"<p>{_explained(kind)}</p>"

    # Drawing, by the thread of the race

    def _watch(self, snapshot: RaceSnapshot) -> None:
        is_due = time.monotonic() - self._drawn_at >= _SECONDS
        if is_due or snapshot.status != "running":
            self._draw(snapshot)

    @safely
    def _draw(self, snapshot: RaceSnapshot) -> None:
        self._drawn_at = time.monotonic()
        self.start_button.disabled = not snapshot.is_over
        self.kind.disabled = not snapshot.is_over
        self.stop_button.disabled = snapshot.status != "running"
        self.progress.value = _progress_html(snapshot)
        is_shown = snapshot.kind == self.kind.value and bool(snapshot.histories)
        if is_shown:
            runs = [(label, k) for k, label in enumerate(snapshot.labels)]
            if list(self.run_menu.options) != runs:
                offer(self.run_menu, runs)
            if snapshot.is_over and snapshot.best is not None:
                self.run_menu.value = snapshot.best
        can_use = is_shown and snapshot.is_over
        self.use_row.layout.display = None if can_use else "none"
        self.use_button.description = _use_words(snapshot.kind)
        self._draw_charts(snapshot)
        sentence = _sentence(snapshot) if can_use else ""
        said = f"<b>{escape(sentence)}</b>" if sentence else ""
        self.sentence.value = f"<p role='status'>{said}</p>"
        if snapshot.finding is not None:
            self.show_finding(snapshot.finding)

    def _draw_charts(self, snapshot: RaceSnapshot) -> None:
        if snapshot.kind != self.kind.value or not snapshot.histories:
            self.charts.value = ""
            return
        charts = self._charts(snapshot)
        self.charts.value = "".join(f"<div>{chart}</div>" for chart in charts)

    def _charts(self, snapshot: RaceSnapshot) -> Sequence[str]:
        names = [snapshot.metric]
        if "val_loss" in snapshot.histories[0] and names != ["val_loss"]:
            names.append("val_loss")
        sizes: Any = dict(zip(("width", "height"), _SIZE, strict=True), style=False)
        sizes["total_epochs"] = snapshot.epochs
        runs, labels = snapshot.histories, snapshot.labels
        if snapshot.kind == SEEDS:
            return [cloud_svg(runs, name, **sizes) for name in names]
        curves = [race_svg(runs, labels, name, **sizes) for name in names]
        if snapshot.kind == OPTIMIZERS:
            return curves
        rate = self.project.compile.optimizer["config"].get("learning_rate")
        chosen = self.run_menu.value
        strip = rates_svg(
            LEARNING_RATES,
            snapshot.finals,
            snapshot.metric,
            current=rate if isinstance(rate, float) else None,
            chosen=None if chosen is None else LEARNING_RATES[chosen],
            width=_SIZE[0],
            height=_SIZE[1],
            style=False,
        )
        return [strip, curves[0]]


def race_of(studio: Any) -> RacePanel:
    """Make the panel for a studio."""
    return RacePanel(studio.project, styled=False)


def _number(label: str, least: int, most: int, value: int) -> widgets.BoundedIntText:
    return new(
        widgets.BoundedIntText, value=value, min=least, max=most, description=label
    )


def _explained(kind: str) -> str:
    if kind == SEEDS:
        return translate(
            "The same training from other first weights: how much is skill, how much "
            "is luck?"
        )
    if kind == RATES:
        return translate(
            "The same training with steps of other lengths: too short gets nowhere, "
            "too long falls over."
        )
    return translate(
        "The same first weights and batches, other ways to use the gradient."
    )


def _use_words(kind: str) -> str:
    if kind == SEEDS:
        return translate("Use this seed")
    if kind == RATES:
        return translate("Use this rate")
    return translate("Use this optimizer")


def _progress_html(snapshot: RaceSnapshot) -> str:
    if snapshot.status == "idle":
        return ""
    count = len(snapshot.labels)
    if not snapshot.is_over and not snapshot.epoch:
        words = translate("{count} models become one program …", count=count)
    else:
        words = translate(
            "{count} models · epoch {epoch} of {epochs} · {seconds:.1f} s",
            count=count,
            epoch=snapshot.epoch,
            epochs=snapshot.epochs,
            seconds=snapshot.seconds,
        )
    if snapshot.status == "stopping":
        words = f"{translate('Stopping')} · {words}"
    elif snapshot.was_stopped:
        words = f"{translate('Stopped')} · {words}"
    share = 100 * snapshot.epoch / max(snapshot.epochs, 1)
    label = translate("Experiment")
    return (
        f'<div class="kit-bar-track kit-is-{snapshot.status}" role="progressbar" '
        f'aria-label="{label}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share:.0f}"><div style="width:{share:.1f}%"></div></div>'
        f'<p class="kit-counters">{words}</p>'
    )


def _sentence(snapshot: RaceSnapshot) -> str:
    """Say what came out."""
    finals, best = snapshot.finals, snapshot.best
    if best is None:
        return translate("No run ended with a number.")
    name = translate("test accuracy")
    if not snapshot.metric.endswith("accuracy"):
        name = translate("test loss")
    known = [value for value in finals if value == value]
    values = {
        "metric": name,
        "best": snapshot.labels[best],
        "value": format_number(finals[best]),
        "least": format_number(min(known)),
        "most": format_number(max(known)),
        "middle": format_number(float(np.median(known))),
    }
    if snapshot.kind == SEEDS and values["least"] == values["most"]:
        return translate("Every seed comes to the {metric} {value}.", **values)
    if snapshot.kind == SEEDS:
        return translate(
            "The seed alone moves the {metric} from {least} to {most}; the median is "
            "{middle}.",
            **values,
        )
    if snapshot.kind == RATES:
        return translate("Best learning rate: {best}, with {metric} {value}.", **values)
    return translate("First: {best}, with {metric} {value}.", **values)
