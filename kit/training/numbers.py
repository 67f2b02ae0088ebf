"""Numbers: the hyper-parameters that are written into a compiled step.

A `Runner` looks at them before every call, so that one that was changed meanwhile
counts from the next batch on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kit.layers.dropout import Dropout, SpatialDropout
from kit.regularizers import L1, L1L2, L2

_OF_OPTIMIZERS = ("momentum", "rho", "beta_1", "beta_2", "weight_decay")


@dataclass(eq=False)
class Number:
    """One number: an attribute of an optimizer, a layer or a penalty.

    Args:
        owner: The object that has it.
        attribute: Its name there, such as `"momentum"`.
        layer: The name of the layer that it belongs to; empty for the optimizer.

    >>> Number(Dropout(0.5, name="half"), "rate", "half").label
    'rate of half'
    """

    owner: Any
    attribute: str
    layer: str = ""

    @property
    def label(self) -> str:
        """Which number it is, in a few words."""
        return f"{self.attribute} of {self.layer}" if self.layer else self.attribute

    @property
    def value(self) -> Any:
        """The number now."""
        return vars(self.owner)[self.attribute]

    @value.setter
    def value(self, value: Any) -> None:
        vars(self.owner)[self.attribute] = value


class Numbers:
    """The numbers of a model, and which of them were changed.

    Each is a constant of the compiled programs: that is exact, and fastest. One that
    is changed, as by `model.optimizer.momentum = 0.5`, becomes an input of them. They
    are compiled once more then, and never again for this number.
    """

    def __init__(self):
        self._all: list[Number] = []
        self._first: dict[tuple[int, str], Any] = {}
        self._moved: dict[tuple[int, str], Number] = {}

    def find(self, found: list[Number]) -> None:
        """Watch these numbers from now on.

        Args:
            found: What `numbers_of` returned.
        """
        self._all = found
        for number in found:
            self._first.setdefault(_key(number), number.value)

    def inputs(self) -> tuple[float, ...]:
        """Return the values of all that were ever changed, in a fixed order."""
        for number in self._all:
            key = _key(number)
            if key not in self._moved and number.value != self._first[key]:
                self._moved[key] = number
        return tuple(number.value for number in self._moved.values())

    @contextmanager
    def lent(self, inputs: tuple) -> Iterator[None]:
        """Let these stand for the numbers that were changed, while a step is traced.

        Args:
            inputs: As many as `inputs` returned: the same, as inputs of a program.
        """
        moved = list(self._moved.values())
        kept = [number.value for number in moved]
        try:
            _give(moved, inputs)
            yield
        finally:
            _give(moved, kept)


def numbers_of(model: Any) -> list[Number]:
    """Return the numbers of a model that can be changed while it learns.

    Args:
        model: A compiled model.

    >>> from kit.models.sequential import Sequential
    >>> from kit.layers.core import Dense
    >>> model = Sequential([Dropout(0.5, name="half"), Dense(1)])
    >>> model.compile("adam", "mse")
    >>> [number.label for number in numbers_of(model)]
    ['beta_1', 'beta_2', 'rate of half']
    """
    found = [Number(model.optimizer, name) for name in _OF_OPTIMIZERS]
    for layer in model._flatten_layers():
        if isinstance(layer, Dropout | SpatialDropout):
            found.append(Number(layer, "rate", layer.name))
    found += penalties_of(model)
    return [one for one in found if _is_there(one)]


def penalties_of(model: Any) -> list[Number]:
    """Return the strengths of the penalties in a model's loss."""
    found = {}
    for layer in model._flatten_layers():
        for value in vars(layer).values():
            if type(value) in (L1, L2, L1L2):
                for name in vars(value):
                    number = Number(value, name, layer.name)
                    found.setdefault(_key(number), number)
    return [one for one in found.values() if _is_there(one)]


def _is_there(number):
    """Whether it is a number above 0: at 0 some rules have no memory to use it."""
    value = getattr(number.owner, "__dict__", {}).get(number.attribute)
    of_kit = type(number.owner).__module__.startswith("kit.")
    return of_kit and isinstance(value, float) and value > 0


def _key(number):
    return id(number.owner), number.attribute


def _give(numbers, values):
    for number, value in zip(numbers, values, strict=True):
        number.value = value
