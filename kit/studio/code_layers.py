"""The layers of a program as layer entries: checked, completed and named.

`kit.studio.code_reader` finds them; here they become what the cards show.
"""

from difflib import SequenceMatcher
from typing import Any

from kit.layers.layer_config import parameters
from kit.saving.validation import checked_object
from kit.studio import code_names, entries
from kit.studio.code_error import CodeError
from kit.studio.code_names import Reference
from kit.studio.code_values import FIRST_SHAPES, Made
from kit.studio.entries import Entry


def check_layer(value: Any, line: int) -> None:
    """Raise a CodeError if a value of a program is no layer."""
    is_layer = isinstance(value, Made)
    if not is_layer or value.description["module"] != entries.MODULE:
        raise no_layer(value, getattr(value, "line", line))


def no_layer(value: Any, line: int) -> CodeError:
    """Return the error for something that stands where a layer should."""
    what = value.cls.__name__ if isinstance(value, Made) else type(value).__name__
    return CodeError(
        line,
        f"{what} stands where a layer is expected.",
        "Expected layers such as keras.layers.Dense(10), with commas between them.",
        "Put the layers into square brackets.",
    )


def no_graph(line: int) -> CodeError:
    """Return the error for a program in the functional style."""
    return CodeError(
        line,
        "A layer or model is called on tensors here.",
        "Expected keras.Sequential: the studio edits layers in a line as a program.",
        "Change a graph's layers in the cards, or make this model in a cell.",
    )


def layer_entries(layers: list[Made], before: list[Entry]) -> list[Entry]:
    """Return the entries of the layers of a program, with names.

    Args:
        layers: The layers as the program makes them.
        before: The entries until now: their Input and their names are kept.

    Raises:
        CodeError: If an argument is unknown or impossible.
    """
    drafts = [_entry(layer) for layer in _with_input(layers)]
    if not entries.is_input(drafts[0][0]):
        given = [entry for entry in before if entries.is_input(entry)]
        drafts = [(entry, entry["config"]["name"]) for entry in given[:1]] + drafts
    _give_names(drafts, before)
    return [entry for entry, _ in drafts]


def _with_input(layers: list[Made]) -> list[Made]:
    """Write the Keras 2 form Dense(10, input_shape=(784,)) as an Input of its own."""
    first = layers[0]
    own = {parameter.name for parameter in parameters(first.cls)}
    words = [word for word in FIRST_SHAPES if word in {*first.arguments} - own]
    if not words:
        return layers
    rest = {n: v for n, v in first.arguments.items() if n not in words}
    shape = first.arguments[words[0]]
    if words[0] == "input_dim":
        shape = (shape,)
    elif words[0] == "batch_input_shape":
        shape = shape[1:]
    cls = code_names.find(Reference("keras.layers.InputLayer"), first.line)
    begin = Made(cls, {"shape": shape}, first.line)
    return [begin, Made(first.cls, rest, first.line), *layers[1:]]


def _entry(layer: Made) -> tuple[Entry, str | None]:
    """Return the entry of a layer, and the name it was given."""
    description = layer.description
    arguments = description["config"]
    name = arguments.pop("name", None)
    label = f"A {layer.cls.__name__}"
    try:
        checked = checked_object(
            {**description, "config": {**arguments}}, "layer", label
        )
        checked_object({**description, "config": {"name": name}}, "layer", label)
        class_name = layer.cls.__name__
        made = entries.make_entry(class_name, checked["config"], name or "unnamed")
        return made, name
    except Exception as error:  # whatever a layer says gets its line
        raise CodeError.at(layer.line, error) from error


def _give_names(drafts: list[tuple[Entry, str | None]], before: list[Entry]) -> None:
    """Give a layer without a name that of its card, else the next automatic one."""
    classes = [entry["class_name"] for entry, _ in drafts]
    cards = [entry["class_name"] for entry in before]
    taken = {name for _, name in drafts if name}
    for block in SequenceMatcher(
        a=classes, b=cards, autojunk=False
    ).get_matching_blocks():
        for place in range(block.size):
            entry, given = drafts[block.a + place]
            old = before[block.b + place]["config"].get("name", "")
            usual = entries.is_automatic_name(entry["class_name"], old)
            if given is None and usual and old not in taken:
                entry["config"]["name"] = old
                taken.add(old)
    for entry, given in drafts:
        if given is None and entry["config"]["name"] == "unnamed":
            name = entries.automatic_name(entry["class_name"], taken)
            entry["config"]["name"] = name
            taken.add(name)
