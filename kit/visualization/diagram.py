"""Diagrams of a network: its layers in a row, or its graph from top to bottom.

Stands on `layout`, `glyph` and `svg`; `plot_model` and the model panel use it, and
nothing needs graphviz.
"""

from collections.abc import Mapping, Sequence

from kit.texts.language import translate
from kit.visualization.glyph import glyph_size, layer_glyph
from kit.visualization.layout import layered_layout
from kit.visualization.svg import (
    Picture,
    element,
    escape,
    hover,
    number,
    picture,
    rectangle,
    shorten,
    text,
    text_width,
)

_WIDEST_ROW = 900
_GLYPH_HEIGHT = 132
_LINK_GAP = 26
_BOX_HEIGHT, _ROW_GAP = 52, 38
_HEAD = 8  # length of an arrow head


def network_svg(
    layers: Sequence[Mapping], *, direction: str = "auto", title: str | None = None
) -> Picture:
    """Draw the layers of a `Sequential` model with shapes and parameters.

    From left to right, each layer is drawn as what it hands on: a column of numbers,
    a stack of images. From top to bottom, each layer is a card.

    Args:
        layers: For each layer a dictionary with `name`, `class_name`,
            `output_shape` (with the batch first) and `params`.
        direction: `"right"`, `"down"`, or `"auto"`: right if it fits in a cell.
        title: The heading; by default the number of layers and parameters.

    Raises:
        ValueError: If the direction is unknown.

    >>> dense = {"class_name": "Dense", "output_shape": (None, 10), "params": 650}
    >>> network_svg([dense]).description
    'Dense with 10 outputs and 650 params.'
    """
    if direction not in ("auto", "right", "down"):
        raise ValueError(
            f"The direction {direction!r} is unknown.\n"
            'Expected "right", "down" or "auto".\n'
            'Leave it out to get "auto".'
        )
    layers = [dict(layer) for layer in layers]
    heading = title or _totals(layers)
    then = translate("; then ")
    description = then.join(map(_spoken, layers)) or translate("No layer yet")
    columns = [_column_width(layer) for layer in layers]
    width = sum(columns) + _LINK_GAP * max(0, len(layers) - 1) + 4
    if not layers or direction == "right":
        fits = True
    else:
        fits = direction == "auto" and width <= _WIDEST_ROW
    if fits:
        return _row_picture(layers, columns, width, heading, description + ".")
    names = [str(index) for index in range(len(layers))]
    edges = list(zip(names, names[1:], strict=False))
    return _graph_picture(names, layers, edges, heading, description + ".")


def graph_svg(
    nodes: Sequence[Mapping],
    edges: Sequence[tuple[str, str]],
    *,
    title: str | None = None,
) -> Picture:
    """Draw a model whose layers form a graph, from top to bottom.

    Args:
        nodes: For each layer a dictionary as in `network_svg`; the names differ.
        edges: Pairs of names: the output of the first goes into the second.
        title: The heading; by default the number of layers and parameters.

    Raises:
        ValueError: If an edge names an unknown node or the edges form a circle.

    >>> graph_svg([{"name": "a"}, {"name": "b"}], [("a", "b")]).count("kit-node")
    2
    """
    nodes = [dict(node) for node in nodes]
    names = [str(node.get("name", index)) for index, node in enumerate(nodes)]
    steps = ", ".join(translate("{a} to {b}", a=a, b=b) for a, b in edges)
    links = translate("Connections: {steps}.", steps=steps or translate("none"))
    description = f"{_totals(nodes)}. {links}"
    return _graph_picture(names, nodes, edges, title or _totals(nodes), description)


# From left to right.


def _row_picture(layers, columns, width, heading, description) -> Picture:
    middle = 34 + _GLYPH_HEIGHT / 2
    body = [text(2, 17, heading, class_="kit-title")]
    x, centers = 2.0, []
    for column in columns:
        centers.append(x + column / 2)
        x += column + _LINK_GAP
    sizes = [glyph_size(layer.get("output_shape")) for layer in layers]
    for i in range(len(layers) - 1):
        body.append(_funnel(centers[i : i + 2], sizes[i : i + 2], middle))
    for layer, center in zip(layers, centers, strict=True):
        words = _words(layer)
        parts = [layer_glyph(layer.get("output_shape"), center, middle)]
        for line_number, (word, style) in enumerate(words):
            y = 34 + _GLYPH_HEIGHT + 20 + 16 * line_number
            parts.append(text(center, y, word, text_anchor="middle", class_=style))
        label = hover(_spoken(layer) + ".")
        body.append(element("g", label, *parts, class_="kit-node"))
    lines = max((len(_words(layer)) for layer in layers), default=0)
    height = 34 + _GLYPH_HEIGHT + 14 + 16 * lines if layers else 30
    width = max(width, text_width(heading, 13.5) + 8)
    return picture(width, height, body, heading, description)


def _funnel(centers, sizes, middle: float) -> str:
    """Return a pale band from one glyph's height to the next one's."""
    (left, right), ((width_a, height_a), (width_b, height_b)) = centers, sizes
    start, end = left + width_a / 2 + 4, right - width_b / 2 - 4
    corners = [
        (start, middle - height_a / 2),
        (end, middle - height_b / 2),
        (end, middle + height_b / 2),
        (start, middle + height_a / 2),
    ]
    path = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return element("polygon", points=path, fill="var(--kit-panel)", class_="kit-link")


def _words(layer: Mapping) -> list[tuple[str, str | None]]:
    """Return the lines under a glyph with their styles."""
    params = layer.get("params")
    lines = [
        (shorten(layer.get("class_name", layer.get("name", "")), 20), "kit-bold"),
        (shorten(layer.get("name", ""), 20), "kit-muted"),
        (shape_text(layer.get("output_shape")), None),
        (_params_text(params) if params else "", "kit-muted"),
    ]
    return lines


