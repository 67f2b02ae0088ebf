"""DataStrip: one picture of every class, how many there are, and their names.

It shows a `StudioData` of `kit.studio.data`.
"""

from typing import Any

import numpy as np

from kit.studio.data import StudioData
from kit.visualization.png import png_data_uri
from kit.visualization.svg import escape
from kit.widgets.findings import safely
from kit.widgets.panel import Panel, button, row, text


class DataStrip(Panel):
    """Shows what the network will learn from.

    Args:
        data: A StudioData, or arrays `((x_train, y_train), (x_test, y_test))`.
        class_names: One name for each class.
        styled: Whether to bring the style sheet; a panel inside another need not.

    >>> strip = DataStrip(StudioData.load())
    >>> strip.pictures.value.count("<figure")
    10
    """

    def __init__(self, data: Any = None, class_names: Any = None, styled: bool = True):
        super().__init__("Data", name="kit-data", styled=styled)
        self.pictures = text(css_class="kit-pictures")
        self.words = text(css_class="kit-muted")
        self.other_button = button(
            "Show others", "Show another picture of every class", icon="refresh"
        )
        self.other_button.on_click(self._show_others)
        self.set_content([self.pictures, row([self.words, self.other_button])])
        self.show(StudioData.of(data, class_names))

    def show(self, data: StudioData) -> None:
        """Show other data."""
        self.data, self._shift = data, 0
        self.show_code(data.code.split("\n")[0].removeprefix("# "))
        self.words.value = _words(data)
        drawable = data.is_images and bool(data.class_names)
        self.other_button.layout.display = None if drawable else "none"
        self._draw()

    @safely
    def _show_others(self, _):
        self._shift += 1
        self._draw()

    def _draw(self):
        data = self.data
        if not (data.is_images and data.class_names):
            self.pictures.value = ""
            return
        pictures, classes = data.thumbnails(self._shift)
        self.pictures.value = "".join(
            _figure(picture, data.class_names[number], data.counts[number])
            for picture, number in zip(pictures, classes, strict=True)
        )


def _figure(picture: np.ndarray, name: str, count: int) -> str:
    if picture.ndim == 3 and picture.shape[-1] == 1:
        picture = picture[..., 0]
    name = escape(name)
    return (
        f'<figure><img src="{png_data_uri(picture)}" alt="A sample of class {name}">'
        f"<figcaption><b>{name}</b> <span>{count:,}</span></figcaption></figure>"
    )


def _words(data: StudioData) -> str:
    counts = f"{len(data.x_train):,} to learn from, {len(data.x_test):,} to test"
    classes = f", {data.num_classes} classes" if data.num_classes else ""
    shape = " × ".join(map(str, data.input_shape))
    return (
        f"<p><b>{counts}{classes}.</b> {escape(data.sentence)} "
        f"One sample is {shape} numbers.</p>"
    )
