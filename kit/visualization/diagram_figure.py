"""The diagram of a network as a matplotlib figure, for files of pixels.

Stands beside `diagram`, which draws the same as SVG; `plot_model` saves it as PNG.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kit.visualization.diagram import shape_text
from kit.visualization.figure import new_figure
from kit.visualization.layout import layered_layout
from kit.visualization.svg import shorten, text_width

_HEIGHT, _STEP = 44, 80
_MARGIN = 12


def graph_figure(nodes: Sequence[Mapping], edges: Sequence[tuple[str, str]]) -> Any:
    """Return a matplotlib `Figure` of a model whose layers form a graph.

    Args:
        nodes: For each layer a dictionary with `name`, `class_name`, and if they are
            to be shown `output_shape` (with the batch first) and `params`.
        edges: Pairs of names: the output of the first goes into the second.

    Raises:
        ValueError: If an edge names an unknown node or the edges form a circle.

    >>> figure = graph_figure([{"name": "a"}, {"name": "b"}], [("a", "b")])
    >>> len(figure.axes[0].patches)
    2
    """
    words = {str(node["name"]): _words(node) for node in nodes}
    widths = {
        name: max(text_width(line, 13) for line in lines) + 24
        for name, lines in words.items()
    }
    layout = layered_layout(widths, edges)
    right = max((layout.centers[name] + widths[name] / 2 for name in words), default=1)
    width = max([right, *layout.centers.values()]) + 2 * _MARGIN
    rows = max(layout.rows.values(), default=0)
    height = rows * _STEP + _HEIGHT + 2 * _MARGIN
    figure, (panel,) = new_figure(1, 1, (width / 72, height / 72))  # 1 unit = 1 point
    figure.set_layout_engine("none")
    panel.set_position((0, 0, 1, 1))
    panel.set(xlim=(-_MARGIN, width - _MARGIN), ylim=(height - _MARGIN, -_MARGIN))
    panel.set_axis_off()
    for path in layout.paths.values():
        _draw_wire(panel, path, layout)
    for name, lines in words.items():
        left = layout.centers[name] - widths[name] / 2
        _draw_card(panel, left, layout.rows[name] * _STEP, widths[name], lines)
    return figure


def _words(node):
    """The lines of a card: kind and name, then the facts that are given."""
    kind, name = str(node.get("class_name", "")), str(node["name"])
    facts = [shape_text(node.get("output_shape"))]
    if node.get("params"):
        facts.append(f"{node['params']:,} params")
    first = f"{shorten(kind, 24)}  {shorten(name, 24)}".strip()
    return [line for line in (first, " · ".join(f for f in facts if f)) if line]


def _draw_card(panel, left, top, width, lines):
    from matplotlib.patches import FancyBboxPatch

    box = FancyBboxPatch(
        (left, top),
        width,
        _HEIGHT,
        boxstyle="round,pad=0,rounding_size=5",
        facecolor="#f2f4f6",
        edgecolor="#5b6770",
    )
    panel.add_patch(box)
    for number, line in enumerate(lines):
        y = top + _HEIGHT * (number + 1) / (len(lines) + 1)
        style = {"color": "#5b6770"} if number else {"weight": "bold"}
        panel.text(
            left + width / 2, y, line, size=10, ha="center", va="center", **style
        )


def _draw_wire(panel, path, layout):
    """Draw an edge: down past the rows between, with an arrow at its end."""
    points = [(layout.centers[path[0]], layout.rows[path[0]] * _STEP + _HEIGHT)]
    row = layout.rows[path[0]]
    for item in path[1:]:
        row += 1
        points.append((layout.centers[item], row * _STEP))
        if item is not path[-1]:
            points.append((layout.centers[item], row * _STEP + _HEIGHT))
    xs, ys = zip(*points, strict=True)
    panel.plot(xs[:-1], ys[:-1], color="#5b6770", linewidth=1.2)
    panel.annotate(
        "",
        xy=points[-1],
        xytext=points[-2],
        arrowprops={
            "arrowstyle": "-|>",
            "color": "#5b6770",
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
