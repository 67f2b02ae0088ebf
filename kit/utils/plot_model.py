"""plot_model: a picture of a model's layers and connections, without graphviz.

It reads the graph that a model has and hands plain data to `kit.visualization`.
"""

from pathlib import Path
from typing import Any

import jax

from kit.visualization.diagram import graph_svg, network_svg
from kit.visualization.diagram_figure import graph_figure
from kit.visualization.svg import Picture

_PIXELS = (".png", ".jpg", ".jpeg", ".pdf")


def plot_model(
    model: Any,
    to_file: str | Path | None = "model.png",
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = False,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: int = 200,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    **kwargs,
) -> Picture:
    """Draw a model, write the picture to a file, and return it for a notebook.

    Args:
        model: A model whose input shape is known.
        to_file: Name of the file, which ends in .png, .jpg, .pdf or .svg; None for
            no file.
        show_shapes: Whether to show the shapes of outputs.
        show_dtype: Whether to show number formats.
        show_layer_names: Accepted for Keras's signature; names are always shown.
        rankdir: `"TB"` for top to bottom; `"LR"`, left to right, for a line of layers.
        expand_nested: Whether to draw the layers of models inside the model.
        dpi: Pixels per inch of a file with pixels.
        show_layer_activations: Whether to show the activation of each layer.
        show_trainable: Whether to mark frozen layers.
        **kwargs: Accepted for Keras's signature.

    Raises:
        ValueError: If the model is not built, or the file's ending is unknown.

    >>> from kit.layers.core import Dense, Input
    >>> from kit.models.sequential import Sequential
    >>> model = Sequential([Input((784,)), Dense(10)])
    >>> plot_model(model, to_file=None, show_shapes=True).description
    '2 layers, 7,850 params. Connections: input_layer to dense.'
    """
    del show_layer_names, kwargs
    _check(model, to_file)
    marks = {
        "shapes": show_shapes,
        "dtype": show_dtype,
        "activation": show_layer_activations,
        "trainable": show_trainable,
    }
    nodes, edges = model_graph(model, expand_nested, marks)
    names = [node["name"] for node in nodes]
    is_line = edges == list(zip(names[:-1], names[1:], strict=True))
    if rankdir == "LR" and is_line:
        picture = network_svg(nodes, direction="right", title=model.name)
    else:
        picture = graph_svg(nodes, edges)
    if to_file is not None and Path(to_file).suffix.lower() == ".svg":
        Path(to_file).write_text(picture, encoding="utf-8")
    elif to_file is not None:
        graph_figure(nodes, edges).savefig(to_file, dpi=dpi)
    return picture


def _check(model, to_file):
    if not model.built:
        raise ValueError(
            f'Model "{model.name}" is not built: its input shape is unknown.\n'
            "Expected a model that begins with Input(shape=(...)).\n"
            "Call model.build(input_shape), or the model on a batch of data."
        )
    ending = ".svg" if to_file is None else Path(to_file).suffix.lower()
    if ending not in (".svg", *_PIXELS):
        raise ValueError(
            f"plot_model cannot write {str(to_file)!r:.50}.\n"
            f"Expected a name that ends in .svg, {', '.join(_PIXELS)}.\n"
            'Write for example to_file="model.png".'
        )


def model_graph(
    model: Any, expand_nested: bool = False, marks: dict | None = None
) -> tuple[list[dict], list[tuple[str, str]]]:
    """Describe a model as plain data: its layer calls, and what leads to what.

    Args:
        model: A built model.
        expand_nested: Whether to list the layers of models inside the model.
        marks: What to show: `shapes`, `dtype`, `activation`, `trainable`.

    Returns:
        Dictionaries as `graph_svg` takes them, and pairs of their names.
    """
    nodes: list[dict] = []
    edges: list[tuple[str, str]] = []
    marks = {"shapes": True} if marks is None else marks
    if model._graph is None:  # a class: its layers are known, its connections are not
        return [_card(layer, layer.name, None, marks) for layer in model.layers], []
    _add_graph(model._graph, "", {}, (nodes, edges), expand_nested, marks)
    return nodes, edges


def _add_graph(graph, prefix, sources, found, expand_nested, marks):
    """Add the calls of a graph; returns the name behind each output.

    `sources` tells for the inputs of a graph inside another which card feeds them.
    """
    nodes, edges = found
    maker = dict(sources)  # id of a symbolic tensor -> name of the card that made it
    for node in graph.nodes:
        if all(id(tensor) in maker for tensor in node.output_tensors):
            continue
        feeding = [maker[id(tensor)] for tensor in node.input_tensors]
        inner = getattr(node.layer, "_graph", None) if expand_nested else None
        name = _free_name(prefix + node.layer.name, nodes)
        if inner is not None and node.input_tensors:
            pairs = zip(inner.input_tensors, feeding, strict=True)
            given = {id(tensor): source for tensor, source in pairs}
            ends = _add_graph(inner, f"{name}/", given, found, True, marks)
        else:
            card = _card(node.layer, name, node.outputs, marks)
            if name != prefix + node.layer.name:  # the same weights once more
                card.pop("params", None)
            nodes.append(card)
            edges += [(source, name) for source in dict.fromkeys(feeding)]
            ends = [name] * len(node.output_tensors)
        for tensor, end in zip(node.output_tensors, ends, strict=True):
            maker[id(tensor)] = end
    return [maker[id(tensor)] for tensor in graph.output_tensors]


def _free_name(name, nodes):
    """Number the further calls of a layer that is used several times."""
    taken = {node["name"] for node in nodes}
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _card(layer, name, outputs, marks):
    """What is shown of one call of a layer."""
    kind = type(layer).__name__
    activation = getattr(getattr(layer, "activation", None), "__name__", None)
    words = [
        activation if marks.get("activation") else None,
        layer.dtype_policy if marks.get("dtype") else None,
        "frozen" if marks.get("trainable") and not layer.trainable else None,
    ]
    extra = ", ".join(word for word in words if word)
    title = f"{kind} ({extra})" if extra else kind
    card: dict[str, Any] = {"name": name, "class_name": title}
    if layer.built:
        card["params"] = layer.count_params()
    if marks.get("shapes") and outputs is not None:
        shapes = [tensor.shape for tensor in jax.tree.leaves(outputs)]
        card["output_shape"] = shapes[0] if len(shapes) == 1 else shapes
    return card
