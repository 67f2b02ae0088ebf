"""InsidePanel: weights, activations and gradients of a layer, and its single units.

It shows an `Inside` of `kit.studio.inside`.
"""

from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.inside import SAMPLES, Activity, Inside
from kit.studio.probe import Place, Probe
from kit.texts.language import translate
from kit.visualization.histogram import histogram_svg
from kit.visualization.maps import map_grid_svg
from kit.widgets.findings import safely
from kit.widgets.model_panel import ModelPanel, data_of, offer
from kit.widgets.number_table import number_table
from kit.widgets.panel import dropdown, row, text
from kit.widgets.quiet import new

_MUTE = (
    "Its weights are set to zero in a copy, and the first {count} test samples are "
    "predicted again. Does the network miss it?"
)
_NONE_DEAD = (
    "✓ No unit is dead: none of the {units} is 0 for all of {samples} test samples."
)
_ONE_DEAD = (
    "⚠ 1 unit is dead, of {units}: 0 for all of {samples} test samples ({listed})."
)
_SOME_DEAD = (
    "⚠ {dead} units are dead, of {units}: 0 for all of {samples} test samples "
    "({listed})."
)


class InsidePanel(ModelPanel):
    """Shows what is inside one layer.

    Args:
        data: A StudioData, or a function that returns one.
        model: A model; with None the panel waits for `update`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> from kit.studio.data import StudioData
    >>> InsidePanel(StudioData.load()).layer_menu.options
    ()
    """

    def __init__(self, data: Any, model: Any = None, styled: bool = True):
        self.inside: Inside | None = None
        super().__init__(
            translate("Inside"),
            "model.layers[1].get_weights()",
            "kit-inside",
            translate(
                "What a layer has learned, and what it does with the test samples."
            ),
            data,
            model,
            styled,
        )

    def make(self) -> list[Any]:
        """Make the menu and the four parts."""
        self.layer_menu = dropdown(translate("Layer"), translate("Which layer"))
        self.layer_menu.observe(self._on_layer, "value")
        self.unit_field = new(
            widgets.BoundedIntText,
            max=0,
            description=translate("Unit"),
            tooltip=translate("Which unit to mute"),
        )
        self.unit_field.observe(self._on_unit, "value")
        self.pictures = text(css_class="kit-maps")
        self.weights = text(css_class="kit-histogram")
        self.activity = text(css_class="kit-histogram")
        self.muted = text(css_class="kit-muted-unit")
        self.gradients = text(css_class="kit-gradients")
        left = [self.pictures]
        words = text(
            f"<p><b>{translate('Mute a unit')}</b></p>"
            f"<p class='kit-help'>{translate(_MUTE, count=SAMPLES)}</p>"
        )
        mute = [words, row([self.unit_field]), self.muted]
        right = [self.weights, self.activity, *mute]
        return [
            row([self.layer_menu], "kit-wide"),
            row(left, "kit-look-left"),
            row(right, "kit-look-right"),
            row([self.gradients], "kit-wide"),
        ]

    def look(self) -> None:
        """Take the weights of now, and draw the chosen layer."""
        probe = Probe.of(self.model, self.inside.probe if self.inside else None)
        self.inside = Inside(probe, self.data)
        self._accuracy: float | None = None
        places = [(place.title, place.name) for place in self.inside.places]
        with self.quietly():
            offer(self.layer_menu, places)
        self._draw_layer()
        self._draw_gradients()

    @property
    def place(self) -> Place | None:
        """The chosen layer."""
        name = self.layer_menu.value
        places = self.inside.places if self.inside else []
        return next((place for place in places if place.name == name), None)

    # Handlers

    @safely
    def _on_layer(self, _) -> None:
        if not self.is_setting:
            self.later(self._draw_layer)

    @safely
    def _on_unit(self, _) -> None:
        if not self.is_setting:
            self.later(self._draw_muted)

    # Drawing

    def _draw_layer(self) -> None:
        inside, place = self.inside, self.place
        if inside is None or place is None:
            return
        maps = inside.pictures(place)
        units, name = inside.units(place), place.name
        numbered = [str(k) for k in range(len(maps))] if len(maps) > 1 else None
        title = _weights_title(name, len(maps), units)
        size = 62 if len(maps) > 1 else 300
        self.pictures.value = map_grid_svg(
            maps, numbered, columns=8, tile_size=size, title=title
        ).bare
        values = np.concatenate([array.ravel() for _, array in inside.weights(place)])
        self.weights.value = histogram_svg(values, title=_weights_title(name)).bare
        self.activity.value = _activity_html(inside.activity(place), name)
        with self.quietly():
            self.unit_field.max = max(units - 1, 0)
        self._draw_muted()

    def _draw_muted(self) -> None:
        inside, place = self.inside, self.place
        if inside is None or place is None or not self.data.class_names:
            self.muted.value = ""
            return
        if self._accuracy is None:
            self._accuracy = inside.accuracy()
        unit, before = self.unit_field.value, self._accuracy
        after = inside.accuracy(inside.muted(place, unit))
        words = translate(
            "Accuracy <b>{before:.1f} %</b>, without unit {unit} of {layer} "
            "<b>{after:.1f} %</b>: {change}",
            before=100 * before,
            unit=unit,
            layer=place.name,
            after=100 * after,
            change=_change(after - before),
        )
        self.muted.value = f"<p>{words}</p>"

    def _draw_gradients(self) -> None:
        if self.inside is None or not self.model.compiled:
            return
        found = self.inside.gradients()
        largest = max([one.gradient for one in found], default=0) or 1.0
        self.gradients.value = number_table(
            [
                translate("Weights"),
                translate("length"),
                translate("length of the gradient"),
            ],
            [[one.name, one.weights, one.gradient] for one in found],
            translate("The gradient of one batch of 32 training samples"),
            [one.gradient / largest for one in found],
        )


def inside_of(studio: Any) -> InsidePanel:
    """Make the panel for a studio."""
    return InsidePanel(data_of(studio), styled=False)


def _weights_title(name: str, shown: int = 1, units: int = 1) -> str:
    if shown == 1:
        return translate("Weights of {name}", name=name)
    if shown == units:
        return translate("Weights of {name}: {units} units", name=name, units=units)
    return translate(
        "Weights of {name}: the first {shown} of {units} units",
        name=name,
        shown=shown,
        units=units,
    )


def _activity_html(found: Activity, name: str) -> str:
    title = translate("Outputs of {name}", name=name)
    picture = histogram_svg(found.values, title=title).bare
    return f"{picture}<p>{_dead_words(found)}</p>"


def _dead_words(found: Activity) -> str:
    dead, units = found.dead, len(found.largest)
    listed = ", ".join(map(str, dead[:12].tolist())) + ("…" if len(dead) > 12 else "")
    words = _NONE_DEAD if not len(dead) else _ONE_DEAD if len(dead) == 1 else _SOME_DEAD
    return translate(
        words, units=units, samples=found.samples, dead=len(dead), listed=listed
    )


def _change(difference: float) -> str:
    points = 100 * difference
    if abs(points) < 0.05:
        return translate("no difference.")
    if points > 0:
        return translate("{points:.1f} points more.", points=points)
    return translate("{points:.1f} points less.", points=-points)
