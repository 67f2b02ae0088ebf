"""Lays out small pictures in a grid with captions.

Stands below `images` and `maps`, which differ only in how a tile is coloured.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from kit.visualization.png import png_data_uri
from kit.visualization.svg import (
    Picture,
    element,
    hover,
    picture,
    rectangle,
    text,
    text_width,
)

_GAP = 10
_LINE = 15
_TOP = 30


class Caption(NamedTuple):
    """One line under a tile: its text and its colour variable, such as `correct`."""

    text: str
    color: str = "text"


class Tile(NamedTuple):
    """One small picture: pixels, the lines below it, and the words under the mouse."""

    pixels: object
    captions: Sequence[Caption] = ()
    words: str = ""


def tile_grid(
    tiles: Sequence[Tile],
    title: str,
    description: str = "",
    columns: int = 10,
    tile_size: int = 56,
    footer: tuple[str, float, float] | None = None,
    signed: bool = False,
) -> Picture:
    """Draw tiles row by row, all of the same size.

    Args:
        tiles: The tiles, in reading order.
        title: The heading.
        description: One sentence that says what the tiles show.
        columns: Tiles in a row.
        tile_size: Width and height of a tile in pixels.
        footer: Markup of a legend with its width and height, put below the grid.
        signed: Whether the colours mean numbers, so that a dark page lifts them.

    >>> tile_grid([], "No image").description
    'No image'
    """
    columns = max(1, min(columns, len(tiles)))
    lines = max((len(tile.captions) for tile in tiles), default=0)
    widest = max(
        (text_width(line.text) for tile in tiles for line in tile.captions), default=0
    )
    cell = max(tile_size, widest + 2)
    row_height = tile_size + lines * _LINE + _GAP
    footer_markup, footer_width, footer_height = footer or ("", 0, 0)
    width = columns * (cell + _GAP) - _GAP + 4
    width = max(width, text_width(title, 13.5) + 8, footer_width + 4)
    rows = math.ceil(len(tiles) / columns)
    bottom = _TOP + rows * row_height
    body = [text(2, 17, title, class_="kit-title")]
    for index, tile in enumerate(tiles):
        x = 2 + (index % columns) * (cell + _GAP)
        y = _TOP + (index // columns) * row_height
        body.append(_draw_tile(tile, x, y, cell, tile_size, signed))
    if footer_markup:
        place = f"translate(2 {bottom})"
        body.append(element("g", footer_markup, transform=place))
    return picture(width, bottom + footer_height, body, title, description)


def _draw_tile(tile: Tile, x: float, y: float, cell, size: int, signed: bool) -> str:
    left = x + (cell - size) / 2
    parts = [hover(tile.words)] if tile.words else []
    parts.append(
        element(
            "image",
            href=png_data_uri(tile.pixels),
            x=left,
            y=float(y),
            width=size,
            height=size,
            class_="kit-pixels kit-signed" if signed else "kit-pixels",
        )
    )
    parts.append(rectangle(left, y, size, size, fill="none", stroke="var(--kit-grid)"))
    for index, caption in enumerate(tile.captions):
        parts.append(
            text(
                x + cell / 2,
                y + size + _LINE * (index + 1),
                caption.text,
                style=f"fill:var(--kit-{caption.color})",
                text_anchor="middle",
            )
        )
    return element("g", *parts, class_="kit-tile")
