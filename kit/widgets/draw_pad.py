"""DrawPad: draw a digit, and see at every stroke what the network makes of it.

It shows a `Drawing` of `kit.studio.draw_pad`; the paper itself is `kit.widgets.pad`.
"""

from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.draw_pad import DIGITS, Drawing
from kit.studio.drawn_set import DrawnSet
from kit.studio.sample_images import strip
from kit.texts.language import translate
from kit.visualization.bars import probability_bars_svg
from kit.visualization.png import png_data_uri
from kit.visualization.svg import escape
from kit.widgets.announcer import Announcer
from kit.widgets.any_widget import HAS_SCRIPTS
from kit.widgets.digit_grid import DigitGrid
from kit.widgets.findings import safely
from kit.widgets.pad import Pad
from kit.widgets.panel import Panel, button, row, text
from kit.widgets.plain_pad import PlainPad
from kit.widgets.sample_detail import tile_of

_BAR_WIDTH = 320


class DrawPad(Panel):
    """A pad, the picture that the network sees, and its ten probabilities.

    Drawings can be kept with the digit they are meant to be, as a test set of one's
    own; `drawings()` returns it.

    Args:
        model: A model that takes pictures of 28 by 28, also as rows of 784 or with a
            channel; with None the panel waits for `update`.
        data: The StudioData that the model learns from, or a function that returns
            it; it tells the names of the classes and the range of the pixels.
        full_ink: Without data, the number that stands for ink, 255 or 1; by default
            255 where the model begins with a Rescaling or Normalization layer, else 1.
        styled: Whether to bring the style sheet; a panel inside another need not.
        kept: Drawings that were kept before, such as those of a project.

    >>> pad = DrawPad()
    >>> pad.pad.strokes = [{"points": [[140, 60], [140, 220]]}]
    >>> pad.keep(1)
    >>> x, y = pad.drawings()
    >>> x.shape, y.tolist()
    ((1, 28, 28), [1])
    """

    def __init__(
        self,
        model: Any = None,
        data: Any = None,
        full_ink: float | None = None,
        styled: bool = True,
        kept: DrawnSet | None = None,
    ):
        super().__init__(
            translate("Draw"), "model.predict(drawing[None])", "kit-draw", styled=styled
        )
        self.data, self.is_open = data, True
        self._kept_drawn: Any = None
        self.drawing = Drawing(full_ink=full_ink, kept=kept)
        self.pad = Pad.labelled()
        self.pad.observe(self._drawn, ["strokes", "sheet"])
        self.pad.on_msg(self._on_message)
        self.centre_box = widgets.Checkbox(
            True,
            description=translate("Scale and centre"),
            tooltip=translate("Prepare the drawing as the digits of MNIST were"),
            indent=False,
        )
        self.centre_box.observe(self._centre, "value")
        self.seen = text(css_class="kit-seen")
        self.answer = text(css_class="kit-answer")
        self.announcer = Announcer()
        self._make_kept()
        sight = widgets.VBox([self.seen, self.centre_box])
        sight.add_class("kit-sight")
        self.body = row([self.pad, sight, self.answer], "kit-draw-body")
        self._make_plain()
        parts = [self.plain_toggle, self.plain_place, self.body]
        ending = [self.keep_row, self.summary, self.kept_body]
        self.set_content([self.announcer, *parts, *ending])
        self.drawing.observe(self._draw, "revision")
        self._draw()
        self.update(model)

    def update(self, model: Any = None) -> None:
        """Ask a model, or the same one after further training."""
        self.later(lambda: self._use(model), "use")

    def _use(self, model: Any) -> None:
        data = self.data() if callable(self.data) else self.data
        if data is not None:
            self.drawing.full_ink = 255 if np.max(data.x_train) > 1 else 1
            self.drawing.class_names = data.class_names or DIGITS
            self._offer_names()
        self.drawing.use(model)

    @safely
    def follow(self, model: Any) -> None:
        """Show what a model says now, while it is trained; cheap enough for a clock."""
        if model is not self.drawing.model:
            self.update(model)
        elif self.is_open:
            self.drawing.refresh()

    def drawings(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what was kept: pictures, uint8 `(n, 28, 28)`, and labels, `(n,)`."""
        return self.drawing.kept.arrays()

    @safely
    def keep(self, label: int) -> None:
        """Keep the drawing with the class that it is meant to be; clear the pad."""
        self.drawing.keep(label)
        self.pad.clear()
        self.plain.clear()

    # Controls

    def _make_plain(self) -> None:
        """Offer a way to draw without the pad, until the pad says that it is shown."""
        self.plain = PlainPad(self.drawing, self.show_finding)
        self.plain_place = widgets.VBox()
        self.plain_toggle = widgets.ToggleButton(
            description=translate("No pad here?"),
            tooltip=translate("Type a digit, or take a picture file"),
        )
        for name in ("kit-button", "kit-quiet"):
            self.plain_toggle.add_class(name)
        self.plain_toggle.observe(self._show_plain, "value")
        self.plain_toggle.value = not HAS_SCRIPTS
        self.pad.observe(self._hide_plain, "is_alive")

    def _show_plain(self, change) -> None:
        self.plain_place.children = [self.plain] if change["new"] else []

    def _hide_plain(self, change) -> None:
        self.plain_toggle.value = False
        self.plain_toggle.layout.display = "none" if change["new"] else None

    def _make_kept(self) -> None:
        self.keep_row = row([], "kit-keep-row")
        self.keep_buttons: list[widgets.Button] = []
        self._offer_names()
        self.summary = text(css_class="kit-summary")
        self.grid = DigitGrid(label=translate("Drawings that were kept"))
        self.remove_button = button(
            translate("Remove"),
            translate("Throw the chosen drawing away"),
            "kit-quiet",
            "trash",
        )
        self.remove_button.on_click(self._remove)
        self.download = text(css_class="kit-download")
        tools = row([self.remove_button, self.download])
        self.kept_body = widgets.VBox([self.grid, tools])
        self.kept_body.add_class("kit-kept")

    def _offer_names(self) -> None:
        names = list(self.drawing.class_names)
        if names == [one.description for one in self.keep_buttons]:
            return
        self.keep_buttons = [
            button(name, translate("Keep the drawing as {name}", name=name), "kit-keep")
            for name in names
        ]
        for label, one in enumerate(self.keep_buttons):
            one.on_click(lambda _, label=label: self._keep_later(label))
        words = text(f"<span>{translate('Keep as')}</span>", "kit-label")
        self.keep_row.children = [words, *self.keep_buttons]

    def _keep_later(self, label: int) -> None:
        self.later(lambda: self.keep(label), f"keep {label}")

    def _drawn(self, _) -> None:
        self.later(self._take_strokes)

    def _take_strokes(self) -> None:
        self.drawing.draw(self.pad.drawn)

    @safely
    def _centre(self, change) -> None:
        self.drawing.centre(change["new"])

    @safely
    def _remove(self, _=None) -> None:
        if len(self.drawing.kept):
            self.drawing.remove(max(self.grid.chosen, 0))

    def _on_message(self, _, content, buffers) -> None:
        label = int(content.get("keep", -1))
        if 0 <= label < len(self.keep_buttons):
            self.pad.strokes = content["strokes"]  # the last ones may be on their way
            self._keep_later(label)

    # Drawing

    def _draw(self, _=None) -> None:
        drawing = self.drawing
        self.seen.value = _seen_html(drawing)
        self.answer.value = _answer_html(drawing)
        self.announcer.text = drawing.sentence
        for one in self.keep_buttons:
            one.disabled = drawing.is_empty
        self._draw_kept()

    def _draw_kept(self) -> None:
        kept, found = self.drawing.kept, self.drawing.kept_predictions
        count = len(kept)
        self.summary.layout.display = None if count else "none"
        self.kept_body.layout.display = None if count else "none"
        if self._kept_drawn == (count, found):
            return
        self._kept_drawn = (count, found)
        words = translate("{count} drawings", count=count)
        words = words if found is None else found.summary
        self.summary.value = f"<p><b>{escape(words)}</b></p>"
        with self.grid.hold_sync():
            pictures = png_data_uri(strip(kept.arrays()[0])) if count else ""
            self.grid.pictures = pictures
            self.grid.tiles = [self._tile(place) for place in range(count)]
            self.grid.chosen = min(max(self.grid.chosen, 0), count - 1)
        self.download.value = (
            f'<a class="kit-link" download="drawings.npz" '
            f'href="{kept.npz_address()}">{translate("Download as .npz")}</a>'
        )

    def _tile(self, place: int) -> dict[str, str]:
        found = self.drawing.kept_predictions
        if found is not None:
            return tile_of(found, place)
        truth = self.drawing.class_names[self.drawing.kept.labels[place]]
        return {
            "second": translate("is {truth}", truth=truth),
            "label": translate("Drawing {number}, a {name}", number=place, name=truth),
        }


def draw_pad_of(studio: Any) -> DrawPad:
    """Return a pad for a studio; its answers follow the training.

    >>> from kit.widgets.studio import Studio
    >>> draw_pad_of(Studio()).drawing.model is None
    True
    """
    project = studio.project
    pad = DrawPad(data=lambda: project.data, styled=False, kept=project.drawings)

    def follow(snapshot):
        if studio.shown_model is not None and not snapshot.is_over:
            pad.follow(studio.shown_model)

    studio.fit_panel.plot.clock.listen(follow)
    return pad


def _seen_html(drawing: Drawing) -> str:
    address = png_data_uri(drawing.picture)
    alt = translate("The drawing as 28 by 28 pixels")
    words = translate("What the network sees:<br>28 × 28 pixels")
    return (
        f'<figure><img src="{address}" alt="{alt}">'
        f"<figcaption>{words}</figcaption></figure>"
    )


def _answer_html(drawing: Drawing) -> str:
    values, waiting = drawing.probabilities, ""
    if values is None:  # the place is kept, so that nothing jumps
        values, waiting = np.zeros(len(drawing.names)), "kit-waiting"
    bars = probability_bars_svg(
        values,
        drawing.names,
        width=_BAR_WIDTH,
        title=translate("Probabilities"),
        style=False,
    )
    return f'<div class="{waiting}">{bars}</div>'
