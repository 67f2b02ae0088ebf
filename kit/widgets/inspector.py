"""PredictionInspector: what a model makes of samples that it has not learned from.

It shows an `Inspection` of `kit.studio.inspection`.
"""

from typing import Any

import ipywidgets as widgets
import numpy as np

from kit.studio.inspection import Inspection
from kit.studio.inspector import ALL, RIGHT, WRONG, Predictions
from kit.studio.sample_images import images_of, strip
from kit.texts.language import translate
from kit.visualization.png import png_data_uri
from kit.visualization.svg import Picture, escape
from kit.widgets.digit_grid import DigitGrid
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, dropdown, row, text
from kit.widgets.picture import inspection_html, with_picture
from kit.widgets.sample_detail import sample_html, tile_of

_EVERY_CLASS = -1  # a menu has no use for None


class PredictionInspector(Panel):
    """Shows samples with their true and predicted labels, and one in detail.

    Args:
        model: A model; with None the panel waits for `update`.
        x: Samples, best those of a test set.
        y: Their labels, one-hot rows or target values; may be left out.
        class_names: One name for each class; by default the class numbers.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> inspector = PredictionInspector()
    >>> "once there is a model" in inspector.summary.value
    True
    """

    def __init__(
        self,
        model: Any = None,
        x: Any = None,
        y: Any = None,
        class_names: Any = None,
        styled: bool = True,
    ):
        super().__init__(
            translate("Predict"),
            "model.predict(x_test)",
            "kit-inspector",
            styled=styled,
        )
        self.inspection = Inspection()
        self.summary = text(css_class="kit-summary")
        self._make_controls()
        self.grid = DigitGrid()
        self.grid.observe(self._choose, "chosen")
        self.grid.on_msg(self._on_message)
        self.detail = text(css_class="kit-detail")
        self.body = row([self.grid, self.detail], "kit-inspector-body")
        self.set_content([self.summary, self.controls, self.body])
        self.inspection.observe(self._draw, "revision")
        self.use_data(x, y, class_names)
        self.update(model)

    def use_data(self, x: Any, y: Any = None, class_names: Any = None) -> None:
        """Look at other samples; `update` then asks the model about them."""
        self.x, self.y, self.class_names = x, y, class_names
        self.images = images_of(x)

    @safely
    def update(self, model: Any = None) -> None:
        """Ask a model about all samples, once.

        Args:
            model: The model; left out, there is nothing to show.
        """
        predictions = None
        if model is not None and self.x is not None:
            predictions = Predictions.of(model, self.x, self.y, self.class_names)
        self.inspection.use(predictions)

    def picture(self) -> Picture:
        """Return the samples that are shown now, as a still picture."""
        found = self.inspection.predictions
        markup = inspection_html(self.inspection, self.images)
        return Picture(markup, "" if found is None else found.summary)

    def _repr_mimebundle_(self, **kwargs):
        return with_picture(super()._repr_mimebundle_(**kwargs), self.picture)

    # Controls

    def _make_controls(self) -> None:
        self.show_menu = dropdown(
            translate("Show"), translate("Which predictions to show")
        )
        self.class_menu = dropdown(
            translate("True class"), translate("Only samples of this class")
        )
        self.order_menu = dropdown(translate("Sort"), translate("In which order"))
        self._is_drawing = False
        for menu in (self.show_menu, self.class_menu, self.order_menu):
            menu.observe(self._filter, "value")
        self.back_button = button(
            "", translate("Previous page"), "kit-page", "chevron-left"
        )
        self.next_button = button(
            "", translate("Next page"), "kit-page", "chevron-right"
        )
        self.back_button.on_click(lambda _: self._turn(-1))
        self.next_button.on_click(lambda _: self._turn(1))
        self.extent = text(css_class="kit-muted kit-extent")
        pager = row([self.back_button, self.extent, self.next_button], "kit-pager")
        self.menus = row([self.show_menu, self.class_menu, self.order_menu])
        self.controls = row([self.menus, pager], "kit-inspector-controls")

    @safely
    def _filter(self, _) -> None:
        if self._is_drawing:
            return
        number = self.class_menu.value
        self.inspection.change(
            show=self.show_menu.value,
            true_class=None if number == _EVERY_CLASS else number,
            order=self.order_menu.value,
        )

    @safely
    def _turn(self, pages: int) -> None:
        self.inspection.turn(pages)

    @safely
    def _choose(self, change) -> None:
        self.inspection.choose(change["new"])

    def _on_message(self, _, content, buffers) -> None:
        self._turn(int(content.get("turn", 0)))

    # Drawing

    def _draw(self, _=None) -> None:
        found = self.inspection.predictions
        self.summary.value = _summary_html(found)
        if found is None or found.kind == "unknown":
            self._show_parts(False)
        else:
            self._show_parts(True)
            self._is_drawing = True  # what a program chooses is no filter
            try:
                self._draw_menus(found)
            finally:
                self._is_drawing = False
            self._draw_page(found)

    def _show_parts(self, wanted: bool) -> None:
        for part in (self.controls, self.body):
            part.layout.display = None if wanted else "none"

    def _draw_page(self, found: Predictions) -> None:
        inspection = self.inspection
        items = inspection.items
        self.extent.value = f"<span>{inspection.extent}</span>"
        self.back_button.disabled = inspection.page == 0
        self.next_button.disabled = inspection.page == inspection.pages - 1
        with self.grid.hold_sync():
            self.grid.label = translate("Samples {extent}", extent=inspection.extent)
            self.grid.pictures = self._pictures(items)
            self.grid.tiles = [tile_of(found, int(item)) for item in items]
            self.grid.chosen = inspection.place
        self.detail.value = self._detail_html(found, inspection.chosen)

    def _draw_menus(self, found: Predictions) -> None:
        knows = found.right is not None
        right = 0 if found.right is None else int(found.right.sum())
        wrong = len(found) - right
        shows = [(translate("all {count:,}", count=len(found)), ALL)]
        if knows:
            shows.append((translate("right {count:,}", count=right), RIGHT))
            shows.append((translate("wrong {count:,}", count=wrong), WRONG))
        classes = [(translate("every class"), _EVERY_CLASS)]
        if knows:
            classes += [(name, i) for i, name in enumerate(found.class_names)]
        orders = [(words, name) for name, words in found.orders.items()]
        _offer(self.show_menu, shows, self.inspection.show)
        number = self.inspection.true_class
        _offer(self.class_menu, classes, _EVERY_CLASS if number is None else number)
        _offer(self.order_menu, orders, self.inspection.order)
        for menu in (self.show_menu, self.class_menu):
            menu.layout.display = None if knows else "none"

    def _pictures(self, items: np.ndarray) -> str:
        if self.images is None or not len(items):
            return ""
        return png_data_uri(strip(self.images[items]))

    def _detail_html(self, found: Predictions, chosen: int | None) -> str:
        if chosen is None:
            return f"<p>{translate('No sample passes this filter.')}</p>"
        image = None if self.images is None else self.images[chosen]
        return sample_html(found, chosen, image)


def _offer(menu: widgets.Dropdown, options: list, value: Any) -> None:
    """Change the options of a menu, and let one be chosen."""
    if list(menu.options) != options:
        menu.options = options
    menu.value = value


def _summary_html(found: Predictions | None) -> str:
    if found is None:
        words = translate("The predictions appear here once there is a model.")
        return f'<p class="kit-muted">{words}</p>'
    note = f"<span>{escape(found.note)}</span>" if found.note != found.summary else ""
    return f"<p><b>{escape(found.summary)}</b> {note}</p>"
