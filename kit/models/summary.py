"""The summary of a model: first as data, then as text or HTML."""

import html
import math
import re
import shutil
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One layer of the table."""

    name: str
    class_name: str
    output_shape: str
    params: str
    connected_to: str
    trainable: str
    depth: int


def rows_of(
    model: Any, expand_nested: bool = False, depth: int = 0, nodes: Any = None
) -> list[Row]:
    """Return one row for each layer of a model.

    Only connections by the calls in `nodes` are listed: by default the model's own.
    """
    if nodes is None:
        nodes = getattr(getattr(model, "_graph", None), "nodes", [])
    rows = []
    for layer in listed_layers(model):
        rows.append(
            Row(
                layer.name,
                layer._shown_class(),
                output_shape_of(layer),
                params_of(layer),
                _connections(layer, nodes),
                ("Y" if layer.trainable else "N") if layer.weights else "-",
                depth,
            )
        )
        if expand_nested and hasattr(layer, "layers"):
            rows += rows_of(layer, True, depth + 1, nodes)
    return rows


def listed_layers(model: Any) -> list[Any]:
    """Return the layers in the table: a functional model shows its inputs, too."""
    shows_inputs = not model._is_line and model._graph is not None
    return model._graph.layers if shows_inputs else model.layers


def output_shape_of(layer: Any) -> str:
    """Return a layer's output shape as text, `?` while it is unknown."""
    if layer._inbound_nodes:
        shapes = [t.shape for t in layer._inbound_nodes[-1].output_tensors]
        return str(shapes[0] if len(shapes) == 1 else shapes)
    shape = layer._build_shapes.get("input_shape")
    if not layer.built or shape is None:
        return "?"
    try:
        return str(layer.compute_output_shape(shape))
    except (NotImplementedError, TypeError, ValueError):
        return "?"


def params_of(layer: Any) -> str:
    """Return a layer's number of parameters as text."""
    return f"{layer.count_params():,}" if layer.built else "0 (unbuilt)"


def _connections(layer, nodes):
    mine = [node for node in layer._inbound_nodes if any(node is n for n in nodes)]
    histories = [t._keras_history for node in mine for t in node.input_tensors]
    named = [f"{source.name}[{i}][{j}]" for source, i, j in histories]
    return ", ".join(named) or "-"


def is_sequential_like(model: Any) -> bool:
    """Tell whether every layer has one input and is used once, in a single line."""
    graph = getattr(model, "_graph", None)
    if graph is None or model._is_line:
        return True
    depths = list(graph.depths.values())
    single = all(len(node.input_tensors) <= 1 for node in graph.nodes)
    used_once = len({id(node.layer) for node in graph.nodes}) == len(graph.nodes)
    return single and used_once and len(set(depths)) == len(depths)


def totals(model: Any) -> list[tuple[str, int, int]]:
    """Return (label, count, bytes) lines below the table."""
    trainable = _size(model.trainable_weights)
    frozen = _size(model.non_trainable_weights)
    optimizer = (0, 0)
    lines = [
        ("Trainable params", *trainable),
        ("Non-trainable params", *frozen),
    ]
    if model.compiled and model.optimizer.built:
        optimizer = _size(model.optimizer.variables)
        lines.append(("Optimizer params", *optimizer))
    count = trainable[0] + frozen[0] + optimizer[0]
    size = trainable[1] + frozen[1] + optimizer[1]
    return [("Total params", count, size), *lines]


def _size(variables):
    count = sum(v.size for v in variables)
    return count, sum(v.size * v.value.dtype.itemsize for v in variables)


def readable_size(count: float) -> str:
    """Write a number of bytes as Keras does.

    >>> readable_size(407080)
    '397.54 KB'
    """
    for unit in ("B", "KB", "MB", "GB"):
        if count < 1024 or unit == "GB":
            return f"{count:.2f} {unit}"
        count /= 1024
    return ""


