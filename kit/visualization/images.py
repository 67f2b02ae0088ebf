"""Pictures of images: digits with their labels, as SVG or as a matplotlib figure.

Stands on `tiles` and `png`; the data panel and the list of mistakes use it.
"""

import math
from collections.abc import Sequence

import numpy as np

from kit.texts.language import translate
from kit.visualization.figure import new_figure
from kit.visualization.png import as_bytes
from kit.visualization.png import png_data_uri as png_data_uri
from kit.visualization.svg import Picture, shorten
from kit.visualization.tiles import Caption, Tile, tile_grid

_MOST_LETTERS = 14


def digit_grid_svg(
    images,
    true_labels: Sequence | None = None,
    predicted_labels: Sequence | None = None,
    *,
    class_names: Sequence[str] | None = None,
    columns: int = 10,
    tile_size: int = 56,
    title: str | None = None,
) -> Picture:
    """Draw images with their labels; predictions carry a ✓ or a ✗.

    Args:
        images: Array of shape `(images, height, width)` or
            `(images, height, width, channels)`.
        true_labels: One class per image.
        predicted_labels: One predicted class per image.
        class_names: Names to show in place of the class numbers.
        columns: Images in a row; take `len(images)` for a strip.
        tile_size: Width and height of an image in pixels.
        title: The heading; by default it says how many are right.

    Raises:
        ValueError: If the images or the number of labels do not fit.

    >>> grid = digit_grid_svg(np.zeros((2, 28, 28)), [3, 5], [3, 9])
    >>> grid.description
    '1 of 2 predictions is right.'
    """
    batch = _image_batch(images)
    true_names = _names(true_labels, class_names, len(batch), "true labels")
    predicted = _names(predicted_labels, class_names, len(batch), "predicted labels")
    tiles = [
        _labelled_tile(image, true_name, predicted_name)
        for image, true_name, predicted_name in zip(
            batch, true_names, predicted, strict=True
        )
    ]
    description = (
        translate("1 image.")
        if len(batch) == 1
        else translate("{count} images.", count=len(batch))
    )
    if true_labels is not None and predicted_labels is not None:
        right = sum(a == b for a, b in zip(true_names, predicted, strict=True))
        about = {"count": right, "all": len(batch)}
        description = (
            translate("{count} of {all} predictions is right.", **about)
            if right == 1
            else translate("{count} of {all} predictions are right.", **about)
        )
    return tile_grid(tiles, title or description[:-1], description, columns, tile_size)


def image_grid_figure(
    images,
    titles: Sequence | None = None,
    *,
    columns: int = 5,
    color_map: str = "gray",
):
    """Return a matplotlib `Figure` with images in a grid.

    Args:
        images: Array of shape `(images, height, width)` or
            `(images, height, width, channels)`.
        titles: One short text per image.
        columns: Images in a row.
        color_map: matplotlib's name of the colours for gray images.

    Raises:
        ValueError: If the images or the number of titles do not fit.

    >>> figure = image_grid_figure(np.zeros((3, 8, 8)), ["a", "b", "c"])
    >>> figure.axes[2].get_title()
    'c'
    """
    batch = _image_batch(images)
    names = _names(titles, None, len(batch), "titles")
    columns = max(1, min(columns, len(batch)))
    rows = max(1, math.ceil(len(batch) / columns))
    figure, panels = new_figure(columns, rows, (1.5 * columns, 1.75 * rows))
    for panel in panels:
        panel.set_axis_off()
    for panel, image, name in zip(panels, batch, names, strict=False):
        # Colours are matplotlib's business only where there is one channel.
        gray = image.ndim == 2
        panel.imshow(
            image if gray else as_bytes(image), cmap=color_map if gray else None
        )
        if name is not None:
            panel.set_title(name, fontsize=10)
    return figure


def _image_batch(images) -> np.ndarray:
    """Return images of shape (images, height, width) or with 3 or 4 channels."""
    batch = np.asarray(images)
    if batch.ndim == 4 and batch.shape[-1] == 1:
        batch = batch[..., 0]
    if batch.ndim == 3 or (batch.ndim == 4 and batch.shape[-1] in (3, 4)):
        return batch
    raise ValueError(
        f"An array of shape {batch.shape} is not a batch of images.\n"
        "Expected (images, height, width) or (images, height, width, channels).\n"
        "Pass several images, for example `x_train[:10]`; one alone is "
        "`x_train[:1]`."
    )


def _names(labels, class_names, count: int, what: str) -> list[str | None]:
    """Return one text per image, or `None` where there are no labels."""
    if labels is None:
        return [None] * count
    labels = list(np.asarray(labels).tolist())
    if len(labels) != count:
        raise ValueError(
            f"There are {count} images but {len(labels)} {what}.\n"
            "Expected one for each image, in the same order.\n"
            "Cut both at the same place, for example `x[:10]` and `y[:10]`."
        )
    if class_names is not None:
        labels = [class_names[int(label)] for label in labels]
    return [str(label) for label in labels]


def _labelled_tile(image, true_name: str | None, predicted_name: str | None) -> Tile:
    short = [shorten(name or "", _MOST_LETTERS) for name in (true_name, predicted_name)]
    if predicted_name is None:
        captions = [] if true_name is None else [Caption(short[0])]
        words = "" if true_name is None else translate("label {name}", name=true_name)
    elif true_name is None:
        captions = [Caption(short[1])]
        words = translate("predicted {name}", name=predicted_name)
    elif true_name == predicted_name:
        captions = [Caption(f"✓ {short[1]}", "correct")]
        words = translate("predicted {name}, right", name=predicted_name)
    else:
        captions = [
            Caption(f"✗ {short[1]}", "wrong"),
            Caption(translate("is {truth}", truth=short[0]), "muted"),
        ]
        words = translate(
            "predicted {name}, but it is {truth}", name=predicted_name, truth=true_name
        )
    return Tile(image, captions, words)
