"""DataStrip: what the network learns from: which data, how many, and how they look.

It shows a `StudioData` of `kit.studio.data`, and makes another one when something else
is chosen.
"""

import threading
from typing import Any

import ipywidgets as widgets
import numpy as np
from traitlets import Instance

from kit.studio.data import SOURCES, StudioData, is_available
from kit.studio.data_recipe import DataRecipe
from kit.studio.finding import Finding
from kit.texts.language import translate
from kit.visualization.plane import points_svg
from kit.visualization.png import png_data_uri
from kit.visualization.svg import escape
from kit.widgets.data_choices import DataChoices
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.quiet import new

_MOST_POINTS = 500


class DataStrip(Panel):
    """Shows what the network will learn from, and lets the learner choose it.

    Args:
        data: A StudioData, or arrays `((x_train, y_train), (x_test, y_test))`.
        class_names: One name for each class.
        styled: Whether to bring the style sheet; a panel inside another need not.

    Attributes:
        data: The StudioData of now; it may be observed.

    >>> strip = DataStrip(StudioData.load())
    >>> strip.pictures.value.count("<figure")
    10
    >>> strip.choices.menu.value = "moons"
    >>> strip.data.is_plane
    True
    """

    data = Instance(StudioData)

    def __init__(self, data: Any = None, class_names: Any = None, styled: bool = True):
        self._own: StudioData | None = None
        self._shift = 0
        super().__init__(translate("Data"), name="kit-data", styled=styled)
        self.pictures = text(css_class="kit-pictures")
        self.words = text(css_class="kit-muted")
        self.choices = DataChoices(self._change)
        self.other_button = button(
            translate("Show others"),
            translate("Show another picture of every class"),
            icon="refresh",
        )
        self.other_button.on_click(self._show_others)
        self.anew_button = button(
            translate("Draw anew"),
            translate("Take other samples, or other points, by chance"),
            icon="random",
        )
        self.anew_button.on_click(self._draw_anew)
        self.download_button = button("", "", "kit-primary", "download")
        self.download_button.on_click(self._download)
        buttons = row([self.other_button, self.anew_button, self.download_button])
        parts = [self.choices, self.words, buttons]
        side = new(widgets.VBox, "kit-data-side", children=parts)
        self.set_content([self.pictures, side])
        self.show(StudioData.of(data, class_names))

    def show(self, data: StudioData) -> None:
        """Show other data."""
        if not self.trait_has_value("data") or data is not self.data:
            self.data = data
        if data.name is None:
            self._own = data.all_samples
        self._wanted = data.recipe.name
        self._shift = 0
        self.show_code(data.code.split("\n")[0].removeprefix("# "))
        self.words.value = _words(data)
        drawable = data.is_images and bool(data.class_names)
        self.other_button.layout.display = None if drawable else "none"
        self.anew_button.layout.display = None if data.recipe.is_random else "none"
        self.download_button.layout.display = "none"
        self.choices.show(data, self._own)
        self._draw()

    @property
    def own(self) -> StudioData | None:
        """The arrays of the user's own that were shown last."""
        return self._own

    # Handlers

    @safely
    def _change(self, recipe: DataRecipe) -> None:
        """Take other data, as the choices say."""
        self._wanted = recipe.name
        self.download_button.layout.display = "none"
        if recipe.name is None and self._own is None:
            self.show_finding(_how_to_bring())
            return
        if not is_available(recipe.name):
            self._offer_download(recipe.name or "")
            return
        whole = self._own if recipe.name is None else self.data.all_samples
        try:
            self.show(StudioData.made(recipe.completed, whole))
        except ValueError:  # the card says why; the choices show what there is
            self.choices.show(self.data, self._own)
            raise

    @safely
    def _show_others(self, _):
        self._shift += 1
        self._draw()

    @safely
    def _draw_anew(self, _):
        self._change(self.data.recipe.with_seed(self.data.recipe.seed + 1))

    def _offer_download(self, name: str) -> None:
        source = SOURCES[name]
        self.show_finding(
            Finding(
                translate("{title} is not on this computer.", title=source.title),
                translate("Until it is, the studio stays with the data it has."),
                level="warning",
            )
        )
        self.download_button.description = translate(
            "Download {title}", title=source.title
        )
        self.download_button.tooltip = translate(
            "Fetch it from the web once, {size}", size=source.size
        )
        self.download_button.disabled = False
        self.download_button.layout.display = None

    @safely
    def _download(self, _=None) -> None:
        name = self._wanted
        self.download_button.disabled = True
        self.download_button.description = translate("Downloading …")
        threading.Thread(target=self._fetch, args=(name,), daemon=True).start()

    @safely
    def _fetch(self, name: str) -> None:
        try:
            SOURCES[name].module.download()
        except Exception:
            self._offer_download(name)
            raise
        self._change(DataRecipe(name))

    # Drawing

    def _draw(self):
        data = self.data
        if data.is_plane:
            self.pictures.value = str(_plane(data))
        elif not (data.is_images and data.class_names):
            self.pictures.value = ""
        else:
            pictures, classes = data.thumbnails(self._shift)
            figures = [
                _figure(picture, data.class_names[number], data.counts[number])
                for picture, number in zip(pictures, classes, strict=True)
            ]
            self.pictures.value = "".join(figures)


def _plane(data: StudioData) -> str:
    labels = None if data.labels is None else data.labels[:_MOST_POINTS]
    return points_svg(
        data.x_train[:_MOST_POINTS],
        labels,
        class_names=[translate("class {name}", name=n) for n in data.class_names],
        size=230,
        title=translate("To learn from"),
        style=False,
    )


def _figure(picture: np.ndarray, name: str, count: int) -> str:
    if picture.ndim == 3 and picture.shape[-1] == 1:
        picture = picture[..., 0]
    name = escape(name)
    alt = translate("A sample of class {name}", name=name)
    return (
        f'<figure><img src="{png_data_uri(picture)}" alt="{alt}">'
        f"<figcaption><b>{name}</b> <span>{count:,}</span></figcaption></figure>"
    )


def _words(data: StudioData) -> str:
    counts = translate(
        "{train} to learn from, {test} to test",
        train=f"{len(data.x_train):,}",
        test=f"{len(data.x_test):,}",
    )
    if data.num_classes:
        counts += ", " + translate("{count} classes", count=data.num_classes)
    shape = " × ".join(map(str, data.input_shape))
    sentences = [
        escape(translate(data.sentence)),
        translate("One sample is {shape} numbers.", shape=shape),
    ]
    if data.recipe.wrong_labels:
        sentences.append(
            translate(
                "{percent} % of the labels to learn from are wrong.",
                percent=data.recipe.wrong_labels,
            )
        )
    return f"<p><b>{counts}.</b> {' '.join(sentences)}</p>"


def _how_to_bring() -> Finding:
    return Finding(
        translate("Arrays of your own come from a cell."),
        translate("Two pairs: samples and labels to learn from, and to test with."),
        translate(
            "Run `studio.use_data(((x_train, y_train), (x_test, y_test)))` in a cell."
        ),
        level="note",
    )