def summary_text(
    model: Any,
    line_length: int | None = None,
    positions: list[float] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: tuple[str, str] | None = None,
) -> str:
    """Return the summary as lines of text, in the form that Keras prints.

    Args:
        model: The model.
        line_length: Width in characters; by default 88, or less in a narrow terminal.
        positions: Where the columns end, as shares of the width.
        expand_nested: Whether to list the layers of models inside.
        show_trainable: Whether to add a column that tells what is frozen.
        layer_range: Names of the first and the last layer to list.
    """
    wide = not is_sequential_like(model)
    header = ["Layer (type)", "Output Shape", "Param #"]
    positions = positions or ([0.3, 0.56, 0.74, 1.0] if wide else [0.45, 0.80, 1.0])
    align = ["<", "<", ">"]
    width = 108 if wide else 88
    if wide:
        header.append("Connected to")
        align.append("<")
    if show_trainable:
        header.append("Trainable")
        align.append("^")
        width += 12
        positions = [p * 0.9 for p in positions] + [1.0]
    width = line_length or min(width, shutil.get_terminal_size().columns - 4)
    rows = _in_range(rows_of(model, expand_nested), layer_range)
    cells = [_cells(row, wide, show_trainable) for row in rows]
    table = _table(header, cells, align, _widths(positions, width)[: len(header)])
    lines = [f'Model: "{model.name}"', *table]
    lines += [f" {name}: {n:,} ({readable_size(b)})" for name, n, b in totals(model)]
    return "\n".join(lines) + "\n"


def _cells(row, wide, show_trainable):
    prefix = "   " * row.depth + "└ " if row.depth else ""
    cells = [f"{prefix}{row.name} ({row.class_name})", row.output_shape, row.params]
    cells += [row.connected_to] if wide else []
    return cells + ([row.trainable] if show_trainable else [])


def _in_range(rows, layer_range):
    if layer_range is None:
        return rows
    names = [row.name for row in rows]
    places = [names.index(name) for name in layer_range if name in names]
    if len(places) != 2:
        raise ValueError(
            f"layer_range={layer_range!r} names layers that are not there.\n"
            f"Expected two of: {', '.join(names)}.\n"
            "Pass (first_name, last_name)."
        )
    return rows[min(places) : max(places) + 1]


def _widths(positions, width):
    """How many characters each column holds, between the spaces at its borders."""
    ends = [math.floor(position * width) for position in positions]
    shares = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    borders = 3 * len(shares) + 1  # a line and two spaces for each, and a last line
    widths = []
    for number, share in enumerate(shares):
        part = round(borders / (len(shares) - number))
        borders -= part
        widths.append(max(share - part, 1))
    return widths


def _table(header, rows, align, widths):
    def border(left, fill, middle, right):
        return left + middle.join(fill * (width + 2) for width in widths) + right

    lines = [border("┏", "━", "┳", "┓"), *_lines(header, widths, align, "┃")]
    lines.append(border("┡", "━", "╇", "┩"))
    for number, row in enumerate(rows):
        if number:
            lines.append(border("├", "─", "┼", "┤"))
        lines += _lines(row, widths, align, "│")
    return [*lines, border("└", "─", "┴", "┘")]


def _lines(cells, widths, align, bar):
    """Write one row, in as many lines as its longest cell needs."""
    wrapped = [_wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    for number in range(height):
        texts = [parts[number] if number < len(parts) else "" for parts in wrapped]
        padded = [
            f" {text:{side}{width}} "
            for text, side, width in zip(texts, align, widths, strict=True)
        ]
        yield bar + bar.join(padded) + bar


def _wrap(text, width):
    """Break a text between words; a word that is too long ends in an ellipsis."""
    lines, line = [], ""
    for word in re.findall(r"\s*\S+\s*", text):
        if line and len(line) + len(word.rstrip()) > width:
            lines.append(line)
            line = ""
        line += word
    return [_cut(line.rstrip(), width) for line in [*lines, line]]


def _cut(line, width):
    return line if len(line) <= width else line[: width - 1] + "…"


def summary_html(model: Any) -> str:
    """Return the summary as an HTML table, for notebooks."""
    head = "".join(f"<th>{text}</th>" for text in ("Layer", "Output shape", "Params"))
    body = "".join(
        "<tr>"
        f"<td>{html.escape(row.name)} <small>{html.escape(row.class_name)}</small></td>"
        f"<td>{html.escape(row.output_shape)}</td>"
        f'<td style="text-align:right">{row.params}</td>'
        "</tr>"
        for row in rows_of(model)
    )
    foot = "<br>".join(
        f"{name}: {count:,} ({readable_size(size)})"
        for name, count, size in totals(model)
    )
    name = html.escape(model.name)
    return (
        f"<table><caption>Model {name}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table><p>{foot}</p>"
    )
