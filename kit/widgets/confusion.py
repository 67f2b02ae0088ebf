"""ConfusionPanel: which classes are mixed up, and the samples behind every number.

It shows a `Confusion` of `kit.studio.confusion`.
"""

from typing import Any

from kit.studio.confusion import Confusion
from kit.studio.inspector import Predictions
from kit.studio.sample_images import images_of, strip
from kit.texts.language import translate
from kit.visualization.png import png_data_uri
from kit.visualization.svg import escape
from kit.widgets.digit_grid import DigitGrid
from kit.widgets.findings import safely
from kit.widgets.matrix_grid import MatrixGrid
from kit.widgets.model_panel import ModelPanel, data_of
from kit.widgets.panel import button, row, text
from kit.widgets.sample_detail import sample_html, tile_of

_MOST_CLASSES = 25
_MOST_SAMPLES = 24


class ConfusionPanel(ModelPanel):
    """The confusion matrix; a chosen cell opens its samples.

    Args:
        data: A StudioData, or a function that returns one.
        model: A model; with None the panel waits for `update`.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> from kit.studio.data import StudioData
    >>> "Train a model first" in ConfusionPanel(StudioData.load()).waiting.value
    True
    """

    def __init__(self, data: Any, model: Any = None, styled: bool = True):
        super().__init__(
            translate("Confusion"),
            "model.predict(x_test).argmax(axis=1)",
            "kit-confusion",
            translate(
                "What the test samples are, and what the model takes them for. "
                "Choose a number to see the samples behind it."
            ),
            data,
            model,
            styled,
        )

    def make(self) -> list[Any]:
        """Make the matrix, the words and the gallery."""
        self.matrix = MatrixGrid(
            label=translate("Confusion matrix"),
            heads=[
                translate("true"),
                translate("predicted"),
                translate("right"),
            ],
        )
        self.matrix.observe(self._choose_cell, "chosen")
        self.pairs = text(css_class="kit-pairs")
        self.title = text(css_class="kit-gallery-title")
        self.back_button = button(
            translate("Back to the mistakes"),
            translate("Show the most confident mistakes"),
            "kit-quiet",
        )
        self.back_button.on_click(lambda _: self.choose(None))
        self.grid = DigitGrid()
        self.grid.observe(self._choose_sample, "chosen")
        self.detail = text(css_class="kit-detail")
        left = row([self.matrix, self.pairs], "kit-look-left")
        heading = row([self.title, self.back_button])
        right = row([heading, self.grid, self.detail], "kit-look-right")
        return [left, right]

    def look(self) -> None:
        """Ask the model about the test samples."""
        data = self.data
        names = data.class_names or None
        found = Predictions.of(self.model, data.x_test, data.y_test, names)
        self.confusion = Confusion(found)
        self.images = images_of(data.x_test)
        self._draw_matrix()
        self.pairs.value = _pairs_html(self.confusion)
        self.choose(None)

    @safely
    def choose(self, cell: tuple[int, int] | None) -> None:
        """Show the samples behind a cell `(true, predicted)`, or all mistakes."""
        wanted = [-1, -1] if cell is None else list(cell)
        if self.matrix.chosen != wanted:
            self.matrix.chosen = wanted  # which draws the gallery
        else:
            self._draw_gallery()

    @safely
    def _choose_cell(self, _) -> None:
        self._draw_gallery()

    @safely
    def _choose_sample(self, change) -> None:
        place = change["new"]
        self.detail.value = ""
        if 0 <= place < len(self.samples):
            sample = int(self.samples[place])
            image = None if self.images is None else self.images[sample]
            self.detail.value = sample_html(self.confusion.predictions, sample, image)

    # Drawing

    def _draw_matrix(self) -> None:
        confusion = self.confusion
        size = len(confusion.counts)
        shown = range(size if size <= _MOST_CLASSES else 0)
        with self.matrix.hold_sync():
            self.matrix.counts = confusion.counts.tolist() if shown else []
            self.matrix.names = [confusion.class_names[k] for k in shown]
            self.matrix.words = [
                [confusion.describe_cell(i, j) for j in shown] for i in shown
            ]

    def _draw_gallery(self) -> None:
        confusion, (true, predicted) = self.confusion, self.matrix.chosen
        is_cell = true >= 0
        if is_cell:
            samples = confusion.behind(true, predicted)
            words = confusion.describe_cell(true, predicted)
        else:
            samples = confusion.mistakes()
            words = _mistakes_words(len(samples))
        self.samples = samples[:_MOST_SAMPLES]
        if len(samples) > len(self.samples) and is_cell:
            words += " " + translate(
                "The {count} most confident:", count=len(self.samples)
            )
        self.title.value = f"<p><b>{escape(words)}</b></p>"
        self.back_button.layout.display = None if is_cell else "none"
        self._draw_grid(words)

    def _draw_grid(self, words: str) -> None:
        found = self.confusion.predictions
        with self.grid.hold_sync():
            self.grid.label = words
            self.grid.pictures = ""
            if self.images is not None and len(self.samples):
                self.grid.pictures = png_data_uri(strip(self.images[self.samples]))
            self.grid.tiles = [tile_of(found, int(k)) for k in self.samples]
            self.grid.chosen = 0 if len(self.samples) else -1
        self._choose_sample({"new": self.grid.chosen})


def confusion_of(studio: Any) -> ConfusionPanel:
    """Make the panel for a studio."""
    return ConfusionPanel(data_of(studio), styled=False)


def _mistakes_words(count: int) -> str:
    if not count:
        return translate("The model makes no mistake on these samples.")
    if count == 1:
        return translate("The one mistake:")
    return translate("The most confident mistakes of {count:,}:", count=count)


def _pairs_html(confusion: Confusion) -> str:
    sentences = confusion.describe_pairs()
    if len(confusion.counts) > _MOST_CLASSES:
        count = len(confusion.counts)
        words = translate("{count} classes are too many for a matrix.", count=count)
        note = f"<p>{words}</p>"
    else:
        note = ""
    if not sentences:
        return note
    items = "".join(f"<li>{escape(words)}</li>" for words in sentences)
    title = translate("Mixed up most often")
    return f"{note}<p><b>{title}</b></p><ol>{items}</ol>"
