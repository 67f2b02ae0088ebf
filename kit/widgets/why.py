"""WhyPanel: what led the model to its answer for one sample.

It shows a `Why` of `kit.studio.why`: probabilities, the pixels that speak for a class,
the nearest training samples, what every layer makes of it, and what moving it does.
"""

import math
from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.probe import Probe
from kit.studio.sample_images import images_of
from kit.studio.why import Neighbours, Why
from kit.texts.language import translate
from kit.visualization.images import digit_grid_svg
from kit.visualization.maps import diverging_map_svg, feature_maps_svg, map_grid_svg
from kit.visualization.svg import Picture, escape
from kit.widgets.findings import safely
from kit.widgets.model_panel import ModelPanel, data_of, offer
from kit.widgets.move_sample import MoveSample
from kit.widgets.panel import button, dropdown, row, text
from kit.widgets.quiet import new
from kit.widgets.sample_detail import sample_html

_MOST_MAPS = 16
_MOST_NUMBERS = 1024
_SALIENCY = (
    "The slope of the score of a class, by <code>jax.grad</code>. <b>Blue</b>: more "
    "ink here speaks for the class. <b>Orange</b>: it speaks against it. Faint: it "
    "hardly matters."
)


class WhyPanel(ModelPanel):
    """Explains the answer for one test sample.

    Args:
        data: A StudioData, or a function that returns one.
        model: A model; with None the panel waits for `update`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> from kit.studio.data import StudioData
    >>> WhyPanel(StudioData.load()).sample_field.value
    0
    """

    def __init__(self, data: Any, model: Any = None, styled: bool = True):
        self.why: Why | None = None
        super().__init__(
            translate("Why?"),
            "jax.grad(score)(x)",
            "kit-why",
            translate(
                "What led the model to its answer for one test sample. "
                "A sample chosen in Predict is shown here as well."
            ),
            data,
            model,
            styled,
        )

    def make(self) -> list[Any]:
        """Make the controls and the five answers."""
        self.sample_field = new(
            widgets.BoundedIntText,
            max=0,
            description=translate("Sample"),
            tooltip=translate("Its number in the test data"),
        )
        self.mistake_button = button(
            translate("Next mistake"),
            translate("Go to the next sample that is predicted wrongly"),
        )
        self.class_menu = dropdown(translate("Class"), translate("The score of"))
        self.layer_menu = dropdown(translate("Layer"), translate("Which layer"))
        self.sample_field.observe(self._on_sample, "value")
        self.mistake_button.on_click(self._next_mistake)
        self.class_menu.observe(self._on_class, "value")
        self.layer_menu.observe(self._on_layer, "value")
        self.detail = text(css_class="kit-detail")
        self.saliency = text(css_class="kit-saliency")
        self.near = text(css_class="kit-near")
        self.maps = text(css_class="kit-maps")
        self.move = MoveSample(self._ask)
        controls = row([self.sample_field, self.mistake_button], "kit-wide")
        help_words = text(
            f"<p><b>{translate('Which pixels speak for it')}</b></p>"
            f"<p class='kit-help'>{translate(_SALIENCY)}</p>"
        )
        saliency = row([help_words, self.class_menu, self.saliency], "kit-block")
        words = text(f"<p><b>{translate('What every layer makes of it')}</b></p>")
        maps = row([words, self.layer_menu, self.maps], "kit-block kit-wide")
        near = row([self.near], "kit-block kit-wide")
        detail = row([self.detail], "kit-block")
        return [controls, detail, saliency, near, self.move, maps]

    def look(self) -> None:
        """Take the weights of now, and explain the chosen sample."""
        probe = Probe.of(self.model, self.why.probe if self.why else None)
        self.why = Why(probe, self.data)
        self.images = images_of(self.data.x_test)
        self.train_images = images_of(self.data.x_train)
        shown = [place for place in probe.places if not place.passes_on]
        names = self.data.class_names
        with self.quietly():
            self.sample_field.max = len(self.data.x_test) - 1
            offer(self.layer_menu, [(place.title, place.name) for place in shown])
            offer(self.class_menu, [(name, k) for k, name in enumerate(names)])
        self._draw()

    @safely
    def choose(self, sample: int | None) -> None:
        """Explain this sample of the test data."""
        if sample is not None and sample != self.sample_field.value:
            self.sample_field.max = max(self.sample_field.max, sample)
            self.sample_field.value = sample

    # Handlers

    @safely
    def _on_sample(self, _) -> None:
        if self.why is not None and self.is_open and not self.is_setting:
            self.later(self._draw)

    @safely
    def _on_class(self, _) -> None:
        if not self.is_setting:
            self.later(self._draw_saliency)

    @safely
    def _on_layer(self, _) -> None:
        if not self.is_setting:
            self.later(self._draw_maps)

    def _next_mistake(self, _) -> None:
        self.later(self._find_mistake)

    def _find_mistake(self) -> None:
        start = self.sample_field.value + 1
        order = np.roll(np.arange(len(self.data.x_test)), -start)
        for places in np.split(order, range(128, len(order), 128)):
            x, y = self.data.x_test[places], self.data.y_test[places]
            right = self.why.predict(x, y).right
            if right is not None and not right.all():
                self.sample_field.value = int(places[right.argmin()])
                return

    def _ask(self, image: np.ndarray) -> Any:
        """Return what the model says about the sample in another form."""
        sample = self.data.x_test[self.sample_field.value]
        label = self.data.y_test[[self.sample_field.value]]
        return self.why.predict(image.reshape(1, *sample.shape), label)

    # Drawing

    def _draw(self) -> None:
        number = self.sample_field.value
        sample, label = self.data.x_test[number], self.data.y_test[[number]]
        image = None if self.images is None else self.images[number]
        found = self.why.predict(sample[None], label)
        # To the Predictions it is the first of one sample.
        self.detail.value = sample_html(found, 0, image, number)
        self.guess = int(found.guesses[0]) if self.why.has_classes else None
        with self.quietly():
            if self.guess is not None:
                self.class_menu.value = self.guess
        self._draw_saliency()
        self.near.value = self._near_html(sample)
        self._draw_maps()
        self.move.show(image)

    def _draw_saliency(self) -> None:
        sample = self.data.x_test[self.sample_field.value]
        picture = ""
        if self.guess is not None and self.images is not None:
            number: Any = self.class_menu.value
            names = self.data.class_names
            slopes = self.why.saliency(sample, number)
            grid = np.asarray(images_of(slopes[None]))[0]
            grid = grid if grid.ndim == 2 else grid.sum(axis=-1)
            maps = np.stack([grid, np.abs(grid)])
            picture = map_grid_svg(
                maps,
                [
                    translate("slope: which way"),
                    translate("size of the slope: how much"),
                ],
                columns=2,
                tile_size=168,
                title=translate("The score of {name}", name=names[number]),
            ).bare
        self.saliency.value = picture

    def _near_html(self, sample: np.ndarray) -> str:
        place = self.why.feature_place
        parts = [
            (translate("Nearest in the pixels"), self.why.near_in_pixels(sample)),
            (
                translate("Nearest behind {place}", place=place.title),
                self.why.near_in_features(sample),
            ),
        ]
        words = translate(
            "Of {count:,} training samples the five nearest, with labels: first by "
            "their pixels, then as the last hidden layer sees them.",
            count=len(self.why.x),
        )
        pictures = "".join(self._row_html(*part) for part in parts)
        return (
            f"<p><b>{translate('Which training samples are alike')}</b></p>"
            f"<p class='kit-help'>{words}</p>"
            f"<div class='kit-columns'>{pictures}</div>"
        )

    def _row_html(self, title: str, found: Neighbours) -> str:
        words = self.why.describe(found, self.guess)
        labels = self.data.labels
        if self.train_images is None:
            listed = ", ".join(map(str, found.samples.tolist()))
            samples = translate("samples {numbers}", numbers=listed)
            return f"<div><p>{escape(title)}: {samples}. {escape(words)}</p></div>"
        picture = digit_grid_svg(
            self.train_images[found.samples],
            None if labels is None else labels[found.samples].tolist(),
            class_names=self.data.class_names or None,
            columns=5,
            title=title,
        ).bare
        return f"<div>{picture}<p>{escape(words)}</p></div>"

    def _draw_maps(self) -> None:
        name = self.layer_menu.value
        if name is None:
            return
        sample = self.data.x_test[[self.sample_field.value]]
        (output,) = self.why.probe.layer_outputs(sample, [name])
        self.maps.value = layer_svg(output[0], str(name)).bare


def why_of(studio: Any) -> WhyPanel:
    """Make the panel for a studio; it follows the sample chosen in the inspector."""
    panel = WhyPanel(data_of(studio), styled=False)
    inspection = studio.inspector.inspection
    panel.choose(inspection.chosen)
    inspection.observe(lambda _: panel.choose(inspection.chosen), "revision")
    return panel


def layer_svg(output: np.ndarray, name: str) -> Picture:
    """Draw what a layer makes of one sample: maps, or one of all its numbers."""
    if output.ndim == 3:
        return feature_maps_svg(
            output,
            most=_MOST_MAPS,
            tile_size=72,
            title=translate("Maps of {name}", name=name),
        )
    flat = output.reshape(-1)[:_MOST_NUMBERS]
    width = math.ceil(math.sqrt(len(flat)))
    filled = np.zeros(width * math.ceil(len(flat) / width))
    filled[: len(flat)] = flat
    title = translate("{name}: {count:,} numbers", name=name, count=output.size)
    if len(flat) < output.size:
        title = translate(
            "{name}: the first {some:,} of {count:,} numbers",
            name=name,
            some=len(flat),
            count=output.size,
        )
    return diverging_map_svg(filled.reshape(-1, width), size=180, title=title)
