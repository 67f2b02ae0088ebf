"""The shapes on the way to the layer that fails, with its row marked.

A layer that is connected to others says in which line of layers it could not stand.
"""

import functools
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kit.diagnosis.errors import explained
from kit.diagnosis.finding import Finding
from kit.diagnosis.tracebacks import users_place
from kit.diagnosis.writing import (
    layer_not_called,
    nothing_returned,
    super_is_missing,
)
from kit.layers.shapes import shapes_of
from kit.layers.symbolic import symbolic_leaves

_MOST_ROWS = 12


def marks_its_row(connect: Callable) -> Callable:
    """Let an error in connecting a layer show the shapes that lead to it."""

    @functools.wraps(connect)
    def marked(layer, args, kwargs):
        try:
            outputs = connect(layer, args, kwargs)
            found = nothing_returned(f'Layer "{layer.name}"', outputs)
            if found is not None:
                raise found.error()
            return outputs
        except (ValueError, TypeError) as error:
            if getattr(error, "has_rows", False):
                raise
            better = _with_rows(error, layer, symbolic_leaves((args, kwargs)))
            better.has_rows = True
            if better is error:
                raise
            raise better.with_traceback(error.__traceback__) from None

    return marked


def check_call(layer: Any, args: tuple) -> None:
    """Raise if a layer was not set up, or got a layer instead of a tensor."""
    if "built" not in vars(layer):
        raise super_is_missing(type(layer).__name__).error()
    for item in args:
        if hasattr(item, "_inbound_nodes"):
            kind = type(item).__name__
            raise layer_not_called(item.name, kind, layer.name).error()


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
    finding = replace(finding, detail=rows, code=code)
    finding = _for_steps(_for_reshape(finding, layer, tensors), tensors)
    return finding.error(kind)


def _for_reshape(finding, layer, tensors):
    """A Dense layer before Reshape must have as many units as there are places."""
    sizes = getattr(layer, "target_shape", (-1,))
    before = tensors[0]._keras_history[0] if tensors else None
    if -1 in sizes or not hasattr(before, "units"):
        return finding
    units = math.prod(sizes)
    return replace(
        finding,
        fix=f"Give the layer before it {units} units, or change target_shape:",
        line=f'units={units}  # in "{before.name}"',
        change={"layer": before.name, "set": ("units", units)},
    )


def _for_steps(finding, tensors):
    """A recurrent layer after another one wants all steps of it."""
    before = tensors[0]._keras_history[0] if tensors else None
    if finding.code != "missing-axis" or getattr(before, "return_sequences", True):
        return finding
    return replace(
        finding,
        fix="Let the recurrent layer before it answer at every step:",
        line=f'return_sequences=True  # in "{before.name}"',
        change={"layer": before.name, "set": ("return_sequences", True)},
    )


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