def _column_width(layer: Mapping) -> float:
    # Bold letters are wider; 13 pixels in place of 12 pay for that.
    widest = max(text_width(word, 13) for word, _ in _words(layer))
    return max(widest, glyph_size(layer.get("output_shape"))[0], 40.0)


# From top to bottom.


def _graph_picture(names, nodes, edges, heading, description) -> Picture:
    cards = dict(zip(names, nodes, strict=True))
    widths = {name: _card_width(node) for name, node in cards.items()}
    layout = layered_layout(widths, edges)
    step, top = _BOX_HEIGHT + _ROW_GAP, 34
    largest = max((node.get("params") or 0 for node in nodes), default=0)
    body = [text(2, 17, heading, class_="kit-title")]
    wires = [_wire(path, layout, top) for path in layout.paths.values()]
    body.append(
        element("g", *wires, stroke="var(--kit-muted)", stroke_width=1.5, fill="none")
    )
    for name, node in cards.items():
        left = 2 + layout.centers[name] - widths[name] / 2
        y = top + layout.rows[name] * step
        body.append(_card(node, left, y, widths[name], largest))
    right = max(
        (layout.centers[name] + widths[name] / 2 for name in names), default=0.0
    )
    bends = [center + 8 for center in layout.centers.values()]
    width = max([right, *bends, text_width(heading, 13.5) + 4]) + 4
    bottom = top + (max(layout.rows.values(), default=-1) + 1) * step - _ROW_GAP
    return picture(width, max(bottom, 28) + 2, body, heading, description)


def _card_width(node: Mapping) -> float:
    first = text_width(_card_title(node), 12.5) + 8
    return max(first, text_width(_card_facts(node)), 90.0) + 28


def _card_title(node: Mapping) -> str:
    kind = shorten(node.get("class_name", ""), 24)
    return f"{kind}  {shorten(node.get('name', ''), 24)}".strip()


def _card_facts(node: Mapping) -> str:
    facts = [shape_text(node.get("output_shape"))]
    if node.get("params"):
        facts.append(_params_text(node["params"]))
    return " · ".join(fact for fact in facts if fact)


def _card(node: Mapping, x: float, y: float, width: float, largest: int) -> str:
    """Return a card; the bar at its foot is its share of the largest layer."""
    kind = shorten(node.get("class_name", ""), 24)
    name = shorten(node.get("name", ""), 24)
    name_part = element("tspan", escape(name), class_="kit-muted")
    kind_part = element("tspan", escape(kind), class_="kit-bold")
    title = element("text", f"{kind_part}  {name_part}", x=x + 14, y=y + 20.0)
    parts = [
        hover(_spoken(node) + "."),
        rectangle(
            x,
            y,
            width,
            _BOX_HEIGHT,
            rx=6,
            fill="var(--kit-panel)",
            stroke="var(--kit-muted)",
        ),
        title,
        text(x + 14, y + 36, _card_facts(node), class_="kit-muted"),
    ]
    params = node.get("params") or 0
    if params:
        bar = max(2.0, params / largest * (width - 28))
        parts.append(
            rectangle(x + 14, y + _BOX_HEIGHT - 8, bar, 3, fill="var(--kit-training)")
        )
    return element("g", *parts, class_="kit-node")


def _wire(path: list, layout, top: float) -> str:
    """Return a smooth line with an arrow head along an edge's path."""
    step = _BOX_HEIGHT + _ROW_GAP
    row = layout.rows[path[0]]
    x = 2 + layout.centers[path[0]]
    y = top + row * step + _BOX_HEIGHT
    curve = f"M{number(x)},{number(y)}"
    for item in path[1:]:
        row += 1
        end = 2 + layout.centers[item]
        foot = top + row * step - (_HEAD if item is path[-1] else 0)
        half = number((y + foot) / 2)
        curve += (
            f"C{number(x)},{half} {number(end)},{half} {number(end)},{number(foot)}"
        )
        x, y = end, foot
        if item is not path[-1]:  # straight past the boxes of this row
            y = foot + _BOX_HEIGHT
            curve += f"V{number(y)}"
    curve += f"v{_HEAD}m-4,-{_HEAD - 1}l4,{_HEAD - 1}l4,-{_HEAD - 1}"
    return element("path", d=curve, class_="kit-edge")


# Words.


def shape_text(shape) -> str:
    """Return an output shape without the batch, as people write it.

    >>> shape_text((None, 28, 28, 1))
    '28 × 28 × 1'
    """
    if shape is None:
        return ""
    if isinstance(shape, Mapping):
        shape = list(shape.values())
    if shape and isinstance(shape[0], (tuple, list)):
        return ", ".join(shape_text(one) for one in shape)
    sizes = ["?" if size is None else str(size) for size in shape[1:]]
    return " × ".join(sizes) or "1"


def _params_text(params: int) -> str:
    if params == 1:
        return translate("1 param")
    return translate("{count:,} params", count=params)


def _totals(layers) -> str:
    total = sum(layer.get("params") or 0 for layer in layers)
    one, more = translate("1 layer"), translate("{count} layers", count=len(layers))
    count = one if len(layers) == 1 else more
    return f"{count}, {_params_text(total)}"


def _spoken(layer: Mapping) -> str:
    words = str(layer.get("class_name") or layer.get("name", "layer"))
    shape, params = shape_text(layer.get("output_shape")), layer.get("params")
    facts = [translate("{shape} outputs", shape=shape)] if shape else []
    if params:
        facts.append(_params_text(params))
    if not facts:
        return words
    joined = translate(" and ").join(facts)
    return translate("{layer} with {facts}", layer=words, facts=joined)
