"""Colour maps of numbers: weights, saliency and the feature maps of a layer.

Stands on `tiles`; one diverging scale, orange (below zero) to blue (above zero),
means the same in every picture.
"""

import numpy as np

from kit.texts.language import translate
from kit.visualization.png import png_data_uri
from kit.visualization.scale import format_number
from kit.visualization.svg import Picture, element, rectangle, text
from kit.visualization.tiles import Caption, Tile, tile_grid

_NEGATIVE = (0xD5, 0x5E, 0x00)
_POSITIVE = (0x00, 0x72, 0xB2)
_LEGEND_LEFT, _LEGEND_WIDTH, _LEGEND_HEIGHT = 24.0, 120.0, 40.0


def diverging_map_svg(
    values, *, limit: float | None = None, size: int = 224, title: str = "Weights"
) -> Picture:
    """Draw one matrix of signed numbers: orange below zero, blue above.

    The stronger the colour, the farther from zero; zero is the page itself.

    Args:
        values: Array of shape `(height, width)`.
        limit: The size that gets the full colour; by default the largest one.
        size: Width and height in pixels.
        title: The heading.

    >>> diverging_map_svg([[-1.0, 2.0]]).description
    'Values from −1.000 to 2.000.'
    """
    grid = np.asarray(values, dtype=float)
    return map_grid_svg(grid[None], limit=limit, columns=1, tile_size=size, title=title)


def map_grid_svg(
    maps,
    captions=None,
    *,
    limit: float | None = None,
    columns: int = 8,
    tile_size: int = 64,
    title: str = "Weights",
) -> Picture:
    """Draw several matrices of signed numbers on one common colour scale.

    Args:
        maps: Array of shape `(maps, height, width)`.
        captions: One short text per map.
        limit: The size that gets the full colour; by default the largest one.
        columns: Maps in a row.
        tile_size: Width and height of a map in pixels.
        title: The heading.

    Raises:
        ValueError: If the array has another shape.

    >>> map_grid_svg(np.ones((3, 5, 5))).count("kit-tile")
    3
    """
    stack = _map_stack(maps)
    finite = stack[np.isfinite(stack)]
    largest = float(np.abs(finite).max()) if finite.size else 0.0
    scale = limit if limit is not None else largest or 1.0
    names = [None] * len(stack) if captions is None else [str(c) for c in captions]
    tiles = [
        Tile(
            diverging_pixels(one, scale),
            [] if name is None else [Caption(name, "muted")],
            _range_words(one, name),
        )
        for one, name in zip(stack, names, strict=True)
    ]
    signed = bool(finite.size) and float(finite.min()) < 0
    footer = (_legend(scale, signed), _LEGEND_WIDTH + 2 * _LEGEND_LEFT, _LEGEND_HEIGHT)
    description = _range_words(stack, None).capitalize() + "."
    return tile_grid(tiles, title, description, columns, tile_size, footer, True)


def feature_maps_svg(
    activations,
    *,
    columns: int = 8,
    tile_size: int = 64,
    most: int = 64,
    title: str = "Feature maps",
) -> Picture:
    """Draw what each filter of a convolution answers to one image.

    Args:
        activations: Array of shape `(height, width, filters)`, for one image.
        columns: Maps in a row.
        tile_size: Width and height of a map in pixels.
        most: The most maps to draw.
        title: The heading.

    >>> feature_maps_svg(np.ones((4, 4, 6))).count("kit-tile")
    6
    """
    stack = np.moveaxis(np.asarray(activations, dtype=float), -1, 0)
    shown = stack[:most]
    if len(stack) > most:
        title = translate(
            "{title} (the first {most} of {all})",
            title=title,
            most=most,
            all=len(stack),
        )
    names = [str(index) for index in range(len(shown))]
    return map_grid_svg(shown, names, columns=columns, tile_size=tile_size, title=title)


def diverging_pixels(values, limit: float) -> np.ndarray:
    """Return red, green, blue and opacity of signed numbers.

        opacity = |value| / limit

    Full transparency at zero lets the page show through, light or dark. NaN is gray.

    Args:
        values: Array of shape `(height, width)`.
        limit: The size that gets full opacity, above zero.

    >>> diverging_pixels([[0.0, 1.0]], 1.0)[0].tolist()
    [[0, 114, 178, 0], [0, 114, 178, 255]]
    """
    values = np.asarray(values, dtype=float)
    missing = np.isnan(values)
    known = np.nan_to_num(values)  # infinities become huge, and are cut off below
    pixels = np.empty((*values.shape, 4), np.uint8)  # (height, width, 4)
    pixels[..., :3] = np.where((known < 0)[..., None], _NEGATIVE, _POSITIVE)
    pixels[..., 3] = np.round(np.clip(np.abs(known) / limit, 0, 1) * 255)
    pixels[missing] = (128, 128, 128, 255)
    return pixels


def _map_stack(maps) -> np.ndarray:
    stack = np.asarray(maps, dtype=float)
    if stack.ndim == 4 and stack.shape[-1] == 1:
        stack = stack[..., 0]
    if stack.ndim != 3 or stack.size == 0:
        raise ValueError(
            f"An array of shape {np.shape(maps)} is not a list of maps.\n"
            "Expected (maps, height, width), one matrix per map.\n"
            "Weights of a Dense layer on images: "
            "`kernel.T.reshape(-1, 28, 28)`."
        )
    return stack


def _range_words(values: np.ndarray, name: str | None) -> str:
    finite = values[np.isfinite(values)]
    if not finite.size:
        words = translate("no finite value")
    else:
        low, high = format_number(finite.min()), format_number(finite.max())
        words = translate("values from {low} to {high}", low=low, high=high)
    return words if name is None else f"{name}: {words}"


def _legend(limit: float, signed: bool) -> str:
    """Return a bar that explains the colours, with the numbers at its ends."""
    low = -limit if signed else 0.0
    left, top, height = _LEGEND_LEFT, 6.0, 10.0
    bar = element(
        "image",
        href=png_data_uri(diverging_pixels(np.linspace(low, limit, 61)[None], limit)),
        x=left,
        y=top,
        width=_LEGEND_WIDTH,
        height=height,
        preserveAspectRatio="none",
        class_="kit-signed",
    )
    outline = rectangle(
        left, top, _LEGEND_WIDTH, height, fill="none", stroke="var(--kit-grid)"
    )
    marks = [(left, low), (left + _LEGEND_WIDTH, limit)]
    if signed:
        marks.append((left + _LEGEND_WIDTH / 2, 0.0))
    numbers = [
        text(
            x, top + 26, format_number(value), text_anchor="middle", class_="kit-muted"
        )
        for x, value in marks
    ]
    return bar + outline + "".join(numbers)
