"""Where a model's variables live in Keras's files: `layers/dense`, `optimizer`, ...

Reading and writing walk through the same tree. A layer's name plays no part: objects
are counted by class within their list, so that equal models have equal trees.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kit.layers.layer import Layer
from kit.optimizers.optimizer import Optimizer
from kit.serialization import snake_case
from kit.training.trainer import Trainer
from kit.variables import Variable


@dataclass
class Part:
    """One object with variables of its own.

    Args:
        path: Its place in the file, such as `"layers/dense_1"`; "" for the model.
        owner: The layer or optimizer.
    """

    path: str
    owner: Any

    @property
    def variables(self) -> list[Variable]:
        """The owner's own variables, without those of layers inside it."""
        if isinstance(self.owner, Layer):
            return self.owner._weights_here()
        return list(self.owner.variables)

    def place(self, index: int) -> str:
        """Return where the variable number `index` lies in the file.

        >>> Part("layers/dense", None).place(0)
        'layers/dense/vars/0'
        """
        return _join(self.path, f"vars/{index}")


def find_parts(model: Any) -> list[Part]:
    """Return the model, its layers at any depth and its optimizer, with their places.

    >>> from kit.layers.core import Dense
    >>> class Pair(Layer):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.first, self.others = Dense(1), [Dense(1), Dense(1)]
    >>> [part.path for part in find_parts(Pair())]
    ['', 'first', 'others/dense', 'others/dense_1']
    """
    found: list[Part] = []
    seen: set[int] = set()

    def visit(owner, path):
        if id(owner) in seen:
            return
        seen.add(id(owner))
        found.append(Part(path, owner))
        for name, child in saved_children(owner):
            visit_any(child, _join(path, name))

    def visit_any(value, path):
        if isinstance(value, Layer | Optimizer):
            visit(value, path)
        elif isinstance(value, list | tuple | dict) and id(value) not in seen:
            seen.add(id(value))
            for name, item in _counted_names(value):
                visit_any(item, _join(path, name))

    visit(model, "")
    return found


def saved_children(owner: Any) -> Iterator[tuple[str, Any]]:
    """Yield names and values of the attributes in which layers may be found.

    A layer whose attributes differ from Keras's answers by a method
    `_saved_children()` that returns `{"cell": layer, ...}` in Keras's names.
    """
    if isinstance(owner, Optimizer):
        return
    if hasattr(owner, "_saved_children"):
        yield from owner._saved_children().items()
        return
    attributes = {
        name: value
        for name, value in vars(owner).items()
        if name not in _attributes_without_layers()
    }
    if isinstance(owner, Trainer):
        attributes |= {"layers": owner.layers, "optimizer": owner.optimizer}
        if knows_its_layers(owner):
            yield "layers", attributes.pop("layers")
    for name in sorted(attributes, key=_private_last):
        yield name, attributes[name]


def knows_its_layers(model: Any) -> bool:
    """Tell a graph or a line of layers from a model that is written as a class."""
    return getattr(model, "_graph", None) is not None or hasattr(model, "_line")


def class_in_files(owner: Any) -> str:
    """Return the class name that Keras uses: a graph of layers is a "Functional"."""
    name = type(owner).__name__
    is_graph = isinstance(owner, Trainer) and knows_its_layers(owner)
    return "Functional" if name == "Model" and is_graph else name


def _counted_names(container):
    """Yield the items of a list or dict with names: dense, dense_1, container, ..."""
    counts: dict[str, int] = {}
    items = container.values() if isinstance(container, dict) else container
    for item in items:
        if isinstance(item, Layer | Optimizer):
            name = snake_case(class_in_files(item))
        elif isinstance(item, list | tuple | dict):
            name = "container"
        else:
            continue
        number = counts.get(name, 0)
        counts[name] = number + 1
        yield (f"{name}_{number}" if number else name), item


@functools.cache
def _attributes_without_layers():
    """What layers and trainers keep for themselves."""
    own_lists = {"_line", "_graph", "_graph_layers"}  # `layers` holds the same
    return own_lists | set(vars(Layer(name="any"))) | set(vars(Trainer()))


def _private_last(name):
    return "~" + name if name.startswith("_") else name


def _join(path, name):
    return f"{path}/{name}" if path else name
