"""The shapes on the way to the layer that fails, with its row marked.

A layer that is connected to others says in which line of layers it could not stand.
"""

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kit.diagnosis.errors import explained
from kit.diagnosis.finding import Finding
from kit.diagnosis.tracebacks import users_place
from kit.layers.shapes import shapes_of
from kit.layers.symbolic import symbolic_leaves

_MOST_ROWS = 12


def marks_its_row(connect: Callable) -> Callable:
    """Let an error in connecting a layer show the shapes that lead to it."""

    @functools.wraps(connect)
    def marked(layer, args, kwargs):
        try:
            return connect(layer, args, kwargs)
        except (ValueError, TypeError) as error:
            if getattr(error, "has_rows", False):
                raise
            better = _with_rows(error, layer, symbolic_leaves((args, kwargs)))
            better.has_rows = True
            if better is error:
                raise
            raise better.with_traceback(error.__traceback__) from None

    return marked


def _with_rows(given, layer, tensors):
    rows = shape_rows(layer, tensors)
    error = explained(given, users_place(given.__traceback__)) or given
    finding = Finding.from_error(error)
    if rows.count("\n") < 3 and error is given:  # an Input and nothing else
        return error
    if not finding.expected:  # not one of kit's messages
        error.add_note(rows)
        return error
    code = finding.code or "other-size"
    kind = TypeError if isinstance(error, TypeError) else ValueError
    return replace(finding, detail=rows, code=code).error(kind)


def shape_rows(layer: Any, tensors: list) -> str:
    """Write the layers that lead to one, with their shapes; that one is marked.

    >>> from kit.layers.core import Dense, Input
    >>> x = Dense(3, name="first")(Input((2,), name="pixels"))
    >>> print(shape_rows(Dense(1, name="second"), [x]))
    The shapes on the way:
        pixels  InputLayer  (None, 2)
        first   Dense       (None, 3)
      > second  Dense       fails
    """
    line = []
    tensor = tensors[0] if tensors else None
    while tensor is not None and tensor._keras_history:
        before, index, _ = tensor._keras_history
        shape = str(shapes_of(before._inbound_nodes[index].outputs))
        line.append((before.name, type(before).__name__, shape))
        parents = before._inbound_nodes[index].input_tensors
        tensor = parents[0] if parents else None
    line = line[::-1]
    if len(line) > _MOST_ROWS:
        line = [line[0], ("...", "", ""), *line[2 - _MOST_ROWS :]]
    line.append((layer.name, type(layer).__name__, "fails"))
    widths = [max(len(row[i]) for row in line) for i in range(2)]
    rows = [
        f"{name:<{widths[0]}}  {kind:<{widths[1]}}  {shape}".rstrip()
        for name, kind, shape in line
    ]
    marked = ["    " + row for row in rows[:-1]] + ["  > " + rows[-1]]
    return "\n".join(["The shapes on the way:", *marked])
